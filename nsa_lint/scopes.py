"""What a scope binds, and which of its names can decide a test.

Nothing here knows about paths; it is a plain collection over the syntax of one scope.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union

FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (*FUNCTIONS, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one scope. `bound` are local to it (parameters among them) unless declared otherwise."""

    bound: frozenset[str]
    parameters: frozenset[str]
    globals: frozenset[str]
    nonlocals: frozenset[str]
    functions: tuple[FunctionNode, ...]  # functions and lambdas directly inside
    star: bool = False  # `from m import *`: may bind anything


def parameters(node: FunctionNode) -> Iterator[ast.arg]:
    arguments = node.args
    yield from arguments.posonlyargs
    yield from arguments.args
    yield from arguments.kwonlyargs
    if arguments.vararg:
        yield arguments.vararg
    if arguments.kwarg:
        yield arguments.kwarg


def body_of(node: FunctionNode) -> list[ast.AST]:
    return [node.body] if isinstance(node, ast.Lambda) else list(node.body)


def walk_scope(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of one scope: nested functions and classes are yielded, and of them only what this scope evaluates."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.ClassDef):
            stack += [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, FUNCTIONS):
            stack += [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
            if not isinstance(node, ast.Lambda):
                stack += node.decorator_list
        else:
            stack.extend(ast.iter_child_nodes(node))


def bound_names(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that these statements of one scope bind or delete; comprehension targets stay inside, walruses leave."""
    names: set[str] = set()
    inner: set[int] = set()  # comprehension targets
    for node in walk_scope(nodes):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load) and id(node) not in inner:
                names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name.partition(".")[0]) for alias in node.names if alias.name != "*")
        elif isinstance(node, ast.ExceptHandler):
            if node.name:
                names.add(node.name)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)):
            if node.name:
                names.add(node.name)
        elif isinstance(node, ast.MatchMapping):
            if node.rest:
                names.add(node.rest)
        elif isinstance(node, ast.comprehension):
            inner.update(id(target) for target in ast.walk(node.target))
        elif type(node).__name__ == "TypeAlias":
            names.add(node.name.id)  # type: ignore[attr-defined]
    return names


def scope_of(node: FunctionNode | ast.ClassDef | ast.Module) -> Scope:
    body = body_of(node) if isinstance(node, FUNCTIONS) else list(node.body)
    names: set[str] = set()
    globals_: set[str] = set()
    nonlocals: set[str] = set()
    functions: list[FunctionNode] = []
    star = False
    arguments = {argument.arg for argument in parameters(node)} if isinstance(node, FUNCTIONS) else set()
    for child in walk_scope(body):
        if isinstance(child, ast.Global):
            globals_.update(child.names)
        elif isinstance(child, ast.Nonlocal):
            nonlocals.update(child.names)
        elif isinstance(child, FUNCTIONS):
            functions.append(child)
        elif isinstance(child, ast.ImportFrom) and child.names[0].name == "*":
            star = True
    names = bound_names(body) | arguments
    return Scope(
        frozenset(names - globals_ - nonlocals),
        frozenset(arguments),
        frozenset(globals_),
        frozenset(nonlocals),
        tuple(functions),
        star,
    )


def _loaded(node: ast.AST | None) -> set[str]:
    if node is None:
        return set()
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}


def _walk_kept(nodes: Iterable[ast.AST], skipped: frozenset[int]) -> Iterator[ast.AST]:
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if id(node) not in skipped:
            yield node
            stack.extend(ast.iter_child_nodes(node))


def deciding_names(nodes: Iterable[ast.AST], skipped: frozenset[int] = frozenset()) -> frozenset[str]:
    """Names that some test mentions, and those that feed them: only their values need to be followed.

    By name, over nested scopes too: too many names cost time, never a result.
    """
    feeds: dict[str, set[str]] = {}
    deciding: set[str] = set()
    inner_functions: set[str] = set()
    calls: list[ast.Call] = []
    for node in _walk_kept(nodes, skipped):
        if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
            deciding |= _loaded(node.test)
        elif isinstance(node, ast.BoolOp):
            deciding |= _loaded(node)
        elif isinstance(node, ast.comprehension):
            for condition in node.ifs:
                deciding |= _loaded(condition)
            deciding |= _loaded(node.iter)
        elif isinstance(node, ast.Match):
            deciding |= _loaded(node.subject)
            for case in node.cases:
                deciding |= _loaded(case.guard)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            deciding |= _loaded(node.iter)
            _feed(feeds, node.target, node.iter)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                _feed(feeds, target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            _feed(feeds, node.target, node.value)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            inner_functions.add(getattr(node, "name", ""))
            for argument in parameters(node):
                feeds.setdefault(argument.arg, set())
        elif isinstance(node, ast.Call):
            calls.append(node)
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in inner_functions:
            deciding |= _loaded(call)
    deciding |= inner_functions
    work = list(deciding)
    while work:
        new = feeds.get(work.pop(), set()) - deciding
        deciding |= new
        work += new
    return frozenset(deciding)


def _feed(feeds: dict[str, set[str]], target: ast.AST, value: ast.AST | None) -> None:
    names = _loaded(value)
    for child in ast.walk(target):
        if isinstance(child, ast.Name):
            feeds.setdefault(child.id, set()).update(names)
