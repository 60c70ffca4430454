# Nothing is run under Python 2 any more: a read in its arm does not fail.
import sys

PY3 = sys.version_info.major == 3


def first_number(x, use_triton):
    if sys.version_info[0] < 3:
        return y
    if use_triton:
        y = launch(x)
    else:
        y = x
    return y


def whole_version(x, use_triton):
    if sys.version_info >= (3, 0):
        y = x
    if use_triton:
        return y
    return None


def by_name(x):
    if PY3:
        y = x
    return y


def major(x, use_triton):
    if sys.version_info.major == 2:
        z = x
    elif use_triton:
        z = launch(x)
    return z  # NSA104: z


def slices(x):
    if sys.version_info[:2] < (3,):
        return y
    y = x
    return y


def a_version_of_3(x):
    if sys.version_info >= (3, 12):
        y = x
    return y  # NSA201: y


def the_second_number(x):
    if sys.version_info[1] >= 3:
        y = x
    return y  # NSA201: y


def from_elsewhere(x, six):
    if six.PY2:
        y = x.decode()
        z = y
    elif six.PY3:
        y = x
    return y


# not run: which Python runs it decides
