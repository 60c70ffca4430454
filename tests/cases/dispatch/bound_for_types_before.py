from typing import TYPE_CHECKING
from lib import is_fast_available

if TYPE_CHECKING:
    import fast

if is_fast_available():
    import fast

class Layer(fast.Layer):  # NSA104: fast
    pass
