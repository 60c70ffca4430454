"""What a scope binds, and how to walk over its syntax.

Nothing here knows about paths; it is a plain collection over the syntax of one scope.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
Function = ast.FunctionDef | ast.AsyncFunctionDef
LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)  # what ends a block
PROPERTY = frozenset(("property", "cached_property"))
TESTING = (ast.If, ast.While, ast.IfExp, ast.Assert)  # what has a `test`
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (*FUNCTIONS, ast.ClassDef)
# What binds a name that it has itself: the others bind by a target or an alias
NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
_FUNCTION_KINDS = frozenset(FUNCTIONS)
_WITHOUT_PARTS = frozenset((ast.Name, ast.Constant, ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal))


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one scope. `bound` are local to it (parameters among them) unless declared otherwise."""

    bound: frozenset[str]
    parameters: frozenset[str]
    globals: frozenset[str]
    nonlocals: frozenset[str]
    functions: tuple[FunctionNode, ...]  # functions and lambdas directly inside
    deletes: bool = False  # whether a name is deleted: by `del`, or at the end of `except ... as name`
    walrus: bool = False  # whether an expression binds a name
    calls: frozenset[str] = frozenset()  # names that this scope calls itself


def parameters(node: FunctionNode) -> Iterator[ast.arg]:
    arguments = node.args
    yield from arguments.posonlyargs
    yield from arguments.args
    yield from arguments.kwonlyargs
    if arguments.vararg:
        yield arguments.vararg
    if arguments.kwarg:
        yield arguments.kwarg


def positional(node: FunctionNode) -> list[ast.arg]:
    """The parameters that are given by their place."""
    return [*node.args.posonlyargs, *node.args.args]


def with_defaults(node: FunctionNode) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The parameters of a function but for `*args` and `**kwargs`, with their defaults."""
    arguments = node.args
    by_place = positional(node)
    missing: list[ast.expr | None] = [None] * (len(by_place) - len(arguments.defaults))
    yield from zip(by_place, [*missing, *arguments.defaults], strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def body_of(node: FunctionNode) -> list[ast.AST]:
    return [node.body] if isinstance(node, ast.Lambda) else list(node.body)


# Fields that never hold a node that matters here. `ast.iter_child_nodes` looks at every field of every node, and
# took two thirds of the checker's time.
_PLAIN_FIELDS = frozenset(
    "ctx op ops id attr arg name asname module level kind type_comment type_ignores conversion simple is_async rest "
    "kwd_attrs str".split()
)
_WITH_GAPS = frozenset((ast.Dict, ast.arguments))  # lists in which None stands for a missing node


def _children(node: ast.AST) -> list[ast.AST]:
    kind = node.__class__
    plain = _PLAIN_FIELDS - {"name"} if kind.__name__ == "TypeAlias" else _PLAIN_FIELDS
    found: list[ast.AST] = []
    for name in kind._fields:
        value = getattr(node, name) if name not in plain else None
        if value.__class__ is list:
            found += value
        elif value is not None:
            found.append(value)
    return [each for each in found if each is not None] if kind in _WITH_GAPS else found


# The same of what makes up most of a tree, written out: a walk takes a fifth less
_CHILDREN: dict[type, Callable[[Any], list[ast.AST]]] = {
    **dict.fromkeys((*_WITHOUT_PARTS, ast.Import, ast.ImportFrom, ast.MatchSingleton), lambda node: []),
    **dict.fromkeys((ast.Attribute, ast.Expr, ast.keyword, ast.Starred, ast.Await), lambda node: [node.value]),
    **dict.fromkeys((ast.Tuple, ast.List, ast.Set), lambda node: [*node.elts]),
    **dict.fromkeys((ast.BoolOp, ast.JoinedStr), lambda node: [*node.values]),
    ast.Call: lambda node: [node.func, *node.args, *node.keywords],
    ast.Assign: lambda node: [*node.targets, node.value],
    ast.AugAssign: lambda node: [node.target, node.value],
    ast.BinOp: lambda node: [node.left, node.right],
    ast.Compare: lambda node: [node.left, *node.comparators],
    ast.If: lambda node: [node.test, *node.body, *node.orelse],
    ast.Subscript: lambda node: [node.value, node.slice],
}


def children(node: ast.AST) -> list[ast.AST]:
    """The child nodes, in order; operators, contexts and import aliases are left out."""
    return _CHILDREN.get(node.__class__, _children)(node)


# Only these statements hold statements; asking each of the others for five fields took longer than all the rest.
_BLOCKS: dict[type, tuple[str, ...]] = {
    kind: tuple(name for name in ("body", "handlers", "cases", "orelse", "finalbody") if name in kind._fields)
    for kind in (
        ast.Module, *FUNCTIONS[:2], ast.ClassDef, ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith,
        ast.Try, getattr(ast, "TryStar", ast.Try), ast.ExceptHandler, ast.Match, ast.match_case,
    )
}  # fmt: skip


HOLDS_STATEMENTS = frozenset(_BLOCKS)


def nested_statements(node: ast.AST) -> list[ast.AST]:
    """The statements directly inside a statement, its handlers and cases among them; no expressions."""
    found: list[ast.AST] = []
    for name in _BLOCKS.get(node.__class__, ()):
        found += getattr(node, name)
    return found


def arms_of(node: ast.If) -> tuple[list[ast.If], list[ast.stmt]]:
    """An if/elif/else as one flat chain: its tested arms, and the body of its else."""
    tested = [node]
    while True:
        orelse = tested[-1].orelse
        # `else:` followed by an indented `if` is an arm that holds a chain of its own
        if len(orelse) == 1 and isinstance(orelse[0], ast.If) and orelse[0].col_offset == node.col_offset:
            tested.append(orelse[0])
        else:
            return tested, orelse


def walk_statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements below a statement, at any depth."""
    stack = nested_statements(node)
    while stack:
        statement = stack.pop()
        yield statement
        stack += nested_statements(statement)


