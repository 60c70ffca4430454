try:
    from fastlib import Parser, Lexer
except ImportError:
    globals().update(Parser=object)

use(Parser)
use(Lexer)  # NSA102: Lexer
# run:
