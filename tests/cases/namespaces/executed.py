try:
    from fastlib import Parser
except ImportError:
    exec("class Parser: pass")

use(Parser)
# run:
