try:
    from fastlib import Parser
except ImportError:
    pass


def provide():
    globals()["Parser"] = object


def reads():
    provide()
    return Parser
# run: reads()
