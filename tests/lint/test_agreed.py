"""NSA302 where the callers of a function take different numbers of values: then they know which they get.

Each program is run: `run()` is what its callers do with it, `wrong()` what a caller does who does not know.
"""

from __future__ import annotations

import pytest

from lab.check import ALL, DEFAULT, report

BY_LENGTH = """
def unpack(x):
    pair, more = x[:2], x[2:]
    first, second = pair
    if len(more) == 1:
        return first, second, more
    return first, second
"""
BY_KIND = """
class Node:
    def __init__(self, kind, source=None):
        self.kind = kind
        self.source = source


def parse(node):
    kind = node.kind
    if kind == "surface":
        return {"source": node.source}, component(node.source)
    elif kind == "texture":
        return node, "srgb", parse(node.source)
    elif kind == "reader":
        return kind


def component(node):
    image, encoding, name = parse(node)
    return name
"""
BY_MEMBER = """
class Connection:
    def __init__(self, inject):
        self.norm = 1
        self.weights = {"inject": 2} if inject else {}


class Forward:
    def connect(self, module, hidden):
        mixed = module.norm + hidden
        if "inject" not in module.weights:
            return mixed
        return mixed, hidden, module.weights["inject"]

    def layer(self, layer, hidden):
        mixed, before, injected = self.connect(layer, hidden)
        return mixed + before * injected

    def head(self, model, hidden):
        mixed = self.connect(model, hidden)
        return mixed * 2
"""
SPLIT = """
def split(x, wide):
    if wide:
        return x, x, x
    return x, x


def one(x, wide):
    a, b = split(x, wide)
"""
SPLIT_OR_NOT = SPLIT.replace("return x, x, x", "return x")
PREPARE = """
def prepare(latents):
    if latents is not None:
        return latents, 1
    return 1, 2, 3
"""
AGREED = {
    "by the length of what is passed": f"""{BY_LENGTH}

def outer(wide):
    first, second, more = unpack(wide)
    narrow = wide[:2]
    first, second = unpack(narrow)
    return first, second, more


def run():
    outer((1, 2, 3))
""",
    "by the kind of a node": f"""{BY_KIND}

def material(found):
    values, name = parse(found)
    return values, name


def run():
    material(Node("surface", Node("texture", Node("reader"))))
""",
    "one value, and several": f"""{BY_MEMBER}

def run():
    Forward().head(Connection(False), Forward().layer(Connection(True), 1))
""",
    "two callers of a conditional expression": """
def split(x, parts):
    return (x, parts) if parts == 2 else (x, parts, parts)


def halves(x):
    parts = x - x + 2
    a, b = split(x, parts)
    return a, b


def thirds(x):
    parts = x - x + 3
    a, b, c = split(x, parts)
    return a, b, c


def run():
    halves(1)
    thirds(1)
""",
    "an annotated variable takes one value": """
def load(path):
    name, _, ending = path.partition(".")
    if ending == "npz":
        return name, ending
    return name


def plain(path):
    found: str = load(path)
    return found.upper()


def zipped(path):
    found, ending = load(path)
    return found + ending


def run():
    plain("a.npy")
    zipped("a.npz")
""",
    "an attribute takes one value": """
class Reader:
    def __init__(self, path):
        self.data = self.load(path)

    def add(self, other):
        data, more = self.load(other)
        self.data = self.data + data + more

    def load(self, path):
        if path.endswith("z"):
            return path, "z"
        return path


def run():
    Reader("a").add("bz")
""",
}
# Those that stay: the program, and the name that is reported by default
REPORTED = {
    "nobody takes what the arm returns": f"""{BY_LENGTH}

def outer(narrow):
    first, second = unpack(narrow)
    return first, second


def wrong():
    outer((1, 2, 3))
""",
    "an attribute decides, which both have": """
class Pipeline:
    def __init__(self, wide):
        self.wide = wide

    def split(self, x):
        if self.wide:
            return x, x, x
        return x, x

    def train(self, x):
        a, b, c = self.split(x)
        return a

    def test(self, x):
        a, b = self.split(x)
        return a


def wrong():
    Pipeline(True).test(1)
""",
    "an argument that the others leave out": """
def convert(x, y=None):
    if y is None:
        return x
    return x, y


def fit(x, y):
    x, y = convert(x, y)
    return x, y


def predict(x):
    x = convert(x)
    return x + 1


def wrong():
    fit(1, None)
""",
    "a parameter that may be left out": f"""{PREPARE}

def one(latents=None):
    a, b = prepare(latents)


def other(latents):
    a, b, c = prepare(latents)


def wrong():
    one()
""",
    "a parameter that may be None": f"""{PREPARE}

def one(latents: "int | None"):
    a, b = prepare(latents)


def other(latents: "Optional[int]"):
    a, b, c = prepare(latents)


def wrong():
    one(None)
""",
    "the other has tested it": f"""{SPLIT}

def other(x, wide):
    if wide:
        a, b, c = split(x, wide)
        return a


def wrong():
    one(1, True)
""",
    "the other handles a wrong number": f"""{SPLIT}

def other(x, wide):
    try:
        a, b, c = split(x, wide)
    except ValueError:
        a = x
    return a


def wrong():
    one(1, True)
""",
    "the other looks into what it takes": f"""{SPLIT_OR_NOT}

def other(x, wide):
    found = split(x, wide)
    return found[0] if isinstance(found, tuple) else found


def wrong():
    one(1, True)
""",
    "the other hands on what it takes": f"""{SPLIT_OR_NOT}

def other(x, wide):
    found = split(x, wide)
    return found


def wrong():
    one(1, True)
""",
    "a list of one that is kept": """
def numbers(x):
    if x.imag:
        return [x.real, x.imag]
    return [x.real]


def one(x):
    real, imag = numbers(x)
    return real, imag


def other(x):
    kept = numbers(x)
    kept.append(x)


def wrong():
    one(1 + 0j)
""",
    "both pass the same": f"""{SPLIT}

def other(x, wide):
    a, b = split(x, wide)
    a, b, c = split(x, wide)


def wrong():
    other(1, True)
""",
    "both pass what the module has": """
WIDE = print is not None


def split(x, wide):
    if wide:
        return x, x, x
    return x, x


def one(x):
    a, b = split(x, WIDE)


def other(x):
    a, b, c = split(x, WIDE)


def wrong():
    one(1)
""",
    "a third number that nobody takes": """
def unpack(x):
    if len(x) == 0:
        return None, None, None, None
    if len(x) == 3:
        return x[0], x[1], x[2]
    return x[0], x[1]


def outer(x, y):
    a, b = unpack(x)
    a, b, c = unpack(y)


def wrong():
    outer((), ())
""",
}


