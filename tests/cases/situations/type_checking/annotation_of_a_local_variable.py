from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from decimal import Decimal
def f(d):
    x: Decimal = d
    return x
# run: f(1)
