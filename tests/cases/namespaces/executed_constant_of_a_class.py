# What a text deletes, and the names of its own functions, classes and comprehensions, are not bound by executing it.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    member = 1
elif backend == "rocm":
    member = 2
exec("class Kept:\n    member = 1\n    def method(self): pass", globals())
use(member)  # NSA104: member
# run:
