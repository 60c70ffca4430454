"""What `exec` or `eval` binds if it is given a string constant, a `compile` of one, or a name of the module for one."""

from __future__ import annotations

import ast
import builtins
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from textwrap import dedent
from typing import TypeGuard

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import FUNCTIONS, Function, dotted, imported_names, walk, walk_scope
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
    code: frozenset[str] = frozenset()  # names, in whatever scope, of what is compiled from statements


NO_TEXTS = Texts()


def texts_of(tree: ast.Module) -> Texts:
    """The names that the module binds to such a text, and that mean nothing else anywhere in the file."""
    nodes = [*walk(tree)]
    bound = Counter(name for node in nodes for name in _bound_by(node))
    imported = Counter(
        name for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)) for name in imported_names(node)
    )
    own = Texts(own=_MAKERS.intersection(bound - imported))
    compiled = (name for node in nodes for name, value in assigned_names(node) if _is_code(value))
    own = replace(own, code=frozenset(compiled))
    texts = ((name, _text(value, own)) for each in tree.body for name, value in assigned_names(each))
    return replace(own, named={name: text for name, text in texts if text is not None and bound[name] == 1})


def bound_in(node: ast.expr, texts: Texts) -> frozenset[str]:
    """What executing an expression may bind: all that its text binds anywhere; `ANY` where it is not known."""
    text = texts.named.get(node.id) if isinstance(node, ast.Name) else _text(node, texts)
    return _bound_in_text(text) if text is not None else frozenset((ANY,))


def bound_by_evaluating(node: ast.expr, texts: Texts) -> frozenset[str]:
    """The same of `eval`: nothing where it is not known, unless it is compiled from statements."""
    bound = bound_in(node, texts)
    is_code = node.id in texts.code if isinstance(node, ast.Name) else _is_code(node)
    return bound if ANY not in bound or is_code else frozenset()


def _is_code(node: ast.expr) -> bool:
    """Whether this is `compile(text, file, "exec")`; so is one of which the mode is computed."""
    if not isinstance(node, ast.Call) or dotted(node.func) not in ("compile", "builtins.compile"):
        return False
    modes = [*node.args[2:3], *(each.value for each in node.keywords if each.arg == "mode")]
    return bool(modes) and text_of(modes[0]) != "eval"


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
        tree = Source.of_text("", text).tree
    except Unreadable:
        return frozenset((ANY,))
    nodes = [*walk(tree)]
    everything = {name for node in nodes for name in _bound_by(node)}
    read = {node.id for node in nodes if isinstance(node, ast.Name)} - everything
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    if ANY in everything or not _BY_TEXT.isdisjoint(everything | read) or not _HOLDERS.isdisjoint(attributes):
        return frozenset((ANY,))
    calls = any(isinstance(node, ast.Call) or getattr(node, "decorator_list", None) for node in nodes)
    if calls and not sys.stdlib_module_names.issuperset(_imported_modules(nodes)):
        return frozenset((ANY,))  # what is imported may set names of the module that executes it
    found = _left_bound(tree).union(*map(_declared_and_bound, filter(_is_scope, nodes)))
    found.update(node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return frozenset(found | {CALLED} if calls and read - _BUILTINS else found)


def _left_bound(tree: ast.Module) -> set[str]:
    """The names of the text's own that may be bound at its end."""
    found: set[str] = set()
    for statement in tree.body:
        found.update(_stored([statement]))
        if isinstance(statement, ast.Delete):
            found.difference_update(each.id for each in walk_scope(statement.targets) if _is_deleted(each))
    return found


def _declared_and_bound(node: Function | ast.ClassDef) -> set[str]:
    """The names of the module that a function or class binds."""
    declared = (each.names for each in walk_scope(node.body) if isinstance(each, ast.Global))
    return set().union(*declared).intersection(_stored(node.body))


def _is_scope(node: ast.AST) -> TypeGuard[Function | ast.ClassDef]:
    return isinstance(node, (*FUNCTIONS[:2], ast.ClassDef))


def _stored(body: Sequence[ast.AST]) -> set[str]:
    """The names that the statements of one scope store; that of an exception ends with its handler."""
    nodes = [*walk_scope(body)]
    passing = {id(each) for node in nodes if isinstance(node, ast.comprehension) for each in walk(node.target)}
    left = (
        node
        for node in nodes
        if id(node) not in passing and not isinstance(node, ast.ExceptHandler) and not _is_deleted(node)
    )
    return {name for node in left for name in names_bound(node)}


def _is_deleted(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)


def _imported_modules(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "" if node.level else (node.module or "").partition(".")[0]


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The names that one node binds, deletes or declares in whatever scope; an attribute may be one of the module."""
    yield from names_bound(node)
    if is_stored(node):
        yield node.attr
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
