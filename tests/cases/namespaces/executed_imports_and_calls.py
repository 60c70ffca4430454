# What a text imports and calls may set names of the module that executes it.

import sys
from textwrap import dedent

CODE = dedent("""
    import setup_kernels
    setup_kernels.install()
""")
if "triton" in sys.modules:
    kernel = 2
exec(CODE)
use(kernel)
# not run: there is no module setup_kernels
