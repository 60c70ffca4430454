# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    local = 1
elif backend == "rocm":
    local = 2
exec("def fill():\n    local = 1\nfill()", globals())
use(local)  # NSA104: local
# run:
