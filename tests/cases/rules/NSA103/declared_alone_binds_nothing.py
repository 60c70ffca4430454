# `kernel: Any` without a value is no None.
from typing import Any

from lib import is_npu

_is_npu = is_npu()
kernel: Any
if _is_npu:
    from fast import kernel


class Layer:
    def forward_npu(self, x):
        if kernel is not None:  # NSA103: kernel by default
            return kernel(x)
        return x
# not run: lib is not installed
