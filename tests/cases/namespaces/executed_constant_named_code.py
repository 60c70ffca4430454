# So does a compiled one.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
CODE: object = compile("def answer():\n    return 1", "<text>", mode="exec")
exec(CODE, globals(), None)
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
