"""Methods that a framework runs where it makes an object of their class: validators, and what follows a constructor.

| name | seen in |
| --- | --- |
| `@model_validator(mode="before")`, `(mode="after")`, `model_post_init()` | pydantic 2 |
| `@root_validator`, `__post_init_post_parse__()` | pydantic 1, and `pydantic.v1` |
| `@pre_init` | langchain_core.utils: a `root_validator` before the others |
| `__attrs_post_init__()`, `@field.validator`, `@field.default` | attrs |

Those for one field of pydantic (`@validator`, `@field_validator`) need not run: a default is not validated.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import Function, dotted, last_word, positional

_BEFORE = frozenset(("root_validator", "pre_init"))  # decorators
_BY_MODE = "model_validator"
_OF_A_FIELD = frozenset(("validator", "field_validator"))
_AFTER = frozenset(("model_post_init", "__post_init_post_parse__"))  # names of methods
_OF_ATTRS = "__attrs_post_init__"
_FIELDS = frozenset(("attrib", "field", "ib"))  # what makes a field of attrs
UNVALIDATED = frozenset(("construct", "model_construct"))  # what makes an object of pydantic without them
SWITCHES = frozenset(("set_run_validators", "set_disabled"))  # what turns those of fields of attrs off
WORDS = frozenset((*_BEFORE, _BY_MODE, *_AFTER, _OF_ATTRS, "validator"))


class Runs(Enum):
    """When a method runs."""

    BEFORE = auto()  # on what the object is to be made from
    AFTER = auto()  # on the object
    OF_FIELD = auto()  # the same, unless the validators of attrs are turned off


_MODES = {"before": Runs.BEFORE, "after": Runs.AFTER}


@dataclass(frozen=True, slots=True)
class Validator:
    """A method, when it runs, and the name with which its decorator begins; "" where none has to be imported."""

    method: Function
    runs: Runs
    decorator: str = ""

    @property
    def is_of_attrs(self) -> bool:
        """Whether only the constructor that attrs writes runs it."""
        return self.runs is Runs.OF_FIELD or self.method.name == _OF_ATTRS


def runs_while_made(method: Function) -> bool:
    """Whether a framework runs a method on an object that it is making, by its name and its decorators alone."""
    if method.name in (*_AFTER, _OF_ATTRS):
        return True
    for each in method.decorator_list:
        made_by = last_word(each.func if isinstance(each, ast.Call) else each)
        if made_by in _BEFORE or made_by == _BY_MODE or made_by in _OF_A_FIELD:
            return True
        if made_by == "default" and isinstance(each, ast.Attribute):
            return True
    return False


def validators_of(owner: ast.ClassDef) -> Iterator[Validator]:
    """The methods of a class without which no object of it is made; not those that make the object themselves."""
    fields = {name for each in owner.body for name, value in assigned_names(each) if _makes_field(value)}
    for method in (each for each in owner.body if isinstance(each, Function)):
        first = [each.arg for each in positional(method)[:1]]
        found = _validator(method, fields)
        if found is not None and (first == ["self"]) is not (found.runs is Runs.BEFORE):
            yield found


def _validator(method: Function, fields: Container[str]) -> Validator | None:
    if method.name in (*_AFTER, _OF_ATTRS):
        return Validator(method, Runs.AFTER) if not method.decorator_list else None
    for each in method.decorator_list:
        if isinstance(each, ast.Attribute) and each.attr == "validator" and dotted(each.value) in fields:
            return Validator(method, Runs.OF_FIELD)
        function = each.func if isinstance(each, ast.Call) else each
        given, name = last_word(function), dotted(function).partition(".")[0]
        if given in _BEFORE:
            return Validator(method, Runs.BEFORE, name)
        if given == _BY_MODE and isinstance(each, ast.Call):
            modes = {text_of(keyword.value) for keyword in each.keywords if keyword.arg == "mode"}
            found = _MODES.get(modes.pop() or "") if modes else None
            return Validator(method, found, name) if found is not None else None
    return None


def _makes_field(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and last_word(value.func) in _FIELDS