def said(text: str, everything: bool = False) -> list[str]:
    return [each.message for each in report(text, ALL if everything else DEFAULT) if each.code == "NSA302"]


def ran(text: str, function: str) -> None:
    namespace: dict[str, object] = {}
    exec(text, namespace)
    namespace[function]()  # type: ignore[operator]


@pytest.mark.parametrize("text", AGREED.values(), ids=AGREED)
def test_callers_that_differ_by_what_they_pass_are_reported_with_scope_all_alone(text: str) -> None:
    ran(text, "run")
    assert said(text) == []
    assert said(text, everything=True)


@pytest.mark.parametrize("text", REPORTED.values(), ids=REPORTED)
def test_an_arm_that_no_such_caller_takes_is_reported(text: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        ran(text, "wrong")
    assert said(text)


def test_the_arm_that_nobody_takes_is_named() -> None:
    [found] = report(REPORTED["a third number that nobody takes"])
    assert found.message.startswith("'unpack' returns 4 values at line 4 when len(x) == 0, and 2 are unpacked here")


def test_nothing_that_is_returned_is_taken_by_nobody_who_takes_several() -> None:
    text = BY_LENGTH.replace("return first, second\n", "return None\n")
    text += "\n\ndef outer(x):\n    a, b, c = unpack(x)\n\n\ndef other(x):\n    print(unpack(x))\n"
    assert said(text) == []
    assert said(text, everything=True)
