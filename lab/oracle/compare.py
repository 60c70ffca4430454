"""Truth and report side by side, and the smallest program on which they differ."""

from __future__ import annotations

import ast
import copy
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lab.check import reads, reads_of_file
from lab.oracle.execute import Truth, truth
from lab.oracle.package_runs import NAME, WORK
from lab.oracle.program import Program, sensible
from nsa_lint.model import ArmKind, ChainKind, Diagnostic

Checker = Callable[[Program], list[Diagnostic]]
# Of names: one that never fails is reported, one that fails is not, or only such reads of it as an `except Exception`
# catches. Of places: not the first read that fails, an arm that no run takes which fails there, or only runs which have
# failed before, at the test of an unbound flag.
KINDS = ("false alarm", "missed", "missed, caught", "wrong line", "wrong arm", "follows")
_PARTS = (ast.stmt, ast.ExceptHandler, ast.match_case)
# expressions that no part of them can take the place of
_WHOLE = (ast.Call, ast.Attribute, ast.NamedExpr, ast.Tuple, ast.List, ast.Subscript, ast.Slice)
_ON_A_LINE = (ChainKind.CONDITIONAL, ChainKind.OPERAND, ChainKind.NONE)  # arms that no block of the program is


@dataclass(frozen=True)
class Outcome:
    """What fails in a program, beside what is reported of it."""

    program: Program
    truth: Truth
    reports: tuple[Diagnostic, ...]

    @property
    def expected(self) -> set[str]:
        return self.truth.fails

    @property
    def got(self) -> set[str]:
        return {each.name for each in self.reports}

    @property
    def kinds(self) -> list[str]:
        """What is wrong, of `KINDS`; nothing where the checker is right."""
        missed = self.expected - self.got
        first = [each for each in self.reports if each.proof is None or not each.proof.further]
        wrong = {_judge(self.truth, each) for each in first}
        wrong |= {"missed" if name in self.truth.plain else "missed, caught" for name in missed}
        return [kind for kind in KINDS if kind in wrong]

    @property
    def kind(self) -> str:
        return " and ".join(self.kinds)


def _judge(truth: Truth, report: Diagnostic) -> str:
    """What is wrong with one report; "" where nothing is."""
    name, line, arm = report.name, report.line, arm_of(report)
    ways = [way.get(name, {}) for way in (truth.plain, truth.caught, truth.either, truth.follows)]
    if not any(ways):
        return "false alarm"
    if not any(line in way for way in ways):
        return "wrong line"
    places = [line in way and (arm is None or arm in way[line]) for way in ways]
    return "" if any(places[:3]) else "follows" if places[3] else "wrong arm"


def arm_of(report: Diagnostic) -> int | None:
    """The arm that a report names, as a run records it: its header's line, negated where no arm is taken."""
    proof = report.proof
    if proof is None or proof.chain.kind in _ON_A_LINE:
        return None
    return -proof.chain.line if proof.arm.kind is ArmKind.MISSING_ELSE else proof.arm.line


def said(program: Program) -> list[Diagnostic]:
    """The reads that the checker reports, as `Checker`; of a package, those in `work`."""
    if not program.others:
        return reads(program.text)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, NAME)
        folder.mkdir()
        for module, text in {**program.others, WORK: program.text}.items():
            (folder / f"{module}.py").write_text(text, encoding="utf-8")
        return reads_of_file(str(folder / f"{WORK}.py"))


def compare(program: Program, checker: Checker) -> Outcome | None:
    """The outcome for a program; None where the truth is not known."""
    found = truth(program)
    return None if found is None else Outcome(program, found, tuple(checker(program)))


def shrink(found: Outcome, checker: Checker) -> Outcome:
    """Delete statements, branches and operands while a wrong outcome stays wrong in the same way.

    No name fails in the smaller program that does not in the whole one: what is wrong there would be another matter.
    """
    while True:
        for text in _smaller(found.program):
            program = replace(found.program, text=text)
            if not sensible(program):
                continue
            now = compare(program, checker)
            if now and now.kinds and set(now.kinds) <= set(found.kinds) and now.expected <= found.expected:
                found = now
                break
        else:
            return found


def _smaller(program: Program) -> Iterator[str]:
    tree = ast.parse(program.text)
    count = sum(1 for _ in _edits(tree, program))
    for index in range(count):
        edited = copy.deepcopy(tree)
        for position, edit in enumerate(_edits(edited, program)):
            if position == index:
                edit()
                break
        smaller = ast.unparse(ast.fix_missing_locations(edited)) + "\n"
        if len(smaller) < len(program.text):
            yield smaller


def _edits(tree: ast.AST, program: Program) -> Iterator[Callable[[], None]]:
    """Every way to make the tree smaller by one step, largest pieces first."""
    for node in _open_to_edits(tree, program.entry):
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
        if isinstance(node, ast.arguments):
            used = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
            for index in [i for i, each in enumerate(node.args) if each.arg in program.parameters.keys() - used]:
                yield lambda n=node, i=index: n.args.pop(i)  # type: ignore[misc]
        if isinstance(node, ast.BoolOp) and len(node.values) > 2:
            for index in range(len(node.values)):
                yield lambda n=node, i=index: n.values.pop(i)  # type: ignore[misc]


def _open_to_edits(tree: ast.AST, entry: str) -> Iterator[ast.AST]:
    """The nodes of a program; of the functions beside the one that is run, nothing: they stay what they are, or go."""
    owner, _, function = entry.rpartition(".")
    for part in (tree, *(each for each in ast.walk(tree) if isinstance(each, ast.ClassDef) and each.name == owner)):
        yield part
        for child in ast.iter_child_nodes(part):
            name = getattr(child, "name", function)
            if name == function or (not entry and re.fullmatch(r"f\d+", name)):
                yield from ast.walk(child)


def _nothing(block: list[ast.AST]) -> list[ast.AST]:
    """What a block is without its only statement."""
    [*others, last] = block
    return [ast.Pass()] if not others and isinstance(last, ast.stmt) and not isinstance(last, ast.Pass) else []


def _blocks(statement: ast.AST) -> list[list[ast.stmt]]:
    """The blocks that can stand in place of a statement."""
    if not isinstance(statement, ast.stmt) or isinstance(statement, ast.FunctionDef):
        return []
    return [block for name in ("body", "orelse", "finalbody") if (block := getattr(statement, name, None))]
