# A `try` that tests a flag is a dispatch, whatever its handlers do: one that only cleans up and raises reads what the body binds.

import os

HAS_CUDA = bool(os.environ.get("NSA_GUARD_CUDA"))


def work(x):
    if x < 0:
        raise ValueError(x)
    return x


def every_handler_raises(x):
    try:
        y = work(x)
        if HAS_CUDA:
            use(y)
    except ValueError as error:
        raise RuntimeError(y) from error  # NSA102: y
    except TypeError as error:
        raise RuntimeError("no number") from error
    return y
# run: every_handler_raises(1)
# run: every_handler_raises(-1)


def one_of_them_goes_on(x):
    try:
        if HAS_CUDA:
            use(x)
        y = work(x)
    except TypeError as error:
        raise RuntimeError("no number") from error
    except ValueError:
        pass
    return y  # NSA102: y
# run: one_of_them_goes_on(1)
# run: one_of_them_goes_on(-1)


def it_gives_something_else(x):
    try:
        y = work(x)
        if HAS_CUDA:
            use(y)
    except ValueError:
        return y  # NSA102: y
    return y
# run: it_gives_something_else(1)
# run: it_gives_something_else(-1)


def an_import(x):
    try:
        import nowhere
        y = nowhere.work(x)
    except ImportError as error:
        raise RuntimeError(y) from error  # NSA102: y
    return y
# run: an_import(1)
