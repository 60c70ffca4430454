# A string constant that is executed binds the names it assigns, and no other name of the module.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
exec("version = '1'", globals())
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
