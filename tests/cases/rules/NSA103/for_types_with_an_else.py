from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from lib import Tensor
else:
    Tensor = object

def run(x):
    return isinstance(x, Tensor)
