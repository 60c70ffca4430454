"""From a failing read to an unbound read: the arm, the arms that bind, and the witness."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.chains import NONE_OF, ChainRecord, Tag
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.trace import FailingRead
from nsa_lint.model import Arm, ArmKind, Chain, ChainKind, Span, StepKind, UnboundRead, WitnessStep
from nsa_lint.syntax.guarded_imports import is_under_a_test, only_imports
from nsa_lint.syntax.text_index import covers

_NO_ALTERNATIVE = (ArmKind.MISSING_ELSE, ArmKind.LOOP)  # not an arm that somebody would look at


def unbound_reads(run: Run, function: str, certain: Container[int] = ()) -> Iterator[UnboundRead]:
    """The reads that fail on a walk, with their proofs. `certain`: the nodes that fail on every way."""
    tests = run.trace.tests_by_variable() if run.trace.found else {}
    always: dict[int, FailingRead] = {}  # what fails whatever happened before is reported once
    causes = [*run.trace.reads()]
    for read, *_ in causes:
        if id(read.node) in certain:
            always[id(read.node)] = min(always.get(id(read.node), read), read, key=_is_chance)
    for read, *further in causes:
        if always.get(id(read.node), read) is not read:
            continue
        found = _unbound_read(run, read, function, tests)
        yield replace(found, evident=True) if id(read.node) in certain else found
        for more in further:
            if always.get(id(more.node), more) is more:
                yield replace(found, read=span_of(run.world.lines, more.node), when=(), evident=False, further=True)


def left_unbound(run: Run, name: str) -> UnboundRead | None:
    """Who leaves a name of a module unbound at its end, as for a read there; None where nobody does."""
    bdd, state = run.world.bdd, run.state
    line = len(run.world.lines) + 1
    end = ast.Name(name, ast.Load(), lineno=line, col_offset=0, end_lineno=line, end_col_offset=0)
    reads = [
        FailingRead(name, name, end, tag, bdd.and_(condition, state.reach), len(run.trace.met))
        for tag, condition in state.unbound.get(name, {}).items()
        if tag is not None and bdd.and_(condition, state.reach) != FALSE
    ]
    if not reads:
        return None
    first = min(reads, key=lambda each: each.tag is None or not each.tag.chain.dispatch)
    return _unbound_read(run, first, "<module>", run.trace.tests_by_variable())


def _unbound_read(run: Run, found: FailingRead, function: str, tests: dict[int, list[int]]) -> UnboundRead:
    read = span_of(run.world.lines, found.node)
    when = _witness(run, found, tests)
    key = found.key.removeprefix("::")
    of_module, none = key != found.key, key.endswith(NONE_OF)
    tag = found.tag if found.tag is not None else _in_arm(found)
    if tag is None:
        arm = Arm(ArmKind.NONE, read.line, read.line, "")
        chain = Chain(ChainKind.NONE, read.line, read.line, (), False)
        return UnboundRead(found.name, read, function, chain, arm, (), when, of_module, found.caught)
    record = tag.chain
    binders = record.binders.get(key, set()) if found.tag is not None else record.assigning(key) - {tag.key}
    arms = tuple(replace(each, binds=arm in binders) for arm, each in record.arms.items())
    line = getattr(record.node, "lineno", read.line)
    end = getattr(record.node, "end_lineno", read.line) or read.line
    of_function = not of_module and not run.names.is_module
    asked_again = of_function and only_imports(record.node) and is_under_a_test(run.names.body, found.node, end)
    chain_is_dispatch = record.dispatch and not asked_again
    chain = Chain(record.kind, line, end, arms, chain_is_dispatch)
    if found.tag is not None:
        bindings = _bindings(record, key, found.node)
    else:
        bindings = tuple(arm.line for arm in arms if arm.binds)
    if tag.arm.kind is not ArmKind.MISSING_ELSE:  # an arm that binds on some of its paths is no way out of the others
        bindings = tuple(line for line in bindings if line != tag.arm.line)
    return UnboundRead(found.name, read, function, chain, tag.arm, bindings, when, of_module, found.caught, none=none)


def _is_chance(found: FailingRead) -> int:
    """Of the reasons for a read that no binding reaches: it was deleted, or never bound; which arm was taken last."""
    if found.tag is None:
        return 1
    return 0 if found.tag.chain.kind is ChainKind.DELETE else 2


def _in_arm(found: FailingRead) -> Tag | None:
    """The arm of a dispatch that a read is in, where nobody else is to blame and only its siblings bind the name."""
    tag = found.within
    while tag is not None:
        if tag.chain.dispatch and tag.chain.assigning(found.key) - {tag.key}:
            return tag
        tag = tag.chain.parent
    return None


def _bindings(record: ChainRecord, key: str, read: ast.Name) -> tuple[int, ...]:
    """Header lines of the arms that bind: in this chain, and in those around it that end before the read."""
    if record.kind in (ChainKind.TRY, ChainKind.WITH) and covers(record.node, read.lineno):
        return ()  # in a `try` that fails, no other arm of it is an alternative
    lines: set[int] = set()
    inside: Tag | None = None
    current: ChainRecord | None = record
    while current is not None:
        for binder in current.binders.get(key, ()):
            arm = current.arms[binder]
            is_around = inside is not None and binder == inside.key
            if not is_around and arm.kind not in _NO_ALTERNATIVE:
                lines.add(arm.line)
        inside = current.parent
        current = inside.chain if inside is not None else None
        if current is not None and covers(current.node, read.lineno):
            break
    return tuple(sorted(lines))


def _witness(run: Run, found: FailingRead, tests: dict[int, list[int]]) -> tuple[WitnessStep, ...]:
    """The guards that the shortest failing path depends on, with their values, as they are met on it."""
    bdd, all_met = run.world.bdd, run.trace.met
    path = bdd.witness(found.failing)
    steps: dict[tuple[str, int], WitnessStep] = {}
    relevant = sorted({index for variable in path for index in tests.get(variable, ())})
    for met in (all_met[index] for index in relevant if index < found.met):
        if met.reach == FALSE or not bdd.holds(met.reach, path):
            continue
        value = bdd.holds(met.condition, path)
        if not value and met.kind is StepKind.RAISES:
            continue  # nothing failed there: not worth a step
        text, line = met.text or ast.unparse(met.node), _line(met.node)
        steps[text, line] = WitnessStep(text, line, value, met.kind)
    return tuple(steps.values())


def _line(node: ast.AST) -> int:
    line: int = getattr(getattr(node, "pattern", node), "lineno", 0)  # a `case` has no line of its own
    return line


def span_of(lines: Sequence[str], node: ast.expr | ast.alias) -> Span:
    """Where a name is in the text."""
    end = node.end_lineno or node.lineno
    start_column = _characters(lines, node.lineno, node.col_offset)
    return Span(node.lineno, start_column, end, _characters(lines, end, node.end_col_offset or node.col_offset))


def _characters(lines: Sequence[str], line: int, offset: int) -> int:
    """A column in characters; `ast` counts UTF-8 bytes."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))
