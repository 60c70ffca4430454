# A string constant that is executed binds every name it assigns, at any depth.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    device = 1
exec("device = 2", globals())
use(device)

if backend == "cuda":
    walrus = 1
exec("print(end=str(walrus := ''))", globals())
use(walrus)

if backend == "cuda":
    target = 1
exec(compile("for target in (1, 2):\n    pass", "<text>", "exec"), globals())
use(target)

if backend == "cuda":
    join = 1
TEXT = "from os.path import join\n"
exec(TEXT, globals())
use(join)

if backend == "cuda":
    inner = 1
exec("def fill():\n    global inner\n    inner = 2\nfill()", globals())
use(inner)

if backend == "cuda":
    captured = 1
CODE = compile("with open(__import__('os').devnull) as captured:\n    pass", "<text>", "exec")
exec(CODE, globals())
use(captured)
# run:
