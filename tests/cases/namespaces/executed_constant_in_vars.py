# So does one in vars(), and an empty one, and one in a function.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
TEXT = "size = 1"


def load():
    exec(TEXT, globals())


exec(TEXT, {}, vars())
exec("")
load()
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
