# A text that stands in the file binds the names that it stores, and no other one of the module.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
exec("version = '1'", globals())
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
