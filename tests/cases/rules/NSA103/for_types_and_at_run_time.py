# Under `or`, something else than a type checker takes the arm too.
from typing import TYPE_CHECKING

from lib import is_available

if is_available() or TYPE_CHECKING:
    import fast

if TYPE_CHECKING and is_available:
    from lib import Kind


def run(x):
    return fast.run(x)  # NSA103: fast


def kind(x):
    return Kind(x)  # NSA103: Kind by default
# not run: lib is not installed
