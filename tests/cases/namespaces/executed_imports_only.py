# A text that only imports binds what it names.

import sys

exec("from json import dumps")
if "triton" in sys.modules:
    kernel = 2
use(kernel)  # NSA104: kernel
# not run: it depends on what has been imported
