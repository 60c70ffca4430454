# One assignment binds several names: this one to a function, so that nothing makes it None.
from lib import is_npu

_is_npu = is_npu()
if _is_npu:
    try:
        from fast import drain, kernel
    except ImportError:
        kernel, drain = None, print


class Layer:
    def drain_npu(self, x):
        if drain is not None:  # NSA103: drain by default
            return drain(x)
        return x
# not run: lib is not installed
