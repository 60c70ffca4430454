# An `assert` is for type checkers: nothing is done there where the name is None.
from lib import is_available

if is_available():
    from lib import kernel


def launch(x):
    assert kernel is not None  # NSA103: kernel
    return kernel(x)
# not run: lib is not installed
