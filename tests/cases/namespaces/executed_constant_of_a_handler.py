# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    error = 1
elif backend == "rocm":
    error = 2
exec("try:\n    1 / 0\nexcept ArithmeticError as error:\n    kept = 1", globals())
use(error)  # NSA104: error
# run:
