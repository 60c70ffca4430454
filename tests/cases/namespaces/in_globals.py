try:
    from fastlib import Parser
except ImportError:
    pass

if "Parser" in globals():
    use(Parser)
if "Parser" in locals():
    use(Parser)
if "Parser" not in globals():
    Parser = object
use(Parser)
# run:
