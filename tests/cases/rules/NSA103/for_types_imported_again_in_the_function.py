from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from lib import Tensor

def run(x: "Tensor") -> "Tensor":
    from lib import Tensor
    return Tensor(x)
