"""What a predicate of the package means: the packages that it looks for, and the predicates that it implies."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from nsa_lint.package.index import Index, Module, Origin
from nsa_lint.package.names import imports_of
from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.literals import text_of, truth_of
from nsa_lint.syntax.scopes import children, dotted, statements_of

_DEEPEST = 4  # predicates that call predicates
_LOOKS_UP = frozenset(("find_spec", "import_module", "__import__", "version", "distribution", "get_distribution"))
_SAYS = ("available", "installed", "importable")  # in the name of a function that is given a package's name
_ALWAYS_RETURNS = frozenset(("parse", "Version", "bool", "len", "print"))
_REPORTS = frozenset(("logger", "logging", "warnings", "log"))


def packages_of(origin: Origin, index: Index, depth: int = _DEEPEST) -> frozenset[str] | None:
    """The packages on whose presence alone a predicate or flag depends; None where it depends on more.

    A comparison of versions does not count: a version that is too old is a fault of the installation.
    """
    definition = origin.definition
    if definition is None or not depth:
        return _of_flag(origin)
    nodes: Sequence[ast.AST] = definition.body if isinstance(definition, ast.FunctionDef) else [definition]
    if isinstance(definition, ast.FunctionDef) and _required_parameters(definition):
        return None
    return _Question(origin.module, index, depth - 1).of(nodes)


def implied(origin: Origin, index: Index, depth: int = _DEEPEST) -> Iterator[Origin]:
    """The predicates without which a predicate is false: `if not other(): return False`, `return other() and ...`."""
    definition = origin.definition
    if not isinstance(definition, ast.FunctionDef) or not depth:
        return
    for test in _conjuncts(definition.body):
        if isinstance(test, ast.Call) and not test.args and not test.keywords and isinstance(test.func, ast.Name):
            other = index.origin(origin.module, test.func.id)
            if other is not None and isinstance(other.definition, ast.FunctionDef):
                yield other
                yield from implied(other, index, depth - 1)


def _conjuncts(body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    """What holds wherever these statements return something true."""
    for statement in body:
        if isinstance(statement, ast.If) and not statement.orelse and _refuses(statement.body):
            yield from _holds_after(statement.test)
        elif isinstance(statement, ast.Return):
            yield from _operands(statement.value)
            return
        elif not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Import, ast.ImportFrom, ast.Pass)):
            return


def _operands(value: ast.expr | None) -> Sequence[ast.expr]:
    """What holds where a returned value is true."""
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.And):
        return value.values
    return [value] if value is not None else []


def _refuses(body: Sequence[ast.stmt]) -> bool:
    last = body[-1]
    return len(body) == 1 and isinstance(last, ast.Return) and (last.value is None or truth_of(last.value) is False)


def _holds_after(test: ast.expr) -> Iterator[ast.expr]:
    """What holds where a test that ends the function is false."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield test.operand
    elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        for each in test.values:
            yield from _holds_after(each)


def _required_parameters(node: ast.FunctionDef) -> bool:
    arguments = node.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    return positional > len(arguments.defaults) or None in arguments.kw_defaults


def _of_flag(origin: Origin) -> frozenset[str] | None:
    """`try: import x`, `HAS = True`, `except ImportError: HAS = False`: the packages of the imports."""
    setting = [each for each in origin.module.tree.body if origin.name in _assigned(each)]
    [statement] = setting if len(setting) == 1 else [None]
    if not isinstance(statement, ast.Try) or statement.finalbody:
        return None
    if not all(isinstance(each, (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)) for each in statement.body):
        return None
    packages = {_package(each) for each in statement.body if isinstance(each, (ast.Import, ast.ImportFrom))}
    return frozenset(packages) if packages and "" not in packages else None


def _assigned(statement: ast.stmt) -> set[str]:
    return {name for each in statements_of([statement]) for name, _ in assigned_names(each)}


def _package(statement: ast.stmt) -> str:
    """The one package that an import statement needs; "" where there are more, or it is a relative one."""
    names = {each.module.partition(".")[0] for _, each in imports_of(statement) if not each.level}
    return names.pop() if len(names) == 1 else ""


class _Question:
    """The packages that some code looks up; no answer where the code looks at anything else."""

    def __init__(self, module: Module, index: Index, depth: int) -> None:
        self._module = module
        self._index = index
        self._depth = depth

    def of(self, nodes: Sequence[ast.AST]) -> frozenset[str] | None:
        found: set[str] = set()
        stack = [*nodes]
        while stack:
            node = stack.pop()
            answer: frozenset[str] | None = frozenset()
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                answer = frozenset((_package(node),))
            elif isinstance(node, ast.Call):
                answer = self._of_call(node)
                stack += [*node.args, *(each.value for each in node.keywords)]
            elif isinstance(node, ast.AnnAssign):
                stack += [node.value] if node.value is not None else []
            elif isinstance(node, ast.Name):
                answer = self._of_name(node)
            elif isinstance(node, (ast.Attribute, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
                answer = None
            else:
                stack += node.body if isinstance(node, ast.ExceptHandler) else children(node)
            if answer is None or "" in answer:
                return None
            found |= answer
        return frozenset(found)

    def _of_call(self, node: ast.Call) -> frozenset[str] | None:
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        if name.partition(".")[0] in _REPORTS or last in _ALWAYS_RETURNS:
            return frozenset()
        if last not in _LOOKS_UP and not any(word in last for word in _SAYS):
            return None
        if node.args:
            text = text_of(node.args[0]) or ""
            return frozenset((text.partition(".")[0],))
        return self._of_other(name)

    def _of_name(self, node: ast.Name) -> frozenset[str] | None:
        """A flag of the module is looked up; a variable of the function holds what the function has looked up."""
        module = self._module
        known = node.id in module.imported or any(node.id in _assigned(each) for each in module.tree.body)
        return self._of_other(node.id) if known and isinstance(node.ctx, ast.Load) else frozenset()

    def _of_other(self, name: str) -> frozenset[str] | None:
        origin = self._index.origin(self._module, name)
        return packages_of(origin, self._index, self._depth) if origin is not None else None
