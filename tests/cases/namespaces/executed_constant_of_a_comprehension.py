# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    each = 1
elif backend == "rocm":
    each = 2
exec("squares = [each * each for each in (1, 2)]", globals())
use(each)  # NSA104: each
# run:
