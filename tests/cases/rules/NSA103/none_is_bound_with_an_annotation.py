# As without the annotation: what asks for None means the handler's.
from typing import Any

from lib import is_npu

_is_npu = is_npu()
if _is_npu:
    try:
        from fast import kernel
    except ImportError:
        kernel: Any = None


class Layer:
    def forward_npu(self, x):
        if kernel is not None:  # NSA103: kernel
            return kernel(x)
        return x
# not run: lib is not installed
