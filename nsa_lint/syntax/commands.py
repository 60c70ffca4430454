"""Parameters of commands whose values an option lists: `@click.option("--kind", type=click.Choice(["cuda", "hip"]))`.

The command line is refused where it says anything else, and so is a default that is none of them. Without a default, an
option that is not required is None.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Hashable, Iterator

from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import Function, dotted

MARK = "Choice"  # the word without which a file lists none
_Values = tuple[Hashable, ...]
_COMMANDS = ("command", "group")
_PARAMETERS = ("option", "argument")
_OPTION = "option"
# Keywords that leave the value what is listed; any other one may put something else in its place
_HARMLESS = frozenset(
    "type default required help envvar show_default show_envvar show_choices hidden metavar prompt is_eager "
    "deprecated shell_complete autocompletion case_sensitive allow_from_autoenv hide_input confirmation_prompt".split()
)


class Commands:
    """Those of one module. `values_of`: the constants of a list. `assigned_once`: what a name of the module stays."""

    def __init__(
        self,
        text: str,
        values_of: Callable[[ast.expr], _Values | None],
        assigned_once: Callable[[str], ast.expr | None],
    ) -> None:
        self._text = text
        self._any = MARK in text
        self._values_of = values_of
        self._assigned_once = assigned_once

    def of(self, node: Function) -> dict[str, _Values]:
        """The values of the parameters of a command, as far as its options list them."""
        calls = [each for each in map(self._meant, node.decorator_list) if each is not None] if self._any else []
        if not any(_last_word(each) in _COMMANDS for each in node.decorator_list) or not calls:
            return {}
        if self._is_called_otherwise(node.name):
            return {}
        found: dict[str, _Values | None] = {}
        for call in calls:
            name = _name_of(call)
            found[name] = None if name in found else self._chosen(call)  # two options may share a parameter
        return {name: values for name, values in found.items() if values is not None}

    def _meant(self, decorator: ast.expr) -> ast.Call | None:
        """The option that a decorator adds, also under a name of the module."""
        node = self._assigned_once(decorator.id) if isinstance(decorator, ast.Name) else decorator
        return node if isinstance(node, ast.Call) and _last_word(node) in _PARAMETERS else None

    def _is_called_otherwise(self, name: str) -> bool:
        """Whether something in the file may call what is behind a command, with any arguments."""
        return re.search(rf"\b{name}\.callback\b|\b(?:invoke|forward)\(\s*{name}\b", self._text) is not None

    def _chosen(self, call: ast.Call) -> _Values | None:
        given = {each.arg: each.value for each in call.keywords}
        kind = given.get("type")
        choice = self._assigned_once(kind.id) if isinstance(kind, ast.Name) else kind
        if not given.keys() <= _HARMLESS or not isinstance(choice, ast.Call) or _last_word(choice) != MARK:
            return None
        choices = _choices(choice)
        listed = self._values_of(choices) if choices is not None else None
        if listed is None or not all(isinstance(each, str) for each in listed):
            return None
        return (*listed, None) if self._may_be_none(call, given) else listed

    def _may_be_none(self, call: ast.Call, given: dict[str | None, ast.expr]) -> bool:
        """Whether a command may run without a value: one that is not required and has no default."""
        if "default" in given:
            default = given["default"]
            known = self._assigned_once(default.id) if isinstance(default, ast.Name) else default
            return not (isinstance(known, ast.Constant) and known.value is not None)
        is_asked = _last_word(call) == _OPTION and _is(given.get("prompt"), None, False) is False
        if "required" in given:
            return not _is(given["required"], True) and not is_asked
        return _last_word(call) == _OPTION and not is_asked


def _choices(call: ast.Call) -> ast.expr | None:
    named = (each.value for each in call.keywords if each.arg == "choices")
    return call.args[0] if call.args else next(named, None)


def _is(node: ast.expr | None, *values: object) -> bool:
    """Whether this is one of these constants; None stands for what is left out."""
    if node is None:
        return None in values
    return isinstance(node, ast.Constant) and any(node.value is each for each in values)


def _last_word(node: ast.expr) -> str:
    return dotted(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]


def _name_of(call: ast.Call) -> str:
    """The parameter that an option or argument passes: a name without dashes, or the first with the most of them."""
    names = [*_names(call)]
    plain = next((each for each in names if not each.startswith("-")), "")
    if plain and _last_word(call) == _OPTION:
        return plain
    dashed = next((each for each in names if each.startswith("--")), "")
    return (plain or dashed or "".join(names[:1])).lstrip("-").replace("-", "_").lower()


def _names(call: ast.Call) -> Iterator[str]:
    for each in call.args:
        text = text_of(each)
        if text is not None:
            yield text.partition("/")[0].strip()
