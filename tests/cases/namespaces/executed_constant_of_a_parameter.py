# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    given = 1
elif backend == "rocm":
    given = 2
exec("def fill(given):\n    pass\nfill(1)", globals())
use(given)  # NSA104: given
# run:
