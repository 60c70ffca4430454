# An expression that is evaluated binds what it names, and one that is not known binds nothing.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
eval(os.environ.get("NSA_CASE_TEXT", "1"))
use(device)  # NSA104: device
# run:
