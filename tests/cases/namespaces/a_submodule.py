# In a package's `__init__`, importing from a submodule binds the submodule's name as well.
from ._api import call

del _api


def through(x, flag):
    if flag:
        y = call(x)
    return y  # NSA201: y


# not run: it is the file of a package
