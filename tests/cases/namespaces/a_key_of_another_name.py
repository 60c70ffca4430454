try:
    from fastlib import Parser
except ImportError:
    globals()["Lexer"] = object

use(Parser)  # NSA102: Parser
# run:
