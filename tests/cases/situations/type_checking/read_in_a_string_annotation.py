from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from decimal import Decimal
def f(d: 'Decimal') -> 'Decimal':
    return d
# run: f(1)
