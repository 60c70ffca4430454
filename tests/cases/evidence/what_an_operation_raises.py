import json
import os
import urllib.parse
from contextlib import suppress
from types import SimpleNamespace
from urllib.error import URLError


def a_path_for_a_file(name):
    try:
        path = os.path.join("/nowhere", name)
        open(path)
    except OSError:
        use(path)
# run: a_path_for_a_file("x")


def the_call_that_fails_comes_first(name):
    try:
        text = open("/nowhere/" + name)
        path = os.path.join("/nowhere", name)
    except OSError:
        use(path)  # NSA202: path
# run: the_call_that_fails_comes_first("x")


def an_attribute_is_no_file(o):
    try:
        name = o.name
        size = o.sizes[0] + o.more
        open("/nowhere")
    except FileNotFoundError:
        use(name, size)
# run: an_attribute_is_no_file(SimpleNamespace(name="x", sizes=[1], more=2))


def any_failure(name):
    try:
        path = os.path.join("/nowhere", name)
        open(path)
    except Exception:
        use(path)  # NSA202: path
# run: any_failure(1)


def of_two_kinds(o):
    try:
        first = o["first"]
        open("/nowhere")
    except (OSError, KeyError):
        use(first)  # NSA202: first
# run: of_two_kinds({})


def an_earlier_handler_is_there_for_the_item(o):
    try:
        first = o["first"]
        open("/nowhere")
    except KeyError:
        return
    except OSError:
        use(first)
# run: an_earlier_handler_is_there_for_the_item({})
# run: an_earlier_handler_is_there_for_the_item({"first": 1})


def a_later_handler_is_there_for_the_item(o):
    try:
        first = o["first"]
        open("/nowhere")
    except OSError:
        use(first)
    except KeyError:
        use(first)  # NSA202: first
# run: a_later_handler_is_there_for_the_item({})
# run: a_later_handler_is_there_for_the_item({"first": 1})


def a_finally_sees_every_failure(o):
    try:
        try:
            first = o.first
            open("/nowhere")
        except OSError:
            use(first)
    finally:
        use(first)  # NSA202: first
# run: a_finally_sees_every_failure(SimpleNamespace())
# run: a_finally_sees_every_failure(SimpleNamespace(first=1))


def of_another_around(o):
    try:
        try:
            first = o.first
            open("/nowhere")
        except OSError:
            pass
    except AttributeError:
        use(first)  # NSA202: first
# run: of_another_around(SimpleNamespace())
# run: of_another_around(SimpleNamespace(first=1))


def an_item(o, a):
    try:
        total = a.total + 1
        first = o["first"]
    except KeyError:
        use(total)
# run: an_item({}, SimpleNamespace(total=1))


def a_later_item(o):
    try:
        first = o["first"]
        second = o["second"]
    except KeyError:
        use(first)  # NSA202: first
# run: a_later_item({})
# run: a_later_item({"first": 1})


def a_number_of_a_list(xs):
    try:
        kind = type(xs)
        first = xs[0]
    except IndexError:
        use(kind)
# run: a_number_of_a_list([])


def an_attribute(o):
    try:
        name = o["name"] + "!"
        size = o.size
    except AttributeError:
        use(name)
# run: an_attribute({"name": "x"})


def a_method_of_what_may_be_none(text):
    try:
        stripped = text.strip()
    except AttributeError:
        use(stripped)  # NSA202: stripped
# run: a_method_of_what_may_be_none(None)


class Reading:
    def __str__(self):
        return open("/nowhere").read()


def a_method_of_the_object(x):
    try:
        text = str(x)
        open("/nowhere")
    except OSError:
        use(text)  # NSA202: text
# run: a_method_of_the_object(Reading())


def a_division(a, b):
    try:
        whole = b["whole"]
        part = a / whole
    except ZeroDivisionError:
        use(whole)
# run: a_division(1, {"whole": 0})


def a_division_that_comes_first(a, b):
    try:
        part = a / b
        part //= b
    except ZeroDivisionError:
        use(part)  # NSA202: part
# run: a_division_that_comes_first(1, 0)


def an_import_and_an_item(o):
    try:
        name = o["name"] + "!"
        import no_such_module
    except ImportError:
        use(name)
# run: an_import_and_an_item({"name": "x"})


def what_an_import_runs(o):
    try:
        import no_such_module
        name = o["name"]
    except ImportError:
        use(name)  # NSA102: name
# run: what_an_import_runs({"name": "x"})


def raising(error):
    raise error


class Client:
    def __init__(self, base):
        self.base = base

    def show(self, opened):
        if self.base is not None:
            try:
                address = urllib.parse.urljoin(self.base, "/script")
                opened(address)
            except URLError:
                use(address)
# run: Client("http://localhost").show(lambda _: raising(URLError("no")))


def a_text_that_is_read(text, loads):
    try:
        lines = text.strip().split("\n")
        found = loads(lines[0])
    except json.JSONDecodeError:
        use(lines)
# run: a_text_that_is_read("{", json.loads)


class Missing(Exception):
    pass


class Looking:
    @property
    def first(self):
        raise Missing


def an_exception_of_the_file(o):
    try:
        first = o.first
        use(o["second"])
    except Missing:
        use(first)  # NSA202: first
# run: an_exception_of_the_file(Looking())


ERRORS = (OSError, KeyError)


def a_name_for_exceptions(o):
    try:
        first = o["first"]
        open("/nowhere")
    except ERRORS:
        use(first)  # NSA202: first
# run: a_name_for_exceptions({})


def suppressed(o):
    with suppress(FileNotFoundError):
        name = o.name
        open("/nowhere")
    use(name)
# run: suppressed(SimpleNamespace(name=1))


def suppressed_with_its_item(o):
    with suppress(KeyError):
        name = o["name"]
    use(name)  # NSA202: name
# run: suppressed_with_its_item({})


def a_function_of_that_name(name, chr):
    try:
        path = chr(name)
        open(path)
    except OSError:
        use(path)  # NSA202: path
# run: a_function_of_that_name("/nowhere", open)


def in_a_loop(xs):
    for x in xs:
        try:
            name = x.name
            open(name)
        except OSError:
            use(name)
# run: in_a_loop([])
# run: in_a_loop([SimpleNamespace(name="/nowhere")])


def lines():
    yield from open("/nowhere")


def made_by_a_loop(xs):
    try:
        for x in xs:
            name = x
    except OSError:
        use(name)  # NSA202: name
# run: made_by_a_loop(lines())


def drive(generator):
    next(generator)
    generator.throw(OSError())


def awaited_or_yielded(x):
    try:
        name = yield x
        open("/nowhere")
    except OSError:
        use(name)  # NSA202: name
# run: drive(awaited_or_yielded(1))
