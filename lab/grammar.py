"""Random modules from Python's own abstract grammar, so that every kind of node of the running Python occurs.

The grammar is read from `ast` itself (each node type documents its fields), which keeps the generator up to date with
each version of the language. What it writes need not make sense, and need not compile; most of it parses.
"""

from __future__ import annotations

import ast
import random
import re
import warnings
from functools import cache
from typing import Any

NAMES = ("x", "y", "z", "done", "self", "HAS_TRITON", "use_triton", "torch", "backend", "mode", "_", "e")
CONSTANTS = (None, True, False, 0, 1, -1, 2.5, 3j, "triton", "", "a\nb", b"x", ..., "é", 10**30)
_FIELD = re.compile(r"(\w+)([*?]?) (\w+)")
_LIKELY = (
    "Assign",
    "If",
    "Expr",
    "Try",
    "While",
    "For",
    "FunctionDef",
    "Return",
    "With",
    "Match",
    "Delete",
    "AugAssign",
)
_TARGETS = ("Name", "Name", "Name", "Tuple", "List", "Attribute", "Subscript", "Starred")
_DELETED = ("Name", "Name", "Attribute", "Subscript", "Tuple")
_CHANGED = ("Name", "Attribute", "Subscript")
_CHOICES = {"Delete": _DELETED, "AugAssign": _CHANGED, "AnnAssign": _CHANGED}
# What the grammar allows anywhere, and the parser in these fields alone.
_ONLY_IN = {
    "Slice": {("Subscript", "slice")},
    "Starred": {("List", "elts"), ("Tuple", "elts"), ("Set", "elts"), ("Call", "args"), ("ClassDef", "bases")},
    "MatchStar": {("MatchSequence", "patterns")},
}


def module(rng: random.Random, size: int = 60) -> str:
    """The text of a random module of about `size` nodes at most."""
    while True:
        writer = _Writer(rng, size)
        body = [writer.node("stmt", 0) for _ in range(rng.randint(1, 4))]
        tree = ast.fix_missing_locations(ast.Module(body, []))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return ast.unparse(tree) + "\n"
            except (ValueError, AttributeError, TypeError, KeyError, RecursionError):  # e.g. f-strings with backslashes
                continue


@cache
def _alternatives(kind: str) -> tuple[type[ast.AST], ...]:
    found = tuple(each for each in getattr(ast, kind).__subclasses__() if each.__module__ in ("ast", "_ast"))
    return tuple(each for each in found if not issubclass(each, ast.Constant) or each is ast.Constant)


@cache
def _fields(node: type[ast.AST]) -> tuple[tuple[str, str, str], ...]:
    """(type, `*` or `?` or nothing, name) of each field."""
    signature = (node.__doc__ or "").partition("(")[2]
    return tuple((kind, many, name) for kind, many, name in _FIELD.findall(signature))


class _Writer:
    def __init__(self, rng: random.Random, size: int) -> None:
        self.rng = rng
        self.left = size

    def node(self, kind: str, depth: int) -> Any:
        rng = self.rng
        self.left -= 1
        if kind == "expr" and (depth > 5 or self.left < 0):
            return ast.Name(rng.choice(NAMES)) if rng.random() < 0.8 else ast.Constant(rng.choice(CONSTANTS))
        if kind == "pattern" and (depth > 5 or self.left < 0):
            return ast.MatchAs()
        if kind == "stmt" and (depth > 5 or self.left < 0):
            name = ast.Name(rng.choice(NAMES))
            return rng.choice(
                [ast.Pass(), ast.Expr(name), ast.Assign([name], ast.Constant(1)), ast.Return(name), ast.Break()]
            )
        leaves = _alternatives(kind)
        if kind == "stmt" and rng.random() < 0.6:
            chosen: type[ast.AST] = getattr(ast, rng.choice(_LIKELY))
        elif kind == "expr" and rng.random() < 0.4:
            chosen = ast.Name
        else:
            chosen = rng.choice(leaves) if leaves else getattr(ast, kind)
        return self.make(chosen, depth)

    def make(self, chosen: type[ast.AST], depth: int) -> ast.AST:
        made: dict[str, Any] = {}
        for kind, many, name in _fields(chosen):  # type: ignore[arg-type]
            if many == "*":
                made[name] = [self.field(chosen, kind, name, depth) for _ in range(self.count(chosen, name))]
            elif many == "?" and (kind in ("string", "int") or self.rng.random() < 0.5):
                made[name] = None
            else:
                made[name] = self.field(chosen, kind, name, depth)
        self.repair(chosen, made)
        return chosen(**made)

    def count(self, chosen: type[ast.AST], name: str) -> int:
        if name in ("body", "names", "targets", "items", "values", "generators", "cases", "ops", "comparators"):
            return self.rng.randint(1, 3) if name in ("body", "cases") else 1 + (self.rng.random() < 0.3)
        return self.rng.choice((0, 0, 1, 1, 2)) if self.left > 0 else 0

    def field(self, chosen: type[ast.AST], kind: str, name: str, depth: int) -> Any:
        if kind == "identifier":
            return self.rng.choice(NAMES)
        if kind == "string":
            return None
        if kind == "int":
            return -1 if name == "conversion" else int(self.rng.random() < 0.2)
        if kind == "constant":
            return self.rng.choice(CONSTANTS)
        if kind == "expr_context":
            return ast.Load()
        target = name in ("target", "targets", "optional_vars") or (chosen.__name__, name) == ("TypeAlias", "name")
        if target:
            plain = chosen.__name__ in ("NamedExpr", "TypeAlias")
            choice = "Name" if plain else self.rng.choice(_CHOICES.get(chosen.__name__, _TARGETS))
            if choice == "Name" or depth > 4:
                return ast.Name(self.rng.choice(NAMES))
            inner = ast.Name(self.rng.choice(NAMES))
            if choice in ("Tuple", "List"):
                return getattr(ast, choice)([inner, ast.Name(self.rng.choice(NAMES))])
            if choice == "Attribute":
                return ast.Attribute(inner, self.rng.choice(NAMES))
            if choice == "Subscript":
                return ast.Subscript(inner, self.node("expr", depth + 1))
            return ast.Tuple([ast.Starred(inner)])
        made = self.node(kind, depth + 1)
        only_in = _ONLY_IN.get(type(made).__name__)
        if only_in is None or (chosen.__name__, name) in only_in:
            return made
        return ast.MatchAs() if kind == "pattern" else ast.Name(self.rng.choice(NAMES))

    def repair(self, chosen: type[ast.AST], made: dict[str, Any]) -> None:
        """Lists that must be as long as each other, and what the parser requires beyond the grammar."""
        name = chosen.__name__
        if name == "Compare":
            made["ops"] = made["ops"][:1]
            made["comparators"] = made["comparators"][:1]
        elif name == "Dict":
            made["keys"] = [self.node("expr", 9) for _ in made["values"]]
        elif name == "BoolOp":
            made["values"] = [*made["values"], self.node("expr", 9)]
        elif name == "arguments":
            _repair_arguments(made)
        elif name in ("Try", "TryStar"):
            _repair_try(name, made)
        elif name == "JoinedStr":
            made["values"] = [ast.FormattedValue(ast.Name(self.rng.choice(NAMES)), -1)]
        elif name == "ImportFrom" and made.get("module") is None:
            made["level"] = 1
        elif name.startswith("Match"):
            self.repair_pattern(name, made)

    def repair_pattern(self, name: str, made: dict[str, Any]) -> None:
        """The same for the patterns of `match`."""
        if name == "MatchMapping":
            made["keys"] = [ast.Constant(n) for n, _ in enumerate(made["patterns"])]
        elif name == "MatchClass":
            made["cls"] = ast.Name(self.rng.choice(NAMES))
            made["kwd_patterns"] = made["kwd_patterns"][:1]
            made["kwd_attrs"] = ["a"] * len(made["kwd_patterns"])
        elif name == "MatchValue":
            made["value"] = ast.Constant(self.rng.choice((1, "triton", b"x")))
        elif name == "MatchSingleton":
            made["value"] = self.rng.choice((None, True, False))
        elif name == "MatchOr":
            made["patterns"] = [ast.MatchValue(ast.Constant(1)), *made["patterns"], ast.MatchValue(ast.Constant(2))]
        elif name == "MatchAs" and made.get("name") is None:
            made["pattern"] = None


def _repair_arguments(made: dict[str, Any]) -> None:
    made["defaults"] = []
    taken: set[str] = set()
    for arguments in ("posonlyargs", "args", "kwonlyargs"):
        made[arguments] = list({each.arg: each for each in made[arguments] if each.arg not in taken}.values())
        taken |= {each.arg for each in made[arguments]}
    made["kw_defaults"] = [None] * len(made["kwonlyargs"])
    for single in ("vararg", "kwarg"):
        if made[single] is not None and made[single].arg in taken:
            made[single] = None


def _repair_try(name: str, made: dict[str, Any]) -> None:
    if not made["handlers"] and not made["finalbody"]:
        made["finalbody"] = [ast.Pass()]
    if not made["handlers"]:
        made["orelse"] = []
    for index, handler in enumerate(made["handlers"]):
        if handler.type is None and (index < len(made["handlers"]) - 1 or name == "TryStar"):
            handler.type = ast.Name("ValueError")
        if handler.type is None:
            handler.name = None
