"""One cause, one report: reads that fall into the same hole are reported once, at the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nsa_lint.model import ArmKind, Diagnostic, UnboundRead
from nsa_lint.rules import further_reads

_Cause = tuple[object, ...]
_MANY = 4  # names that the arms of one chain leave open: then it is the arms that are unfinished, not a name


def by_cause(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings, in order, without those that an earlier one names among its further reads."""
    groups: dict[_Cause, list[Diagnostic]] = {}
    # a read that fails where the module itself calls the function, and where others do, is the module's
    called = {(each.line, each.column) for each in found if each.proof is not None and not each.proof.of_module}
    for each in sorted(found, key=_place):
        if each.proof is not None and each.proof.of_module and (each.line, each.column) in called:
            continue
        groups.setdefault(_cause(each), []).append(each)
    return sorted((_joined(group) for group in _of_unfinished_chains(list(groups.values()))), key=_place)


def _of_unfinished_chains(groups: list[list[Diagnostic]]) -> list[list[Diagnostic]]:
    """The groups, those of a dispatch whose arms leave many names open as one."""
    chains: dict[_Cause, list[list[Diagnostic]]] = {}
    for group in groups:
        chains.setdefault(_chain(group[0]), []).append(group)
    joined: list[list[Diagnostic]] = []
    for same in chains.values():
        many = len({each.name for group in same for each in group}) >= _MANY
        joined += [sorted((each for group in same for each in group), key=_place)] if many else same
    return joined


def _chain(found: Diagnostic) -> _Cause:
    """The chain whose arms leave a name of a function open; each finding by itself where it is no such."""
    use = found.proof
    if use is None or use.of_module or use.counts or use.file is not None or not use.chain.dispatch:
        return (id(found),)
    if use.arm.kind not in (ArmKind.TEST, ArmKind.ELSE, ArmKind.CASE):
        return (id(found),)
    return found.code, use.chain.kind, use.chain.line, use.function


def _place(found: Diagnostic) -> tuple[int, int, str, str]:
    return found.line, found.column, found.code, found.name


def _cause(found: Diagnostic) -> _Cause:
    """What has to be changed once for all: the arm, of a chain; the name too, where each is bound on its own.

    A chain without else, a handler and a body that fails leave all their names open in one place, where a dispatch may
    be: no arm of the chain says what holds, the handler goes on, or what the body binds is read all the same.
    """
    use = found.proof
    if use is None:
        return (id(found),)
    chain, arm = use.chain, use.arm
    if use.file is not None:  # each import by itself
        return found.code, use.name, use.read
    if use.of_object:  # one report for all methods of the class
        return found.code, use.name, use.function.rpartition(".")[0], chain.line, arm.line, arm.guard
    cause = (found.code, chain.kind, chain.line, arm.kind, arm.line, arm.guard)
    if chain.dispatch and arm.kind in (ArmKind.MISSING_ELSE, ArmKind.HANDLER, ArmKind.BODY):
        return cause
    if arm.kind is ArmKind.NONE:  # nobody is to blame: each function by itself
        return (*cause, use.name, use.function, use.read)
    return (*cause, use.name) if use.of_module or use.counts else (*cause, use.name, use.function)


def _joined(group: Sequence[Diagnostic]) -> Diagnostic:
    """The first read that was looked at by itself, with all others."""
    first = next((each for each in group if each.proof is None or not each.proof.further), group[0])
    also: list[UnboundRead] = [each.proof for each in group if each is not first and each.proof is not None]
    if not also:
        return first
    by_itself = first.proof and (first.name, first.proof.read)
    reads = dict.fromkeys((each.name, each.read) for each in also)  # a read of several arms is one
    places = [(name, read.line) for name, read in reads if (name, read) != by_itself]
    if not places:
        return replace(first, also=tuple(also))
    what = "call" if also[0].counts else "use" if also[0].none else "read"
    return replace(first, message=first.message + further_reads(first.name, places, what), also=tuple(also))
