# A name that the text binds again, or of which a function of the text says that it is the module's, is bound.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    again = 1
elif backend == "rocm":
    again = 2
exec("again = 1\ndel again\nagain = 2", globals())
use(again)

if backend == "cuda":
    perhaps = 1
elif backend == "rocm":
    perhaps = 2
exec("perhaps = 1\nif not perhaps:\n    del perhaps", globals())
use(perhaps)

if backend == "cuda":
    handled = 1
elif backend == "rocm":
    handled = 2
exec("try:\n    1 / 0\nexcept ArithmeticError as error:\n    handled = error", globals())
use(handled)

if backend == "cuda":
    declared = 1
elif backend == "rocm":
    declared = 2
exec("def outer():\n    def fill():\n        global declared\n        declared = 1\n    fill()\nouter()", globals())
use(declared)

if backend == "cuda":
    of_class = 1
elif backend == "rocm":
    of_class = 2
exec("class Kept:\n    global of_class\n    of_class = 1", globals())
use(of_class)

if backend == "cuda":
    last = 1
elif backend == "rocm":
    last = 2
exec("squares = [(last := each) for each in (1, 2)]", globals())
use(last)

if backend == "cuda":
    fill = 1
elif backend == "rocm":
    fill = 2
exec("def fill(): pass", globals())
use(fill)

if backend == "cuda":
    both = 1
elif backend == "rocm":
    both = 2
exec("def inner():\n    both = 1\nboth = inner()", globals())
use(both)
# run:
