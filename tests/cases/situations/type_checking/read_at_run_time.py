from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from decimal import Decimal
use(Decimal)  # NSA201: Decimal
# run:
