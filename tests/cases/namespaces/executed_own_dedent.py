# A function of the file of the name of what takes the indentation away may give any text.

import sys


def dedent(text):
    return "kernel = 1"


if "triton" in sys.modules:
    kernel = 2
exec(dedent("other = 2"))
use(kernel)
# not run: it depends on what has been imported
