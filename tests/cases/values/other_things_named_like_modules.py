# What a module defines or assigns under the name of a module of the standard library is not that module.

from types import SimpleNamespace

re = SimpleNamespace(sub=lambda *given: None)


class json:
    @staticmethod
    def dumps(given):
        return None


try:
    import no_such_module as shlex
except ImportError:

    class shlex:
        quote = staticmethod(lambda given: None)


import os


def assigned(text):
    found = re.sub("a", "b", text)
    if found is not None:
        y = 1
    return y  # NSA201: y
# run: assigned("a")


def defined(text):
    found = json.dumps(text)
    if found is not None:
        y = 1
    return y  # NSA201: y
# run: defined("a")


def defined_where_the_import_fails(text):
    found = shlex.quote(text)
    if found is not None:
        y = 1
    return y  # NSA201: y
# run: defined_where_the_import_fails("a")


def set_by_a_function():
    found = os.getcwd()
    if found is not None:
        y = 1
    return y  # NSA201: y


def replace():
    global os
    os = SimpleNamespace(getcwd=lambda: None)
    return set_by_a_function()
# run: replace()
