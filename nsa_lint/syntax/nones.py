"""Names that a module binds to None, and where functions use one in a way that fails if it is."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nsa_lint.syntax.arithmetic import ORDER
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.or_none import bound_to_none
from nsa_lint.syntax.scopes import FUNCTIONS, imported_names, statements_of, walk

_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension, ast.YieldFrom, ast.Await, ast.Starred)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_OF_CLASSES = ("isinstance", "issubclass")


@dataclass(frozen=True, slots=True)
class Nones:
    """`names`: of a module, that its functions use so; `uses`: the `id` of each such use."""

    names: frozenset[str] = frozenset()
    uses: frozenset[int] = frozenset()


NO_NONES = Nones()


def nones_of(module: ModuleFacts, only: frozenset[str] | None = None) -> Nones:
    """Those of a module; `only`: of these names. By the text first: most modules have none."""
    if "None" not in module.text.words:
        return NO_NONES
    names = {name for name in _imported_or_none(module.tree.body) if only is None or name in only}
    names -= module.names.rebound
    if not names:
        return NO_NONES
    functions = (node for node in walk(module.tree) if isinstance(node, FUNCTIONS))
    found = {id(use): use.id for each in functions for use in failing_uses(each) if use.id in names}
    return Nones(frozenset(found.values()), frozenset(found))


def _imported_or_none(body: Iterable[ast.stmt]) -> set[str]:
    """The names that a module both imports and binds to None, at any depth outside functions and classes."""
    imports = (node for node in statements_of(body) if isinstance(node, (ast.Import, ast.ImportFrom)))
    return bound_to_none(body).intersection(name for node in imports for name in imported_names(node))


def failing_uses(root: ast.AST) -> Iterator[ast.Name]:
    """The names below a node that it calls, looks into, unpacks, iterates over, enters or calculates with."""
    for node in walk(root):
        yield from (each for each in _used(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))


def _used(node: ast.AST) -> Iterator[ast.AST]:
    """What a node uses so that it fails where that is None."""
    if isinstance(node, ast.Call):
        yield node.func
        if isinstance(node.func, ast.Name) and node.func.id in _OF_CLASSES and len(node.args) == 2:
            yield from _classes(node.args[1])
        yield from (each.value for each in node.keywords if each.arg is None)
    elif isinstance(node, ast.Attribute):
        if not hasattr(None, node.attr):
            yield node.value
    elif isinstance(node, (ast.Subscript, ast.AugAssign)):
        yield node.value
    elif isinstance(node, ast.Raise) and node.exc is not None:
        yield node.exc
    elif isinstance(node, _DEFINITIONS):
        yield from (*node.decorator_list, *(node.bases if isinstance(node, ast.ClassDef) else ()))
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        yield from (item.context_expr for item in node.items)
    elif isinstance(node, _LOOPS):
        yield node.iter if isinstance(node, _LOOPS[:3]) else node.value
    elif isinstance(node, ast.Assign) and any(isinstance(each, (ast.Tuple, ast.List)) for each in node.targets):
        yield node.value
    elif isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Compare):
        yield from _ordered(node)


def _classes(node: ast.expr) -> Iterator[ast.AST]:
    """The classes that `isinstance` gets."""
    yield from node.elts if isinstance(node, ast.Tuple) else [node]


def _ordered(node: ast.Compare) -> Iterator[ast.AST]:
    """The operands of `<`, and what `in` looks into."""
    operands = (node.left, *node.comparators)
    for index, operator in enumerate(node.ops):
        if isinstance(operator, ORDER):
            yield from operands[index : index + 2]
        elif isinstance(operator, (ast.In, ast.NotIn)):
            yield operands[index + 1]
