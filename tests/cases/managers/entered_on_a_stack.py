# What is entered on an exit stack swallows; what is entered on something else does whatever that says.
from contextlib import ExitStack, nullcontext, suppress


class Registry:
    """It keeps managers, and enters none."""

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def enter_context(self, manager):
        return manager


registry = Registry()


def on_a_stack(a):
    with ExitStack() as stack:
        stack.enter_context(suppress(KeyError))
        x = a["k"]
    return x  # NSA202: x
# run: on_a_stack({})


def pushed_on_a_stack(a):
    with ExitStack() as stack:
        stack.push(suppress(KeyError))
        x = a["k"]
    return x  # NSA202: x
# run: pushed_on_a_stack({})


def on_the_second_of_two(a):
    with nullcontext(), ExitStack() as stack:
        stack.enter_context(suppress(KeyError))
        x = a["k"]
    return x  # NSA202: x
# run: on_the_second_of_two({})


def what_lets_through(a):
    with ExitStack() as stack:
        stack.enter_context(nullcontext())
        x = a["k"]
    return x
# run: what_lets_through({})


def called_back(a):
    with ExitStack() as stack:
        stack.callback(suppress, KeyError)
        x = a["k"]
    return x
# run: called_back({})


def on_something_else(a):
    with Registry() as stack:
        stack.enter_context(suppress(KeyError))
        x = a["k"]
    return x
# run: on_something_else({})


def on_something_else_under_a_name(a):
    with registry as stack:
        stack.enter_context(suppress(KeyError))
        x = a["k"]
    return x
# run: on_something_else_under_a_name({})


def on_another_one(a):
    other = Registry()
    with ExitStack() as stack:
        other.enter_context(suppress(KeyError))
        x = a["k"]
    return x
# run: on_another_one({})


def on_what_a_call_gives(a):
    with ExitStack():
        Registry().enter_context(suppress(KeyError))
        x = a["k"]
    return x
# run: on_what_a_call_gives({})


def without_an_argument(a):
    with ExitStack() as stack:
        if not a:
            raise KeyError
        stack.close()
        x = a["k"]
    return x
# run: without_an_argument({})


def by_a_function(a):
    enter_context = Registry().enter_context
    with ExitStack():
        enter_context(suppress(KeyError))
        x = a["k"]
    return x
# run: by_a_function({})
