# A manager under a name with an annotation swallows what it does without one.
from contextlib import ExitStack, nullcontext, suppress


def swallows(a):
    ignoring: object = suppress(KeyError)
    with ignoring:
        x = a["k"]
    return x  # NSA202: x


# run: swallows({})


def lets_through(a):
    nothing: object = nullcontext()
    with nothing:
        x = a["k"]
    return x


# run: lets_through({})


def declared_only(a, kept):
    ignoring: ExitStack
    if kept:
        ignoring = suppress(KeyError)
    else:
        ignoring = suppress(IndexError)
    with ignoring:
        x = a["k"]
    return x  # NSA202: x


# run: declared_only({}, True)
