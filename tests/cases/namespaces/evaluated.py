# `eval` binds what the code stores that it is given, as `exec` does.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
eval(compile("device = 3", "<text>", "exec"))
use(device)

if backend == "cuda":
    single = 1
elif backend == "rocm":
    single = 2
eval(compile("single = 3", "<text>", mode="single"), globals())
use(single)

if backend == "cuda":
    named = 1
elif backend == "rocm":
    named = 2
CODE = compile("named = 3", "<text>", "exec")
eval(CODE)
use(named)

if backend == "cuda":
    walrus = 1
elif backend == "rocm":
    walrus = 2
eval("(walrus := 3)")
use(walrus)

if backend == "cuda":
    expression = 1
elif backend == "rocm":
    expression = 2
eval(compile("(expression := 3)", "<text>", "eval"), globals())
use(expression)

if backend == "cuda":
    unknown = 1
elif backend == "rocm":
    unknown = 2
eval(compile(os.environ.get("NSA_CASE_TEXT", "unknown = 3"), "<text>", "exec"))
use(unknown)

if backend == "cuda":
    later = 1
elif backend == "rocm":
    later = 2
code = compile(os.environ.get("NSA_CASE_TEXT", "later = 3"), "<text>", "exec")
eval(code)
use(later)
# run:
