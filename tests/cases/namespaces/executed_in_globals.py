# What is executed in the namespace of the module may bind any name of it.
TEXT = "class Parser: pass"
try:
    from fastlib import Parser
except ImportError:
    exec(TEXT, globals())
use(Parser)

try:
    from fastlib import Lexer
except ImportError:
    exec("class Lexer: pass", globals(), globals())
use(Lexer)

try:
    from fastlib import Scanner
except ImportError:
    exec("class Scanner: pass", globals(), locals())
use(Scanner)

try:
    from fastlib import Reader
except ImportError:
    exec("class Reader: pass", {}, vars())
use(Reader)

try:
    from fastlib import Writer
except ImportError:
    exec("class Writer: pass", None)
use(Writer)

try:
    from fastlib import Printer
except ImportError:
    vars().update({"Print" + "er": object})
use(Printer)

try:
    from fastlib import Grammar
except ImportError:
    exec(compile("class Grammar: pass", "<text>", "exec"), locals())
use(Grammar)
# run:
