"""What `exec` binds by a text that stands in the file: as a constant, in a `compile`, or under a name of the module."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from textwrap import dedent

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.scopes import NAMED, dotted, imported_names, walk
from nsa_lint.syntax.source import Source, Unreadable

ANY = "*"  # a name that is computed
CALLED = "*called"  # every name of the module that its functions bind again
Texts = Mapping[str, str]  # the names of a module that stay a text
NO_TEXTS: Texts = {}
_BUILTINS = frozenset(vars(builtins))
# What binds names that do not stand there
_BY_TEXT = frozenset("exec eval globals locals vars setattr __builtins__ __main__".split())
_HOLDERS = frozenset("__dict__ __globals__ f_globals f_locals modules".split())


def texts_of(tree: ast.Module) -> dict[str, str]:
    """The names that the module binds to such a text, and that mean nothing else anywhere in the file."""
    bound = Counter(name for node in walk(tree) for name in _bound_by(node))
    texts = ((name, _text(value)) for each in tree.body for name, value in assigned_names(each) if bound[name] == 1)
    return {name: text for name, text in texts if text is not None}


def bound_in(node: ast.expr, texts: Texts) -> frozenset[str]:
    """What executing an expression may bind: all that its text binds anywhere; `ANY` where it is not known."""
    text = texts.get(node.id) if isinstance(node, ast.Name) else _text(node)
    return _bound_in_text(text) if text is not None else frozenset((ANY,))


def _text(node: ast.expr) -> str | None:
    """A constant text, compiled or not, and without its indentation."""
    name = dotted(node.func).rpartition(".")[2] if isinstance(node, ast.Call) and node.args else ""
    if isinstance(node, ast.Call) and name in ("compile", "dedent"):
        text = _text(node.args[0])
        return dedent(text) if text is not None and name == "dedent" else text
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
    return frozenset(found | {CALLED} if calls and read - _BUILTINS else found)


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The names that one node binds, deletes or declares in whatever scope; an attribute may be one of the module."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        if not isinstance(node.ctx, ast.Load):
            yield node.id if isinstance(node, ast.Name) else node.attr
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from imported_names(node)
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
    elif isinstance(node, ast.MatchMapping):
        yield node.rest or ""
    elif isinstance(node, NAMED):
        yield node.name or ""
