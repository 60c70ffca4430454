"""Truth and report side by side, and the smallest program on which they differ."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lab.oracle.execute import failing
from lab.oracle.generate import sensible
from lab.oracle.program import Program

Checker = Callable[[str], set[str]]
_PARTS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_WHOLE = (ast.Call, ast.Attribute, ast.NamedExpr, ast.Tuple)  # expressions that no part of them can stand for


@dataclass(frozen=True)
class Disagreement:
    program: Program
    expected: set[str]
    got: set[str]

    @property
    def kind(self) -> str:
        """'false alarm', 'missed', or both."""
        kinds = ["false alarm"] * bool(self.got - self.expected) + ["missed"] * bool(self.expected - self.got)
        return " and ".join(kinds)


def compare(program: Program, checker: Checker) -> Disagreement | None | bool:
    """A disagreement; True where the two agree; None where the truth is not known."""
    expected = failing(program)
    if expected is None:
        return None
    got = checker(program.text)
    return True if got == expected else Disagreement(program, expected, got)


def shrink(found: Disagreement, checker: Checker) -> Disagreement:
    """Delete statements, branches and operands while the same kind of disagreement stays."""
    while True:
        for text in _smaller(found.program.text):
            program = replace(found.program, text=text)
            if not sensible(program):
                continue
            now = compare(program, checker)
            if isinstance(now, Disagreement) and now.kind in found.kind:
                found = now
                break
        else:
            return found


def _smaller(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    count = sum(1 for _ in _edits(tree))
    for index in range(count):
        edited = copy.deepcopy(tree)
        for position, edit in enumerate(_edits(edited)):
            if position == index:
                edit()
                break
        smaller = ast.unparse(ast.fix_missing_locations(edited)) + "\n"
        if len(smaller) < len(text):
            yield smaller


def _edits(tree: ast.AST) -> Iterator[Callable[[], None]]:
    """Every way to make the tree smaller by one step, largest pieces first."""
    for node in ast.walk(tree.body[0]):  # type: ignore[attr-defined]
        for field, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], _PARTS):
                for index, child in enumerate(value):
                    yield lambda v=value, i=index: v.__setitem__(slice(i, i + 1), _nothing(v))  # type: ignore[misc]
                    for inner in _blocks(child):
                        yield lambda v=value, i=index, b=inner: v.__setitem__(slice(i, i + 1), b)  # type: ignore[misc]
                if field in ("orelse", "finalbody"):
                    yield lambda v=value: v.clear()  # type: ignore[misc]
            elif isinstance(value, ast.expr) and field != "iter":
                for child in ast.iter_child_nodes(value):
                    if isinstance(child, ast.expr) and not isinstance(value, _WHOLE):
                        yield lambda n=node, f=field, c=child: setattr(n, f, c)  # type: ignore[misc]
        if isinstance(node, ast.BoolOp) and len(node.values) > 2:
            for index in range(len(node.values)):
                yield lambda n=node, i=index: n.values.pop(i)  # type: ignore[misc]


def _nothing(block: list[ast.AST]) -> list[ast.AST]:
    """What a block is without its only statement."""
    [*others, last] = block
    return [ast.Pass()] if not others and isinstance(last, ast.stmt) and not isinstance(last, ast.Pass) else []


def _blocks(statement: ast.AST) -> list[list[ast.stmt]]:
    """The blocks that can stand in place of a statement."""
    if not isinstance(statement, ast.stmt) or isinstance(statement, ast.FunctionDef):
        return []
    return [block for name in ("body", "orelse", "finalbody") if (block := getattr(statement, name, None))]
