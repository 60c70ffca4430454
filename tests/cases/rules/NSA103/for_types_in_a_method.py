import typing

if typing.TYPE_CHECKING:
    import numpy as np

class Layer:
    def apply(self, x: "np.ndarray"):
        return np.abs(x)  # NSA103: np by default
