# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    second = 1
elif backend == "rocm":
    second = 2
exec("first = second = 1\ndel first, (second)", globals())
use(second)  # NSA104: second
# run:
