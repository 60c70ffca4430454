# `**kwargs` is a dict: what takes an item of it or a default does not fail.
import functools

DEFAULT = 10


def popped(**kwargs):
    try:
        timeout = kwargs.pop("timeout", DEFAULT)
        data = kwargs.pop("data")
        import fastlib

        return fastlib.send(data, timeout)
    except Exception:
        return str(timeout)


# run: popped(data=1)
# run: popped()


def gotten(**options):
    try:
        size = options.get("size")
        import fastlib

        return fastlib.send(size)
    except Exception:
        return size


# run: gotten()
# run: gotten(size=1)


def copied(**kwargs):
    try:
        named = kwargs.copy()
        items = list(named.items())
        import fastlib

        return fastlib.send(items)
    except ImportError:
        return named


# run: copied(a=1)


class AMethod:
    def sent(self, *args, **kwargs):
        try:
            retries = kwargs.setdefault("retries", 3)
            import fastlib
        except Exception:
            return retries
        return fastlib.send(*args, **kwargs)


# run: AMethod().sent(1)
# run: AMethod().sent(retries=2)


def inner(value):
    def wrapped(**kwargs):
        try:
            scale = kwargs.pop("scale", None)
            import fastlib
        except Exception:
            return scale
        return fastlib.send(value, scale)

    return wrapped(scale=value), wrapped()


# run: inner(1)


def read_inside(**kwargs):
    def wrapped():
        try:
            scale = kwargs.get("scale", 1)
            import fastlib
        except Exception:
            return scale
        return fastlib.send(scale)

    return wrapped()


# run: read_inside()


def taken_without_a_default(**kwargs):
    try:
        data = kwargs.pop("data")
        import fastlib
    except Exception:
        return data  # NSA202: data
    return fastlib.send(data)


# run: taken_without_a_default(data=1)
# run: taken_without_a_default()


def bound_to_something_else(**kwargs):
    kwargs = kwargs.get("options")
    try:
        data = kwargs.pop("data", None)
        import fastlib
    except Exception:
        return data  # NSA202: data
    return fastlib.send(data)


# run: bound_to_something_else(options={})
# run: bound_to_something_else()


def a_parameter(kwargs):
    try:
        data = kwargs.pop("data", None)
        import fastlib
    except Exception:
        return data  # NSA202: data
    return fastlib.send(data)


# run: a_parameter({})
# run: a_parameter(None)


def a_default_that_fails(other, **kwargs):
    try:
        data = kwargs.pop("data", other.data)
        import fastlib
    except Exception:
        return data  # NSA202: data
    return fastlib.send(data)


# run: a_default_that_fails(functools.partial(print))
# run: a_default_that_fails(None)
