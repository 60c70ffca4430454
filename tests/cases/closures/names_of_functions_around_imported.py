# A name that a function around imports means what it means where the module imports it.
from lib import Kind


def an_imported_class():
    from lib import Mode

    def inner(mode):
        if mode is not Mode.A:
            y = 1
        if mode is Mode.B:
            return y

    return inner


def a_class_of_its_own():
    class Mode:
        A = 1
        B = 2

    def inner(mode):
        if mode is not Mode.A:
            y = 1
        if mode is Mode.B:
            return y

    return inner


def an_imported_module():
    import torch

    def inner(dtype):
        if dtype is not torch.half:
            y = 1
        if dtype is torch.int8:
            return y

    return inner


def an_imported_class_of_the_module():
    from lib import Kind

    def inner(mode):
        if mode is not Kind.A:
            y = 1
        if mode is Kind.B:
            return y

    return inner


def an_imported_flag():
    from lib import HAS_TRITON

    def inner():
        if HAS_TRITON:
            y = 1
        if HAS_TRITON:
            return y

    return inner
# not run: lib is not there
