# `globals().update(locals())` binds the function's local names in the module.
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lib import local, other, working


def at_once(function):
    function()
    return function


@at_once
def fill():
    working = [1]
    local = working
    globals().update(locals())


def read():
    return working, local


def read_other():
    return other  # NSA103: other by default


# run: read()
# run: read_other()
