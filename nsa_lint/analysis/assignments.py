"""Plain statements: assignments, deletions, imports, expressions."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence
from typing import Any

from nsa_lint.analysis import ir
from nsa_lint.analysis.calls import assume_needed, call_kept
from nsa_lint.analysis.closures import kept, lambda_value
from nsa_lint.analysis.comprehensions import elementwise, named_generator
from nsa_lint.analysis.declarations import as_declared
from nsa_lint.analysis.namespaces import bind_keys
from nsa_lint.analysis.operators import operation
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Value, singleton
from nsa_lint.analysis.variables import (
    Change,
    assign,
    bind,
    followed_path,
    limit_options,
    lookup,
    mutate,
    peek,
    plain,
    unbind,
)
from nsa_lint.syntax.assigning import Assignment, targets_of
from nsa_lint.syntax.or_none import is_object
from nsa_lint.syntax.parsers import Parsers
from nsa_lint.syntax.scopes import children


def expression(run: Run, step: ir.Eval) -> None:
    """An expression; `pass` and declarations do nothing on the walk."""
    if isinstance(step.node, ast.Expr):
        run.effects(step.node.value)


def binding(run: Run, step: ir.Bind) -> None:
    _BINDINGS[step.node.__class__](run, step.node)
    if step.declares and isinstance(step.node, ast.AnnAssign):
        assign(run, step.node.target, None)


def _assignment(run: Run, node: ast.Assign) -> None:
    if isinstance(node.value, (ast.Tuple, ast.List)) and all(_pairs(each, node.value) for each in node.targets):
        values = [run.evaluate(element) for element in node.value.elts]
        for each in node.targets:
            assert isinstance(each, (ast.Tuple, ast.List))
            for element, part in zip(each.elts, values, strict=True):
                assign(run, element, part)
        return
    target = node.targets[0]
    if isinstance(target, (ast.Tuple, ast.List)) and len(node.targets) == 1:
        starred = any(isinstance(element, ast.Starred) for element in target.elts)
        elements = None if starred else elementwise(run, node.value, len(target.elts))
        if elements is not None:
            for element, part in zip(target.elts, elements, strict=True):
                assign(run, element, part)
            return
    value = _assigned(run, node.value, node.targets)
    if value is not None and len(node.targets) > 1 and not _gives_second_names(run, node.value, node.targets):
        value = run.world.values.shared(value)
    _give(run, node, node.targets, value)


def _give(run: Run, node: Assignment, targets: Sequence[ast.expr], value: Value | None) -> None:
    for each in targets:
        assign(run, each, value)
        bind_keys(run, each, value)
    if run.world.module.parsers is not None:
        _limit_options(run, node, run.world.module.parsers)


def _gives_second_names(run: Run, value: ast.expr, targets: Sequence[ast.expr]) -> bool:
    """Whether all that this does is to give an object that is followed further names."""
    return (
        isinstance(value, ast.Name)
        and value.id in run.slice.second_names
        and all(isinstance(each, ast.Name) for each in targets)
    )


def _limit_options(run: Run, node: Assignment, parsers: Parsers) -> None:
    """After `args = parser.parse_args()`."""
    targets, options = parsers.parsed(node)
    for target in targets:
        limit_options(run, target, options, node)


def _pairs(target: ast.expr, value: ast.Tuple | ast.List) -> bool:
    """Whether each element of the value goes to an element of the target."""
    return (
        isinstance(target, (ast.Tuple, ast.List))
        and len(target.elts) == len(value.elts)
        and not any(isinstance(element, ast.Starred) for element in (*target.elts, *value.elts))
    )


def _assigned(run: Run, node: ast.expr, targets: Sequence[ast.expr]) -> Value | None:
    """The value of a right-hand side; None where nothing can depend on it."""
    if _gives_second_names(run, node, targets):
        return plain(run, node)  # nobody else gets the object
    target = targets[0]
    if isinstance(node, ast.GeneratorExp) and isinstance(target, ast.Name) and _stays_bound(run):
        return named_generator(run, node, target.id)
    if isinstance(target, ast.Name) and target.id in run.slice.deciding:
        if isinstance(node, ast.Lambda):
            return lambda_value(run, node)
        if isinstance(node, ast.Name):
            return kept(run, node)
        if isinstance(node, ast.Call):
            return call_kept(run, node)
    root: ast.AST = target
    while isinstance(root, ast.Attribute):
        root = root.value
    if isinstance(root, ast.Name) and root.id not in run.slice.deciding and not isinstance(node, ast.Name):
        run.effects(node)
        return None
    return run.evaluate(node)


def _stays_bound(run: Run) -> bool:
    """Whether what is bound here is bound whenever a function or a generator reads it: not in the body of a class."""
    names = run.names
    return not names.frames[-1].is_class and "del" not in run.world.module.text.words_in(names.body)


def _augmented(run: Run, node: ast.AugAssign) -> None:
    target = node.target
    if isinstance(target, ast.Name):
        left = run.evaluate(target)
    elif isinstance(target, ast.Attribute) and followed_path(run, target):
        left = peek(run, ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target))
    else:
        run.effects(node.value)
        assign(run, target, None)
        return
    assign(run, target, operation(run, node, node.op, left, run.evaluate(node.value)))


def _annotated(run: Run, node: ast.AnnAssign) -> None:
    if (run.names.is_module or run.names.frames[-1].is_class) and run.world.module.annotates_at_once:
        run.effects(node.annotation)
    if node.value is not None:
        targets = targets_of(node)
        value = _assigned(run, node.value, targets)
        _give(run, node, targets, as_declared(run, node, value) if value is not None else None)
    elif not isinstance(node.target, ast.Name):
        run.effects(node.target)


def _type_alias(run: Run, node: Any) -> None:
    bind(run, node.name.id, None)


def deletion(run: Run, step: ir.Unbind) -> None:
    for target in step.node.targets:
        _delete(run, target)


def _delete(run: Run, target: ast.expr) -> None:
    if isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            _delete(run, element)
    elif isinstance(target, ast.Name):
        lookup(run, target)
        key = run.names.resolve(target.id)
        if key is not None:
            unbind(run, target, key)
    else:
        index = None
        for child in children(target):
            value = plain(run, child)
            if isinstance(target, ast.Subscript) and child is target.slice:
                index = value
        run.may_raise(target)
        if isinstance(target, ast.Subscript):
            mutate(run, target.value, Change(index=index, deletes=True))


def _import(run: Run, node: ast.Import | ast.ImportFrom) -> None:
    run.may_raise(node, run.exits.thrown_by(node))
    for tried in run.world.module.fails_again.works.get(id(node), ()):
        run.state.assume(run.world.bdd.minus(run.state.reach, run.world.import_fails(tried)))
    assume_needed(run, node)
    for alias in node.names:
        if alias.name == "*":
            run.state.bind_all()
            continue
        name = alias.asname or alias.name.partition(".")[0]
        value = None
        if name in run.slice.deciding:
            is_true = isinstance(node, ast.Import) or run.world.module.names.is_callable(name)
            full = alias.name if isinstance(node, ast.Import) else f"{'.' * node.level}{node.module or ''}.{alias.name}"
            key = ("imported", full if alias.asname else name if isinstance(node, ast.Import) else full)
            package = run.world.module.package
            kind = "true" if is_true else package is not None and package.kind(node, alias.name)
            if not kind and isinstance(node, ast.ImportFrom) and run.names.is_none_otherwise(name):
                kind = is_object(node, alias, run.world.module.text) and "true"  # None stands where the import fails
            value = singleton(run.world.values.symbol(key, kind or "any"))
        bind(run, name, value)
    if run.names.is_module:
        for name in run.world.module.submodules_of(node):
            if run.names.resolve(name) is not None:
                bind(run, name, None)


_BINDINGS: dict[type, Callable[[Run, Any], None]] = {
    ast.Assign: _assignment,
    ast.AugAssign: _augmented,
    ast.AnnAssign: _annotated,
    ast.Import: _import,
    ast.ImportFrom: _import,
}
if sys.version_info >= (3, 12):
    _BINDINGS[ast.TypeAlias] = _type_alias
