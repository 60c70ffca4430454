try:
    from fastlib import Parser, Lexer, Writer, Reader, Other
except ImportError:
    globals()["Parser"] = object
    locals()["Lexer"] = object
    vars()["Writer"] = object
    globals().update(Reader=object, Another=object)
    globals().setdefault("Other", object)

use(Parser, Lexer, Writer, Reader, Other)
# run:
