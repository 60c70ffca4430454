# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    deleted = 1
elif backend == "rocm":
    deleted = 2
exec("deleted = 1\ndel deleted", globals())
use(deleted)  # NSA104: deleted
# run:
