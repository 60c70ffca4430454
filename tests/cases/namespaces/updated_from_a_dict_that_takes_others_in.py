# What a dict takes in from another mapping may be any name.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
others = dict.fromkeys(("kernel",), 3)

if backend == "cuda":
    kernel = 1
globals().update({"other": 3, **others})
use(kernel)
# run:
