space = {}
TEXT = "class Parser: pass"
try:
    from fastlib import Parser
except ImportError:
    exec(TEXT, globals(), space)
    exec(TEXT, space, None)
    exec(TEXT, dict(globals()))
    exec(TEXT, {**globals()}, {})
    eval("1 + 1", globals())

use(Parser)  # NSA102: Parser
exec(TEXT, globals())
# run:
