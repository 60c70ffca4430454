"""From a failing read to what is told: the arm, the arms that bind, and the witness."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.machine import ChainRecord, Found, Machine
from nsa_lint.model import Arm, ArmKind, Chain, ChainKind, GuardValue, Span, UnboundUse

_NO_ALTERNATIVE = (ArmKind.MISSING_ELSE, ArmKind.LOOP)  # not an arm that somebody would look at
_NOWHERE = Arm(ArmKind.NONE, 0, 0, "")


def put_into_words(machine: Machine, found: Found, function: str) -> UnboundUse:
    node = found.node
    assert isinstance(node, ast.Name)
    read = Span(
        node.lineno,
        _characters(machine, node.lineno, node.col_offset),
        node.end_lineno or node.lineno,
        _characters(machine, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset),
    )
    key = found.key
    if found.tag is None:
        chain, arm = (
            Chain(ChainKind.NONE, read.line, read.line, (), False),
            replace(_NOWHERE, line=read.line, end_line=read.line),
        )
        return UnboundUse(found.name, read, function, chain, arm, (), witness(machine, found), key.startswith("::"))
    record = machine.chains[found.tag[0]]
    bound_as = key.removeprefix("::")
    binders = record.divergence.binders.get(bound_as, set())
    arms = tuple(replace(each, binds=index in binders) for index, each in enumerate(record.arms))
    end = getattr(record.node, "end_lineno", read.line) or read.line
    line = getattr(record.node, "lineno", read.line)
    chain = Chain(record.kind, line, end, arms, record.divergence.dispatch)
    arm = replace(record.arms[found.tag[1]], binds=False)
    return UnboundUse(
        found.name,
        read,
        function,
        chain,
        arm,
        _bindings(machine, record, bound_as, node),
        witness(machine, found),
        key.startswith("::"),
    )


def _bindings(machine: Machine, record: ChainRecord, key: str, read: ast.Name) -> tuple[int, ...]:
    """Header lines of the arms that bind: in this chain, and in those around it that end before the read."""
    if record.kind in (ChainKind.TRY, ChainKind.WITH) and _holds(record.node, read):
        return ()  # in a `try` that fails, no other arm of it is an alternative
    lines: set[int] = set()
    around: tuple[int, int] | None = None
    current: ChainRecord | None = record
    while current is not None:
        for arm in current.divergence.binders.get(key, set()):
            inside = around is not None and arm == around[1]
            if not inside and current.arms[arm].kind not in _NO_ALTERNATIVE:
                lines.add(current.arms[arm].line)
        around = current.parent
        current = machine.chains[around[0]] if around else None
        if current is not None and _holds(current.node, read):
            break
    return tuple(sorted(lines))


def _holds(node: Any, read: ast.Name) -> bool:
    return bool(node.lineno <= read.lineno <= (node.end_lineno or node.lineno))


def witness(machine: Machine, found: Found) -> tuple[GuardValue, ...]:
    """The guards that the shortest failing path depends on, with their values, as they are met on it."""
    conditions = machine.conditions
    path = conditions.witness(found.failing)
    asked = frozenset(path)
    steps: dict[tuple[str, int], bool] = {}
    relevant = sorted({index for variable in asked for index in machine.met_by_variable.get(variable, ())})
    for met in (machine.met[index] for index in relevant if index < found.met):
        if met.reach == FALSE or not conditions.holds(met.reach, path):
            continue
        value = conditions.holds(met.condition, path)
        if not value and met.text.endswith("raises"):
            continue  # nothing failed there: not worth a step
        steps[(met.text or ast.unparse(met.node), _line(met.node))] = value
    return tuple(GuardValue(text, line, value) for (text, line), value in steps.items())


def _line(node: ast.AST) -> int:
    line: int = node.pattern.lineno if isinstance(node, ast.match_case) else getattr(node, "lineno", 0)
    return line


def _characters(machine: Machine, line: int, offset: int) -> int:
    """A column in characters; `ast` counts UTF-8 bytes."""
    text = machine.lines[line - 1] if 0 < line <= len(machine.lines) else ""
    return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))
