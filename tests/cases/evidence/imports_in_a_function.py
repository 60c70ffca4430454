# What a function imports from the standard library is known as what the module imports is.
def joined(folder):
    import os

    try:
        path = os.path.join(folder, "lib")
        import fastlib
    except ImportError:
        return path
    return fastlib.load(path)


# run: joined("x")


def two_that_agree(name):
    import os

    try:
        kind = os.environ.get("KIND", "slow")
        import fastlib
    except Exception:
        return kind
    return fastlib.load(name)


# run: two_that_agree("x")


class AMethod:
    def run(self):
        import time

        try:
            start = time.time()
            import fastlib
        except ImportError:
            return start
        return fastlib


# run: AMethod().run()


def from_a_module(value):
    from json import dumps

    try:
        text = dumps(value)
        import fastlib
    except ImportError:
        return text
    return fastlib.load(text)


# run: from_a_module(1)


def in_an_inner_function(folder):
    def load():
        import os.path

        try:
            path = os.path.basename(folder)
            import fastlib
        except ImportError:
            return path
        return fastlib

    return load()


# run: in_an_inner_function("x")


def one_that_another_disagrees_with(value):
    import random as shared

    try:
        y = shared.load(value)
        import fastlib
    except (AttributeError, ImportError):
        return y  # NSA102: y
    return fastlib


# run: one_that_another_disagrees_with(1)


def the_other(value):
    import json as shared

    return shared.dumps(value)


# run: the_other(1)


def a_parameter(math):
    try:
        y = math.pi
        import fastlib
    except (AttributeError, ImportError):
        return y  # NSA102: y
    return fastlib


# run: a_parameter(None)


def beside_the_parameter():
    import math

    return math.pi


# run: beside_the_parameter()