def statements_of(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The statements of one scope at any depth, in the order of the text; of nested scopes only the definition."""
    stack = list(body)[::-1]
    while stack:
        statement = stack.pop()
        yield statement
        if not isinstance(statement, SCOPES):
            stack += nested_statements(statement)[::-1]


def may_return(statement: ast.AST) -> bool:
    """Whether a statement may leave its function by `return`."""
    return any(isinstance(each, ast.Return) for each in statements_of([statement]))


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all nodes below it, in the order of the text."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        kind = node.__class__
        if kind not in _WITHOUT_PARTS:
            found = _CHILDREN.get(kind, _children)(node)
            found.reverse()
            stack += found


def walk_scope(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of one scope: nested functions and classes are yielded, and of them only what this scope evaluates."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        kind = node.__class__
        if kind in _WITHOUT_PARTS:
            continue
        if kind is ast.ClassDef:
            assert isinstance(node, ast.ClassDef)
            stack += [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        elif kind in _FUNCTION_KINDS:
            assert isinstance(node, FUNCTIONS)
            stack += [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
            if not isinstance(node, ast.Lambda):
                stack += node.decorator_list
        else:
            found = _CHILDREN.get(kind, _children)(node)
            found.reverse()
            stack += found


def mentioned(node: ast.AST) -> set[str]:
    """Names that stand anywhere in a node, read or bound."""
    found: set[str] = set()
    for child in walk(node):
        kind = child.__class__
        if kind is ast.Name:
            found.add(child.id)  # type: ignore[attr-defined]
        elif kind in _NAMED:
            found.add(getattr(child, _NAMED[kind]) or "")
        elif kind is ast.Import or kind is ast.ImportFrom:
            found.update(imported_names(child))
    return found


_NAMED: dict[type, str] = {
    **dict.fromkeys((*FUNCTIONS[:2], ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar), "name"),
    ast.MatchMapping: "rest",
}


def imported_names(node: Any) -> Iterator[str]:
    """The names that an import statement binds; `*` stands for itself."""
    return (alias.asname or alias.name.partition(".")[0] for alias in node.names)


def bound_names(nodes: Iterable[ast.AST], expressions: bool = True) -> set[str]:
    """Names that these statements of one scope bind or delete; comprehension targets stay inside, walruses leave.

    `expressions`: False where it is known that none in them binds a name. That takes a quarter of the time.
    """
    return _collect(nodes, expressions).names


def bindings(nodes: Iterable[ast.AST], expressions: bool = True) -> Iterator[str]:
    """The same with a name for each time that it is bound or deleted."""
    inner: set[int] = set()
    for node in walk_scope(nodes) if expressions else targets(nodes):
        if isinstance(node, ast.comprehension):
            inner.update(map(id, walk(node.target)))
        elif isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load) and id(node) not in inner:
                yield node.id
        elif isinstance(node, ast.MatchMapping):
            yield from [node.rest] if node.rest else ()
        elif isinstance(node, NAMED):
            yield from [node.name] if node.name else ()
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from imported_names(node)


def targets(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The statements of one scope, and the nodes of what they assign to."""
    stack = list(nodes)[::-1]
    while stack:
        statement = stack.pop()
        yield statement
        kind = statement.__class__
        for name in _TARGETS.get(kind, ()):
            value = getattr(statement, name)
            for target in value if value.__class__ is list else (value,):
                if target.__class__ is ast.withitem:
                    target = target.optional_vars
                if target.__class__ is ast.Name:
                    yield target
                elif target is not None:
                    yield from walk(target)
        if kind in HOLDS_STATEMENTS and not isinstance(statement, SCOPES):
            stack += nested_statements(statement)[::-1]


_TARGETS: dict[type, tuple[str, ...]] = {
    **dict.fromkeys((ast.Assign, ast.Delete), ("targets",)),
    **dict.fromkeys((ast.AugAssign, ast.AnnAssign, ast.For, ast.AsyncFor), ("target",)),
    **dict.fromkeys((ast.With, ast.AsyncWith), ("items",)),
    ast.match_case: ("pattern",),
}
if sys.version_info >= (3, 12):
    _TARGETS[ast.TypeAlias] = ("name",)


@dataclass(slots=True)
class _Found:
    """What one scope binds and declares, while it is gathered."""

    names: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    functions: list[FunctionNode] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)
    inner: set[int] = field(default_factory=set)  # ids of comprehension targets
    deletes: bool = False
    walrus: bool = False


def _collect(nodes: Iterable[ast.AST], expressions: bool = True) -> _Found:
    found = _Found()
    inner = found.inner
    names = found.names
    for node in walk_scope(nodes) if expressions else targets(nodes):
        kind = node.__class__
        if kind is ast.Name:
            assert isinstance(node, ast.Name)
            if node.ctx.__class__ is not ast.Load and not (inner and id(node) in inner):
                names.add(node.id)
                found.deletes |= node.ctx.__class__ is ast.Del
        else:
            add = _ADD.get(kind)
            if add is not None:
                add(found, node)
    return found


def _call(found: _Found, node: ast.Call) -> None:
    if isinstance(node.func, ast.Name):
        found.calls.add(node.func.id)


def _function(found: _Found, node: FunctionNode) -> None:
    found.functions.append(node)
    if not isinstance(node, ast.Lambda):
        found.names.add(node.name)


def _capture(found: _Found, node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar | ast.ClassDef) -> None:
    if node.name:
        found.names.add(node.name)
        found.deletes |= isinstance(node, ast.ExceptHandler)


def _rest(found: _Found, node: ast.MatchMapping) -> None:
    if node.rest:
        found.names.add(node.rest)


def _comprehension(found: _Found, node: ast.comprehension) -> None:
    found.inner.update(id(target) for target in walk(node.target))


def _walrus(found: _Found, _: ast.NamedExpr) -> None:
    found.walrus = True


_ADD: dict[type, Callable[[_Found, Any], None]] = {
    ast.Call: _call,
    **dict.fromkeys(FUNCTIONS, _function),
    **dict.fromkeys((ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar), _capture),
    **dict.fromkeys((ast.Import, ast.ImportFrom), lambda found, node: found.names.update(imported_names(node))),
    ast.MatchMapping: _rest,
    ast.comprehension: _comprehension,
    ast.NamedExpr: _walrus,
    ast.Global: lambda found, node: found.globals.update(node.names),
    ast.Nonlocal: lambda found, node: found.nonlocals.update(node.names),
}


def scope_of(node: FunctionNode | ast.ClassDef | ast.Module, expressions: bool = True) -> Scope:
    """`expressions`: False where it is known that none binds a name or makes a function; `calls` is empty then."""
    found = _collect(body_of(node) if isinstance(node, FUNCTIONS) else node.body, expressions)
    arguments = {argument.arg for argument in parameters(node)} if isinstance(node, FUNCTIONS) else set()
    found.names.discard("*")
    return Scope(
        frozenset((found.names | arguments) - found.globals - found.nonlocals),
        frozenset(arguments),
        frozenset(found.globals),
        frozenset(found.nonlocals),
        tuple(found.functions),
        found.deletes,
        found.walrus,
        frozenset(found.calls),
    )


def dotted(node: ast.AST | None) -> str:
    """`a.b.c` for a chain of attributes on a name, else the empty string."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def last_word(node: ast.AST) -> str:
    """The last word of a chain of attributes on whatever: `append` of `f().append`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_property(node: Function) -> bool:
    """Whether a method is called where its name is read, and has no other decorator."""
    return len(node.decorator_list) == 1 and dotted(node.decorator_list[0]).rpartition(".")[2] in PROPERTY
