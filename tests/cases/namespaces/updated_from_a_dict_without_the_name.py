# What a dict is written with are all the names that it binds, unless it takes others in.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    kernel = 1
elif backend == "rocm":
    kernel = 2
globals().update({"other": 3})
use(kernel)  # NSA104: kernel
# run:
