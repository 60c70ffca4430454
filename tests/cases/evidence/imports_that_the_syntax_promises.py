# Whatever Python reads this file has what came with it, or before: the handlers are left from older days.
try:
    from typing import SupportsIndex
except ImportError:
    pass

class Limits:
    most: SupportsIndex = 2


try:
    from functools import cached_property
except ImportError:
    cached_property = None
else:
    taken = cached_property


def read_in_a_function():
    return SupportsIndex, taken


def of_every_python_that_reads_it():
    try:
        import json
    except ImportError:
        pass
    return json


def from_both_tables():
    try:
        from typing import Any, get_args
        from math import prod
    except (ImportError, AttributeError):
        y = None
    else:
        y = get_args(Any), prod
    return y, prod


def suppressed():
    from contextlib import suppress

    with suppress(ImportError):
        from shlex import join
    return join


def at_most_once(value):
    if (y := value) is not None:
        return y
    return None


# run: read_in_a_function()
# run: of_every_python_that_reads_it()
# run: from_both_tables()
# run: suppressed()
# run: at_most_once(1)


# Python 3.8 reads all of this file, and has none of these.
def newer_than_the_file():
    try:
        from typing import Annotated
    except ImportError:
        pass
    return Annotated  # NSA102: Annotated


def newer_beside_older():
    try:
        from typing import SupportsIndex, Self
    except ImportError:
        pass
    return SupportsIndex  # NSA102: SupportsIndex


def a_module_that_is_newer():
    try:
        import tomllib
    except ImportError:
        pass
    return tomllib  # NSA102: tomllib


# not run: the Python that runs this is newer


def never_there():
    try:
        from typing import no_such_name
    except ImportError:
        pass
    return no_such_name  # NSA102: no_such_name


# run: never_there()


def some_build_lacks_it():
    try:
        import sqlite3
    except ImportError:
        pass
    return sqlite3  # NSA102: sqlite3


def of_the_package():
    try:
        from .typing import SupportsIndex
    except ImportError:
        pass
    return SupportsIndex  # NSA102: SupportsIndex


def everything():
    try:
        from typing import SupportsIndex
        y = launch()
    except ImportError:
        pass
    return SupportsIndex, y  # NSA102: y


# not run: the import works, or there is no package around the file
