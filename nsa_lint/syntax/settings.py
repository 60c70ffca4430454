"""What a module sets: flags by assignment, in the arms of an `if`, and by whether an import fails."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.imported import imports
from nsa_lint.syntax.managers import SUPPRESSORS
from nsa_lint.syntax.scopes import dotted, statements_of, walk_scope


@dataclass(frozen=True, slots=True)
class Setting:
    """Names that a statement of the module sets; `by`: the expression that decides, None where it is an import."""

    by: ast.expr | None
    names: frozenset[str]


def settings(tree: ast.Module) -> Iterator[Setting]:
    """What the module sets: by assignment, by a constant in an arm of an `if`, or by whether an import fails."""
    for statement in statements_of(tree.body):
        found = _setting(statement)
        if found is not None and found.names:
            yield found


def _setting(node: ast.AST) -> Setting | None:
    if isinstance(node, ast.Assign):
        nested = (target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target] for target in node.targets)
        names = frozenset(name.id for each in nested for name in each if isinstance(name, ast.Name))
        return Setting(node.value, names)
    if isinstance(node, ast.AnnAssign):
        known = node.value is not None and isinstance(node.target, ast.Name)
        return Setting(node.value, frozenset((node.target.id,))) if known else None  # type: ignore[union-attr]
    if isinstance(node, ast.If):
        return Setting(node.test, _constants([*node.body, *node.orelse]))
    if isinstance(node, ast.Try):
        tries = imports(node.body)
        return Setting(None, _constants([*node.body, *node.handlers, *node.orelse])) if tries else None
    if isinstance(node, ast.With):
        managers = {dotted(getattr(item.context_expr, "func", None)) for item in node.items}
        tries = imports(node.body) and bool(managers & SUPPRESSORS)
        return Setting(None, _constants(node.body)) if tries else None
    return None


def _constants(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Names that are assigned a constant there: the flags of a try-import."""
    pairs = (pair for node in walk_scope(nodes) for pair in assigned_names(node))
    return frozenset(name for name, value in pairs if isinstance(value, ast.Constant))
