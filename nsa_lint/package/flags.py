"""What a flag of a module holds: `ON_HIP` here is `is_hip()` there, and a test of one is a test of the other."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from nsa_lint.package.conditions import Conditions, Translation
from nsa_lint.package.index import Index, Module
from nsa_lint.package.kept import keeps
from nsa_lint.syntax.connectives import both, either, negated
from nsa_lint.syntax.imported import imported
from nsa_lint.syntax.scopes import walk


class Flags:
    """The flags that one module binds or imports, and that keep their values."""

    def __init__(self, module: Module, index: Index, translation: Translation) -> None:
        self._module = module
        self._index = index
        self._translation = translation
        self._known: dict[str, tuple[ast.expr, ...]] = {}

    def holds_in(self, nodes: Sequence[ast.AST]) -> list[ast.expr]:
        """What the flags that these nodes read say of each other and of the predicates that they call."""
        words = {node.id for each in nodes for node in walk(each) if isinstance(node, ast.Name)}
        tested = {name for each in nodes for name in _tested(each)}
        said: dict[str, tuple[ast.expr, ...]] = {}
        while tested:  # and what the flags that these are set from say
            new = {name: each for name in sorted(tested) if (each := self.of(name))}
            said |= new
            tested = set().union(*map(_names, new.values())) - said.keys()
        shared = {name: _names(each) - {name} for name, each in said.items()}
        return [
            test
            for name, each in said.items()
            if shared[name] & words or any(shared[name] & names for other, names in shared.items() if other != name)
            for test in each
        ]

    def of(self, name: str) -> tuple[ast.expr, ...]:
        """What a flag says, in terms of the module; nothing where it is none, or may change."""
        if name not in self._known:
            self._known[name] = ()  # one that is set from itself
            self._known[name] = tuple(self._of(name))
        return self._known[name]

    def _of(self, name: str) -> Iterator[ast.expr]:
        flag = ast.Name(name, ast.Load())
        by_import = self._translation.import_flags.of(self._module, name)
        yield from (either([negated(flag), imported(fact)]) for fact in sorted(by_import.facts))
        if by_import.needs:
            yield either([flag, *(negated(imported(fact)) for fact in sorted(by_import.needs))])
        origin = self._index.origin(self._module, name) if name in self._module.bound else None
        if origin is None:
            return
        value = origin.module.values.get(origin.name)
        if value is None or isinstance(value, ast.Constant) or not keeps(origin.module, origin.name, self._index):
            return
        conditions = Conditions(origin.module, self._index)
        for truth in (True, False):
            tests = conditions.holds(value, truth, ())
            ways = [here for each in tests for here in self._translation.of(each, origin.module)[:1]]
            if ways:
                yield either([negated(flag) if truth else flag, both(ways)])


def _tested(tree: ast.AST) -> Iterator[str]:
    """The names whose truth is tested: those that are called, compared or passed are no flags."""
    stack = [tree] if isinstance(tree, ast.expr) else []
    for node in walk(tree):
        if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            stack.append(node.test)
        elif isinstance(node, ast.BoolOp):
            stack += node.values
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Return)) and node.value is not None:
            stack.append(node.value)
        elif isinstance(node, ast.comprehension):
            stack += node.ifs
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.UnaryOp):
            stack.append(node.operand)
        elif isinstance(node, ast.BoolOp):
            stack += node.values


def _names(tests: tuple[ast.expr, ...]) -> set[str]:
    return {node.id for test in tests for node in walk(test) if isinstance(node, ast.Name)}
