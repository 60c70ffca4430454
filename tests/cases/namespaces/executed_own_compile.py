# A method, or a function of the file, of the name of what compiles a text may give any text.

import sys


class Engine:
    def compile(self, text):
        return "kernel = 1"


if "triton" in sys.modules:
    kernel = 2
exec(Engine().compile("other = 2"))
use(kernel)
# not run: it depends on what has been imported
