# No statement before the read binds it: what is executed does.
TEXT = "def _init(self): pass"

if getattr(use, "patched", False):
    _init = use
else:
    exec(TEXT, globals())
    _init.patched = True


def load(text):
    exec(text, globals())


class Loader:
    exec("size = 1", globals())
    use(size)
    size = 2


load("step = 1")
use(step)
step = 2
# run:
