# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    value = 1
elif backend == "rocm":
    value = 2
exec("turned = lambda value: -value", globals())
use(value)  # NSA104: value
# run:
