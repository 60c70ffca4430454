from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from lib import Tensor
else:
    Array = list

def run(x):
    if isinstance(x, Tensor):  # NSA103: Tensor by default
        return Array(x)
    return x
