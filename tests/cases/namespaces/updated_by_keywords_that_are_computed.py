try:
    from fastlib import Parser, Lexer
except ImportError:
    globals().update(**dict.fromkeys(("Parser", "Lexer"), object))

use(Parser, Lexer)
# run:
