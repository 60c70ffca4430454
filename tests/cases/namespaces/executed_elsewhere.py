space = {}
try:
    from fastlib import Parser
except ImportError:
    exec("class Parser: pass", space)

use(Parser)  # NSA102: Parser
# run:
