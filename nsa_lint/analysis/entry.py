"""How a function is entered, by what is handed to it, and by what the package says of its callers and its class."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.comparisons import truth
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Value
from nsa_lint.analysis.variables import limit, limit_options, peek
from nsa_lint.syntax.imported import IMPORT
from nsa_lint.syntax.scopes import Function, walk


def assume_entry(run: Run, node: ast.AST) -> None:
    """Leaves the paths on which somebody calls the function; its parameters have the values that they pass."""
    _assume_options(run, node)
    _assume_request(run, node)
    package = run.world.module.package
    entries = package.entries(node) if package is not None else ()
    if not entries:
        return
    bdd, values = run.world.bdd, run.world.values
    reach, left = FALSE, run.state.reach
    names = set().union(*(entry.values for entry in entries)) & run.slice.deciding
    given: dict[str, list[tuple[Value, int]]] = {name: [] for name in sorted(names)}
    for entry in entries:
        here = left if entry is entries[-1] else bdd.and_(left, values.choice())
        left = bdd.minus(left, here)
        for name, parts in given.items():
            value = entry.values.get(name)
            known = run.evaluate(_placed(value, node)) if value is not None else peek(run, ast.Name(name, ast.Load()))
            parts.append((known, here))
        for test in (*entry.within, *(each for each in entry.holds if _is_known(run, each))):
            here = bdd.and_(here, truth(run, _placed(test, node)))
        reach = bdd.or_(reach, here)
    run.state.assume(reach)
    for name, parts in given.items():
        run.state.store(run.names.resolve(name) or name, values.union(parts))


def _assume_options(run: Run, node: ast.AST) -> None:
    """The options of the command line that are handed to the function."""
    handed = run.world.module.handed_options
    if handed is None or not isinstance(node, Function):
        return
    for name, options in handed.of(node).items():
        limit_options(run, ast.Name(name, ast.Load()), options, node)
    for name, values in handed.values_of(node).items():
        limit(run, ast.Name(name, ast.Load()), values)


def _assume_request(run: Run, node: ast.AST) -> None:
    """What the decorator of a fixture lists."""
    values = run.world.module.listed.requested(node) if isinstance(node, Function) else ()
    if values:
        limit(run, ast.Attribute(ast.Name("request", ast.Load()), "param", ast.Load()), values)


def _is_known(run: Run, test: ast.expr) -> bool:
    """Whether the names of a test mean here what they mean to the package, and are bound."""
    names = {each.id for each in walk(test) if isinstance(each, ast.Name)} - {"self", IMPORT}
    return all(run.names.of_module(name) and "::" + name not in run.state.unbound for name in names)


def _placed(test: ast.expr, node: ast.AST) -> ast.expr:
    """An expression at the head of the function: that is where a witness meets it."""
    for each in walk(test):
        if isinstance(each, ast.expr):
            ast.copy_location(each, node)
    return test
