try:
    from fastlib import Parser, Lexer
except ImportError:
    for name in ("Parser", "Lexer"):
        globals()[name] = object

use(Parser, Lexer)
# run:
