# So does one without its indentation.
import os
from textwrap import dedent

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")
TEXT = dedent(
    """
    version = "1"
    """
)
exec(TEXT, globals())
exec(compile(dedent("    size = 1"), "<text>", "exec"), globals())
if backend == "cuda":
    device = 1
elif backend == "rocm":
    device = 2
use(device)  # NSA104: device
# run:
