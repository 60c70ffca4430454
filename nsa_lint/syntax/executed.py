"""What `exec` binds if it is given a string constant, a `compile` of one, or a name that the module binds to one."""

from __future__ import annotations

import ast
import builtins
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from textwrap import dedent

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.scopes import dotted, imported_names, walk
from nsa_lint.syntax.source import Source, Unreadable

ANY = "*"  # a name that is computed
CALLED = "*called"  # every name of the module that its functions bind again
_MAKES_TEXT = {"compile": "compile", "builtins.compile": "compile", "dedent": "dedent", "textwrap.dedent": "dedent"}
_BUILTINS = frozenset(vars(builtins))
_MAKERS = frozenset(name.partition(".")[0] for name in _MAKES_TEXT)
# What binds names that do not stand there
_BY_TEXT = frozenset("exec eval globals locals vars setattr __builtins__ __main__".split())
_HOLDERS = frozenset("__dict__ __globals__ f_globals f_locals modules".split())


@dataclass(frozen=True, slots=True)
class Texts:
    """What a file says of its texts. `own`: what makes a text by its name, and is the file's own."""

    named: Mapping[str, str] = field(default_factory=dict)  # the names of the module that stay a text
    own: frozenset[str] = frozenset()


NO_TEXTS = Texts()


def texts_of(tree: ast.Module) -> Texts:
    """The names that the module binds to such a text, and that mean nothing else anywhere in the file."""
    nodes = [*walk(tree)]
    bound = Counter(name for node in nodes for name in _bound_by(node))
    imported = Counter(
        name for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)) for name in imported_names(node)
    )
    own = Texts(own=_MAKERS.intersection(bound - imported))
    texts = ((name, _text(value, own)) for each in tree.body for name, value in assigned_names(each))
    return replace(own, named={name: text for name, text in texts if text is not None and bound[name] == 1})


def bound_in(node: ast.expr, texts: Texts) -> frozenset[str]:
    """What executing an expression may bind: all that its text binds anywhere; `ANY` where it is not known."""
    text = texts.named.get(node.id) if isinstance(node, ast.Name) else _text(node, texts)
    return _bound_in_text(text) if text is not None else frozenset((ANY,))


def _text(node: ast.expr, texts: Texts) -> str | None:
    """A constant text, compiled or not, and without its indentation."""
    name = dotted(node.func) if isinstance(node, ast.Call) and node.args else ""
    if isinstance(node, ast.Call) and name in _MAKES_TEXT and name.partition(".")[0] not in texts.own:
        text = _text(node.args[0], texts)
        return dedent(text) if text is not None and _MAKES_TEXT[name] == "dedent" else text
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@lru_cache(maxsize=32)
def _bound_in_text(text: str) -> frozenset[str]:
    try:
        nodes = [*walk(Source.of_text("", text).tree)]
    except Unreadable:
        return frozenset((ANY,))
    found = {name for node in nodes for name in _bound_by(node)}
    read = {node.id for node in nodes if isinstance(node, ast.Name)} - found
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    if ANY in found or not _BY_TEXT.isdisjoint(found | read) or not _HOLDERS.isdisjoint(attributes):
        return frozenset((ANY,))
    calls = any(isinstance(node, ast.Call) or getattr(node, "decorator_list", None) for node in nodes)
    if calls and not sys.stdlib_module_names.issuperset(_imported_modules(nodes)):
        return frozenset((ANY,))  # what is imported may set names of the module that executes it
    return frozenset(found | {CALLED} if calls and read - _BUILTINS else found)


def _imported_modules(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "" if node.level else (node.module or "").partition(".")[0]


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The names that one node binds, deletes or declares in whatever scope; an attribute may be one of the module."""
    yield from names_bound(node)
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        yield node.attr
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
