# Where a file puts something into `sys.modules`, a module that is there may be one that cannot be imported.
import sys

sys.modules["fastlib"] = None


def asked_afterwards():
    try:
        import fastlib
    except ImportError:
        pass
    if "fastlib" in sys.modules:
        return fastlib.version  # NSA102: fastlib
    return None


# run: asked_afterwards()
