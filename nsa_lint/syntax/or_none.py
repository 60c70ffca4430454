"""Names that are bound to None, and those for which that is all that they can be but what an import gives."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nsa_lint.syntax.assigning import only_declares
from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.literals import is_none
from nsa_lint.syntax.scopes import dotted, imported_names, statements_of, walk_scope
from nsa_lint.syntax.text_index import TextIndex

_DISPLAYS = (ast.Tuple, ast.List)
_CAP_WORDS = re.compile(r"_*[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")  # `FusedSDPA`, not `CUDA`, `HAS_CUDA`, `is_cuda`


def bound_to_none(body: Iterable[ast.AST]) -> set[str]:
    """The names that the statements of one scope bind to None, at any depth."""
    return {*_nones(body)}


def true_or_none(body: Sequence[ast.stmt], text: TextIndex) -> frozenset[str]:
    """The names that a module imports as a module, class or function and binds to None, and binds in no other way."""
    nones = Counter(_nones(body)) if "None" in text.words else Counter[str]()
    if not nones:
        return frozenset()
    given = Counter(name for node in statements_of(body) for name in _objects(node, text))
    bound = Counter(name for node in walk_scope(body) for name in names_bound(node))
    bound -= Counter(dotted(node.target) for node in statements_of(body) if only_declares(node))
    return frozenset(name for name, times in nones.items() if given[name] and times + given[name] == bound[name])


def _objects(node: ast.AST, text: TextIndex) -> Iterator[str]:
    """The names that an import statement binds to modules, classes and functions."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias, name in zip(node.names, imported_names(node), strict=True):
            if isinstance(node, ast.Import) or is_object(node, alias, text):
                yield name


def is_object(node: ast.ImportFrom, alias: ast.alias, text: TextIndex) -> bool:
    """Whether what is imported from a module is a function or class: it is called, a decorator, or named as a class.

    What a module next to this one has under such a name is for the package to say.
    """
    named = not node.level and _CAP_WORDS.fullmatch(alias.name) is not None
    return named or text.calls(alias.asname or alias.name)


def _nones(body: Iterable[ast.AST]) -> Iterator[str]:
    """The names that the statements of one scope bind to None, as often as they do."""
    for node in statements_of(body):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _bound_to_none(target, node.value)
        elif isinstance(node, ast.AnnAssign):
            yield from _bound_to_none(node.target, node.value)


def _bound_to_none(target: ast.expr, value: ast.expr | None) -> Iterator[str]:
    """The names that an assignment binds to None, one by one where both sides list them."""
    if isinstance(target, ast.Name) and is_none(value):
        yield target.id
    elif isinstance(target, _DISPLAYS) and isinstance(value, _DISPLAYS) and len(target.elts) == len(value.elts):
        for each, given in zip(target.elts, value.elts, strict=True):
            yield from _bound_to_none(each, given)
