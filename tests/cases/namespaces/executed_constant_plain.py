# So does one that is executed in the names of the module by default.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
exec("import json\nsize = len(json.dumps([]))")
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
