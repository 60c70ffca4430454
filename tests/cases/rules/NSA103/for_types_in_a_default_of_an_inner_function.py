from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from lib import Kind

def run(x):
    def inner(kind=Kind.PLAIN):  # NSA103: Kind by default
        return kind
    return inner()
