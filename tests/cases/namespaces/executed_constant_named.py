# A text under a name of the module binds what it stores.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
TEXT = "version = '1'\nparts = [part for part in version.split('.')]\n"
exec(TEXT, globals())
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
