import warnings
from functools import partial as later


def check():
    with warnings.catch_warnings():
        return 1


def handed_on():
    return later(use)  # NSA103: later


def kept():
    return later(use)  # one report says it of both


check()
hook = handed_on
del check, handed_on, warnings, later
