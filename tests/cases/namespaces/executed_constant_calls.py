# What a text calls that it imports binds no name of the module, nor do functions that bind others.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")


def choose():
    global other
    other = 1


exec("import json\nfrom json import dumps as write\nwrite([])", globals())
exec("choose()", globals())
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
