"""Where a diagnostic's arm stands in the tree: its suite, the sibling arms that bind, and what may have run before."""

from __future__ import annotations

import ast
import builtins
import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from nsa_lint.fixes.names import Suite, read, unbound_again
from nsa_lint.model import Arm, ArmKind, ChainKind, UnboundRead
from nsa_lint.syntax.scopes import arms_of, bound_names, parameters, scope_of, walk_scope, walk_statements

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
Chain = ast.If | ast.Match | ast.Try
TRIES: tuple[type[ast.Try], ...] = (ast.Try, getattr(ast, "TryStar", ast.Try))  # the same fields
_CHAINS: tuple[type[Chain], ...] = (ast.If, ast.Match, *TRIES)
_CHAIN_TYPES: dict[ChainKind, tuple[type[Chain], ...]] = {
    ChainKind.IF: (ast.If,),
    ChainKind.MATCH: (ast.Match,),
    ChainKind.TRY: TRIES,
}
_CATCHES_UNBOUND = {"NameError", "UnboundLocalError", "Exception", "BaseException"}
_LOOKS_AT_NAMES = {"locals", "vars", "dir", "eval", "exec"}


@dataclass(frozen=True, slots=True)
class Place:
    """One arm that leaves `name` unbound, in the tree."""

    name: str
    chain: Chain
    arm: Suite | None  # None where no arm stands: the missing else
    siblings: tuple[Suite, ...]  # the other arms that may bind the name
    around: tuple[tuple[ast.AST, ast.AST], ...]  # (child, parent) from the chain up to the scope's own node
    scope: Scope
    in_arm: bool = False  # whether the read is in the arm itself

    @property
    def tests(self) -> list[ast.AST]:
        """What is evaluated to choose an arm."""
        if isinstance(self.chain, ast.If):
            return [arm.test for arm in arms_of(self.chain)[0]]
        if isinstance(self.chain, ast.Match):
            return [
                self.chain.subject,
                *(part for case in self.chain.cases for part in (case.pattern, case.guard) if part),
            ]
        return [handler.type for handler in self.chain.handlers if handler.type]

    @property
    def in_loop(self) -> bool:
        """Whether the chain can be met more than once in one call."""
        return any(isinstance(parent, (ast.For, ast.AsyncFor, ast.While)) for _, parent in self.around)

    def may_run_before(self) -> Iterator[ast.AST]:
        """Everything of the scope that some run executes before it enters the arm; too much where it is hard to say."""
        yield from self.tests
        if isinstance(self.chain, TRIES) and any(self.arm is handler.body for handler in self.chain.handlers):
            yield from self.chain.body
        for child, parent in self.around:
            if isinstance(parent, (ast.For, ast.AsyncFor, ast.While)):
                yield parent  # an earlier iteration may have run all of it
            elif isinstance(parent, (ast.With, ast.AsyncWith)):
                yield from parent.items
            elif isinstance(parent, ast.If):
                yield parent.test
            elif isinstance(parent, ast.Match):
                yield parent.subject
                yield from (case.pattern for case in parent.cases)
            elif isinstance(parent, TRIES) and child not in parent.body:
                yield from parent.body
                if child in parent.finalbody:
                    yield from [*parent.orelse, *parent.handlers]
            yield from _preceding(child, parent)

    def surely_bound(self) -> set[str]:
        """Local names that are bound on every way into the chain, as far as straight-line code shows it."""
        names: set[str] = set()
        if isinstance(self.scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names |= {parameter.arg for parameter in parameters(self.scope)}
        for child, parent in self.around:
            if isinstance(parent, (ast.For, ast.AsyncFor)) and child in parent.body:
                names |= bound_names([parent.target])
            elif isinstance(parent, (ast.With, ast.AsyncWith)):
                names |= bound_names(item.optional_vars for item in parent.items if item.optional_vars)
            for statement in _preceding(child, parent):
                if isinstance(statement, (ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom)) or (
                    isinstance(statement, ast.AnnAssign) and statement.value
                ):
                    names |= bound_names(_targets(statement))
                elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    names.add(statement.name)
        return names - unbound_again(*self.scope.body)

    def is_bound(self, name: str) -> bool:
        """Whether `name` can be read in the arm without failing: surely bound, or no local at all."""
        if isinstance(self.scope, (ast.Module, ast.ClassDef)):
            return name in self.surely_bound() or (hasattr(builtins, name) and name not in self.locals)
        return name not in self.locals or name in self.surely_bound()

    @property
    def locals(self) -> frozenset[str]:
        """The names that the scope binds anywhere, parameters among them."""
        return scope_of(self.scope).bound

    @property
    def declared_elsewhere(self) -> bool:
        """Whether the name is declared `global` or `nonlocal` in the scope or in a function inside it."""
        return any(
            isinstance(node, (ast.Global, ast.Nonlocal)) and self.name in node.names
            for node in walk_statements(self.scope)
        )

    def assumptions(self) -> list[str]:
        """What must hold so that binding the name here changes no run that ends well; empty when it is certain."""
        found = []
        if self.name in bound_names(self.may_run_before()):
            found.append("no older value of it is meant to be kept here")
        if self._failure_is_handled():
            found.append("nothing relies on its being unbound")
        if isinstance(self.scope, (ast.Module, ast.ClassDef)):
            found.append("nobody else asks whether it is there")
        return found

    def _failure_is_handled(self) -> bool:
        for node in walk_scope(self.scope.body):
            if isinstance(node, ast.Name) and node.id in _LOOKS_AT_NAMES:
                return True
            if isinstance(node, TRIES) and self.name in read(*node.body) and any(map(_catches_unbound, node.handlers)):
                return True
        return False


def _catches_unbound(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or bool(read(handler.type) & _CATCHES_UNBOUND)


def _targets(statement: ast.stmt) -> list[ast.AST]:
    if isinstance(statement, ast.Assign):
        return [*statement.targets]
    if isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
        return [statement.target]
    return [statement]


def _preceding(child: ast.AST, parent: ast.AST) -> list[ast.stmt]:
    """The statements before `child` in the suite of `parent` that it stands in."""
    for _, suite in ast.iter_fields(parent):
        if isinstance(suite, list) and child in suite:
            return [statement for statement in suite[: suite.index(child)] if isinstance(statement, ast.stmt)]
    return []


def following(child: ast.AST, parent: ast.AST) -> list[ast.stmt]:
    """The statements behind `child` in the suite of `parent` that it stands in."""
    for _, suite in ast.iter_fields(parent):
        if isinstance(suite, list) and child in suite:
            return [statement for statement in suite[suite.index(child) + 1 :] if isinstance(statement, ast.stmt)]
    return []


def place_of(module: ast.Module, use: UnboundRead) -> Place | None:
    """The arm of `use` in the tree; None where it is no statement's arm, or the tree does not have it.

    None too where no name of the file is unbound: what to do about anything else is for a person to decide.
    """
    if use.file is not None or use.counts or use.of_object or use.none:
        return None
    path = _path(module, use.chain.line, _CHAIN_TYPES.get(use.chain.kind, ()))
    if path is None:
        return None
    chain = cast("Chain", path[-1])
    suites = _suites(chain)
    arm = _suite_of(use.arm, suites)
    if arm is None and use.arm.kind is not ArmKind.MISSING_ELSE:
        return None
    siblings = tuple(suite for _, suite in suites if suite is not arm and use.name in bound_names(suite))
    start = max(index for index, node in enumerate(path) if isinstance(node, Scope))
    inward = path[start:]
    around = [(child, parent) for parent, child in itertools.pairwise(inward)]
    return Place(use.name, chain, arm, siblings, tuple(reversed(around)), cast("Scope", path[start]), _holds(arm, use))


def _holds(suite: Suite | None, use: UnboundRead) -> bool:
    return bool(suite) and suite[0].lineno <= use.read.line <= (suite[-1].end_lineno or 0)  # type: ignore[index]


def _path(module: ast.Module, line: int, kinds: tuple[type[Chain], ...]) -> list[ast.AST] | None:
    """From the module down to the statement of these kinds that starts on `line`, handlers and cases included."""
    path: list[ast.AST] = [module]
    while not (isinstance(path[-1], kinds) and path[-1].lineno == line):
        child = _child_on(path[-1], line)
        if child is None:
            return None
        path.append(child)
    return path


def _child_on(node: ast.AST, line: int) -> ast.AST | None:
    """The statement, handler or case of `node` that covers a line; by bisection: a generated file has thousands."""
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        suite = getattr(node, name, None)
        if not isinstance(suite, list):  # a lambda and a conditional expression have other bodies
            continue
        index = bisect_right(suite, line, key=_first_line) - 1
        if index >= 0 and line <= _last_line(suite[index]):
            return cast("ast.AST", suite[index])
    return None


def _first_line(node: ast.AST) -> int:
    return node.pattern.lineno if isinstance(node, ast.match_case) else cast("ast.stmt", node).lineno


def _last_line(node: ast.AST) -> int:
    last = node.body[-1] if isinstance(node, ast.match_case) else cast("ast.stmt", node)
    return last.end_lineno or 0


def _suites(chain: Chain) -> Sequence[tuple[int, Suite]]:
    """The arms that stand in the text: the header's line (0 for an `else`: `ast` does not keep it) and the suite."""
    if isinstance(chain, ast.If):
        tested, orelse = arms_of(chain)
        arms = [(arm.lineno, arm.body) for arm in tested]
        return [*arms, (0, orelse)] if orelse else arms
    if isinstance(chain, ast.Match):
        return [(case.pattern.lineno, case.body) for case in chain.cases]
    return [
        (chain.lineno, [*chain.body, *chain.orelse]),
        *((handler.lineno, handler.body) for handler in chain.handlers),
    ]


def _suite_of(arm: Arm, suites: Sequence[tuple[int, Suite]]) -> Suite | None:
    if arm.kind is ArmKind.ELSE:
        return next((suite for line, suite in suites if line == 0), None)
    if arm.kind in (ArmKind.TEST, ArmKind.CASE, ArmKind.HANDLER, ArmKind.BODY):
        return next((suite for line, suite in suites if line == arm.line), None)
    return None
