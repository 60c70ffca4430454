import typing
from typing import TYPE_CHECKING

if not TYPE_CHECKING:
    import one
if typing.TYPE_CHECKING is False:
    two = 2
if __debug__:
    import three
if TYPE_CHECKING or not __debug__:
    four = 4

def run(x):
    return one, three, [four]  # NSA103: four
