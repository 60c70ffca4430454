# An import from the standard library fails for a handler of ImportError alone.

def for_what_the_module_lacks(old):
    try:
        import signal

        change = signal.no_such_function
    except ImportError:
        return None
    except AttributeError:
        change = old
    return signal.SIGINT, change
# run: for_what_the_module_lacks(0)


def for_an_item(name):
    try:
        import sqlite3

        found = {"a": sqlite3.Row}[name]
    except KeyError:
        found = sqlite3.Cursor
    return found
# run: for_an_item("a")
# run: for_an_item("b")
