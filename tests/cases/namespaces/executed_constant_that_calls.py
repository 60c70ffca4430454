# A text that calls a function of the module binds what its functions may bind.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")


def set_device():
    global device
    device = 2


if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
exec("set_device()", globals())
use(device)

if backend == "cuda":
    width = 1
elif backend == "rocm":
    width = 2
use(width)  # NSA104: width
# run:
