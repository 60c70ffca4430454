"""The oldest Python that can run a file, by what stands in it, and what the standard library has had since then.

No Python before 3.8 reads `:=`, none before 3.10 reads `match`; and none before 3.10 imports a module with
`def f(x: int | None)`, which is evaluated where nothing puts that off. So `try: from typing import Final` does not
fail there: the handler is left from the days of older versions.

As in `standard_library`, what some platform or build lacks is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from nsa_lint.syntax.scopes import Function, walk
from nsa_lint.syntax.standard_library import NAMES

# The first Python 3 that reads a statement or an expression
_SYNTAX: dict[str, int] = {
    "NamedExpr": 8, "Match": 10, "TryStar": 11, "TypeAlias": 12, "TypeVar": 12, "ParamSpec": 12, "TypeVarTuple": 12,
    "TemplateStr": 14,
}  # fmt: skip
_KNOWN = 8  # what `NAMES` has, every Python has had since this one
_GENERICS, _UNIONS = 9, 10  # `list[int]`, `int | None`
_GENERIC = frozenset(("dict", "frozenset", "list", "set", "tuple", "type"))
_CLASSES = _GENERIC | {"bool", "bytes", "complex", "float", "int", "object", "str"}
# By module and Python, the names that are new in it; a module that is new itself is among its names, as ""
_NEW: dict[str, dict[int, str]] = {
    "ast": {8: "get_source_segment", 9: "unparse"},
    "collections.abc": {12: "Buffer"},
    "contextlib": {10: "aclosing", 11: "chdir"},
    "datetime": {11: "UTC"},
    "enum": {11: "EnumType ReprEnum StrEnum global_enum member nonmember property verify"},
    "functools": {8: "singledispatchmethod", 9: "cache"},
    "importlib.resources": {9: "as_file files"},
    "inspect": {10: "get_annotations"},
    "itertools": {10: "pairwise", 12: "batched"},
    "math": {8: "comb dist isqrt perm", 9: "lcm nextafter ulp", 11: "cbrt exp2"},
    "random": {9: "randbytes"},
    "shlex": {8: "join"},
    "statistics": {8: "fmean geometric_mean multimode quantiles", 10: "correlation covariance linear_regression"},
    "tomllib": {11: " TOMLDecodeError load loads"},
    "types": {9: "GenericAlias", 10: "EllipsisType NoneType NotImplementedType UnionType"},
    "typing": {
        8: "Final SupportsIndex TypedDict final get_args get_origin runtime_checkable",
        9: "Annotated",
        10: "Concatenate ParamSpec ParamSpecArgs ParamSpecKwargs TypeAlias TypeGuard is_typeddict",
        11: "LiteralString Never NotRequired Required Self TypeVarTuple Unpack assert_never assert_type "
        "clear_overloads dataclass_transform get_overloads reveal_type",
        12: "TypeAliasType override",
    },
    "warnings": {13: "deprecated"},
    "zoneinfo": {9: " ZoneInfo ZoneInfoNotFoundError"},
}  # fmt: skip
_NEW_SINCE: dict[tuple[str, str], int] = {
    (module, name): python
    for module, by_python in _NEW.items()
    for python, names in by_python.items()
    for name in names.split(" ")
}
_SINCE = {(module, name): _KNOWN for module, names in NAMES.items() for name in ("", *names)} | _NEW_SINCE
# Expressions of which some part may not be evaluated
_IN_PART = (
    ast.BoolOp, ast.Compare, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.Lambda, ast.ListComp, ast.SetComp,
)  # fmt: skip


def oldest_python(tree: ast.Module, hidden: Collection[str], origins: Collection[str]) -> int:
    """The second number of the oldest Python 3 that can run a file, as far as is known; 0 where that is nothing.

    `hidden`: the modules of the standard library that files beside it hide; `origins`: see `origins_of`.
    """
    classes = _CLASSES.intersection(origins)
    needed = [*(_read_since(node) for node in walk(tree)), *(_run_since(node, classes, hidden) for node in _run(tree))]
    return max(needed, default=0)


def since(node: ast.AST, hidden: Collection[str]) -> int | None:
    """The first Python that has what a statement imports, as all after it; None where that is not known."""
    taken = [*_taken(node)]
    if not taken or any(each not in _SINCE or each[0].partition(".")[0] in hidden for each in taken):
        return None
    return max(_SINCE[each] for each in taken)


def _taken(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield from ((node.module or "", alias.name) for alias in node.names)


def _read_since(node: ast.AST) -> int:
    """The first Python that reads the syntax of a node."""
    if isinstance(node, ast.arguments):
        return 8 if node.posonlyargs else 0
    return _SYNTAX.get(node.__class__.__name__, 0)


def _run_since(node: ast.AST, classes: Collection[str], hidden: Collection[str]) -> int:
    """The first Python in which a node that the module evaluates does not fail."""
    if isinstance(node, ast.Subscript):
        return _GENERICS if _is_generic(node, classes) else 0
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _UNIONS if any(_is_class(each, classes) for each in (node.left, node.right)) else 0
    return max((_NEW_SINCE.get(each, 0) for each in _taken(node) if each[0].partition(".")[0] not in hidden), default=0)


def _is_generic(node: ast.AST, classes: Collection[str]) -> bool:
    taken = node.value if isinstance(node, ast.Subscript) else None
    return isinstance(taken, ast.Name) and taken.id in _GENERIC and taken.id in classes


def _is_class(node: ast.AST, classes: Collection[str]) -> bool:
    """Whether an operand of `|` is a class that is built in, or None: neither joins anything before 3.10."""
    if isinstance(node, ast.Constant):
        return node.value is None
    return (isinstance(node, ast.Name) and node.id in classes) or _is_generic(node, classes)


def _run(tree: ast.Module) -> Iterator[ast.AST]:
    """What running the module evaluates in any case."""
    puts_off = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )
    for statement in _statements(tree.body):
        for part in _parts(statement, not puts_off):
            yield from _evaluated(part)


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, ast.ClassDef):
            yield from _statements(statement.body)


def _parts(statement: ast.stmt, annotations: bool) -> Iterator[ast.AST]:
    """Of a statement, what is evaluated with it in any case. `annotations`: whether these are."""
    if isinstance(statement, Function):
        every = statement.args
        yield from (*statement.decorator_list, *every.defaults, *filter(None, every.kw_defaults))
        if annotations:
            listed = (*every.posonlyargs, *every.args, *every.kwonlyargs, every.vararg, every.kwarg)
            yield from filter(None, (*(each.annotation for each in listed if each), statement.returns))
    elif isinstance(statement, ast.ClassDef):
        yield from (*statement.decorator_list, *statement.bases)
    elif isinstance(statement, ast.AnnAssign):
        yield from filter(None, (statement.value, statement.annotation if annotations else None))
    elif isinstance(statement, (ast.Assign, ast.Expr)):
        yield statement.value
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        yield statement


def _evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """A node and those in it, without what may not be evaluated."""
    if isinstance(node, _IN_PART):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _evaluated(child)
