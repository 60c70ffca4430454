try:
    from fastlib import Parser, Lexer
except ImportError:
    globals().update({"Parser": object, "Lexer": object})

use(Parser, Lexer)
# run:
