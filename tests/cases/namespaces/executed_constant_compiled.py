# A compiled text binds what the text does.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
exec(compile("version = '1'", "<text>", "exec"), globals())
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
