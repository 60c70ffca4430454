"""What the index says that a name of a module is, is what running the module makes it."""

from __future__ import annotations

import ast
from textwrap import indent
from types import FunctionType, ModuleType
from typing import Any

import pytest

from nsa_lint.package.index import Module

FIRST = {
    "value": "x = 1\n",
    "function": "def x():\n    return 1\n",
    "class": "class x:\n    one = 1\n",
    "import": "import os as x\n",
}
# A second statement that binds `x`, or deletes it
AGAIN = {
    "assigned": "x = 2",
    "unpacked": "[y, *x] = 2, 3",
    "chained": "y = x = 2",
    "added_to": "class Adds:\n    def __radd__(self, other):\n        return 5\n\n\nx += Adds()",
    "annotated": "x: int = 2",
    "walrus": "(x := 2)",
    "walrus_in_a_test": "if (x := 2) > 3:\n    pass",
    "walrus_in_a_comprehension": "[(x := each) for each in (2, 3)]",
    "walrus_in_a_default": "def other(y=(x := 2)):\n    pass",
    "walrus_in_a_decorator": "@(x := (lambda given: given))\ndef other():\n    pass",
    "walrus_in_a_base": "class Other((x := list)):\n    pass",
    "for": "for x in (2, 3):\n    pass",
    "for_of_two": "for y, x in [(2, 3)]:\n    pass",
    "with": "with memoryview(b'') as x:\n    pass",
    "with_of_two": "with memoryview(b''), memoryview(b'') as x:\n    pass",
    "except": "try:\n    raise ValueError\nexcept ValueError as x:\n    pass",
    "imported": "import sys as x",
    "imported_by_a_path": "import os.path as x",
    "imported_from": "from os import path as x",
    "match": "match 2:\n    case x:\n        pass",
    "match_as": "match 2:\n    case int() as x:\n        pass",
    "match_star": "match [2, 3]:\n    case [_, *x]:\n        pass",
    "match_rest": "match {2: 3}:\n    case {2: 3, **x}:\n        pass",
    "match_of_a_class": "match 2:\n    case int(x):\n        pass",
    "defined": "def x():\n    return 2",
    "defined_as_a_class": "class x:\n    pass",
    "deleted": "del x",
    "global": "def change():\n    global x\n    x = 2\n\n\nchange()",
    "global_of_a_method": "class Other:\n    def change(self):\n        global x\n        x = 2\n\n\nOther().change()",
    "global_of_a_class": "class Other:\n    global x\n    x = 2",
    "global_that_deletes": "def change():\n    global x\n    del x\n\n\nchange()",
    "global_import": "def change():\n    global y, x\n    import sys as x\n\n\nchange()",
    "global_in_a_function": (
        "def change():\n    def inner():\n        global x\n        x = 2\n\n    inner()\n\n\nchange()"
    ),
}
# The same name, elsewhere
OTHERWISE = {
    "of_a_function": "def other():\n    x = 2\n    return x\n\n\nother()",
    "of_a_parameter": "def other(x=2):\n    return x\n\n\nother()",
    "of_a_class": "class Other:\n    x = 2",
    "of_a_comprehension": "[x for x in (2, 3)]",
    "of_a_comprehension_of_two": "{x: y for y, x in [(2, 3)]}",
    "of_a_lambda": "(lambda x: (y := x))(2)",
    "walrus_of_a_lambda": "(lambda: (x := 2))()",
    "of_an_attribute": "class Other:\n    pass\n\n\nOther.x = 2",
    "of_a_key": "y = {}\ny['x'] = 2",
    "of_an_argument": "dict(x=2)",
    "of_a_pattern": "match 2:\n    case int(real=y):\n        pass",
    "read": "y = x",
}
BLOCKS = {
    "at_the_top": "{}",
    "in_an_if": "if True:\n{}",
    "in_an_else": "if False:\n    pass\nelse:\n{}",
    "in_a_try": "try:\n{}\nfinally:\n    pass",
    "in_a_handler": "try:\n    raise KeyError\nexcept KeyError:\n{}",
    "in_a_finally": "try:\n    pass\nfinally:\n{}",
    "in_a_with": "with memoryview(b''):\n{}",
    "in_a_loop": "for _ in (0,):\n{}",
    "in_the_else_of_a_loop": "while False:\n    pass\nelse:\n{}",
    "in_a_case": "match 0:\n    case 0:\n{}",
}


def written(statement: str, block: str) -> str:
    depth = {"at_the_top": 0, "in_a_case": 2}.get(block, 1)
    return BLOCKS[block].format(indent(statement, "    " * depth)) + "\n"


def run(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "work"}
    exec(compile(text, "work.py", "exec"), names)
    return names


def said_to_be(text: str) -> list[Any]:
    """What the index says that `x` is: a value, the code of a function, what a class holds, a module."""
    module = Module("work.py", text.splitlines(keepends=True))
    found: list[Any] = []
    for node in (module.definitions.get("x"), module.values.get("x")):
        if isinstance(node, ast.expr):
            found.append(ast.literal_eval(node))
        elif node is not None:
            found.append(run(ast.unparse(node))["x"].__code__.co_consts)
    if "x" in module.classes:
        found.append(vars(run(ast.unparse(module.classes["x"]))["x"]).get("one"))
    if "x" in module.imported:
        found.append(module.imported["x"].module)
    return found


def is_after(text: str) -> Any:
    """What it is at the end of the module, in the same terms."""
    value = run(text).get("x", "nothing")
    if isinstance(value, FunctionType):
        return value.__code__.co_consts
    if isinstance(value, ModuleType):
        return value.__name__
    return vars(value).get("one") if isinstance(value, type) else value


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("again", AGAIN)
def test_a_name_that_is_bound_again_is_not_what_it_was(again: str, block: str) -> None:
    for first in FIRST.values():
        text = first + written(AGAIN[again], block)
        assert is_after(text) != is_after(first)
        assert said_to_be(text) == [], text


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("otherwise", OTHERWISE)
def test_a_name_of_something_else_leaves_it_as_it_is(otherwise: str, block: str) -> None:
    for first in FIRST.values():
        text = first + written(OTHERWISE[otherwise], block)
        known = said_to_be(text)
        assert known and all(each == is_after(text) for each in known), text
