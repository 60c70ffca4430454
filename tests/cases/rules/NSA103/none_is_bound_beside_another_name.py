# One assignment binds several names, each to its own value.
from lib import is_npu

_is_npu = is_npu()
if _is_npu:
    try:
        from fast import drain, kernel
    except ImportError:
        kernel, drain = None, print


class Layer:
    def forward_npu(self, x):
        if kernel is not None:  # NSA103: kernel
            return kernel(x)
        return x
# not run: lib is not installed
