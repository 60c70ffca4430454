"""The one call that every face makes: Source -> list[Diagnostic]. It never fails.

Whatever goes wrong inside becomes an NSA901 that says so. A linter that takes flake8 down is worse than none,
and one that goes silent is worse still.
"""

from __future__ import annotations

import gc
import importlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.syntax.hidden import hidden_by_files
from nsa_lint.syntax.source import Source, Unreadable

if TYPE_CHECKING:
    from nsa_lint.analysis.memory import Memory
    from nsa_lint.analysis.part import Part
    from nsa_lint.analysis.scope import NotAnalysed
    from nsa_lint.dispatch.guards import DispatchGuards
    from nsa_lint.model import UnboundRead
    from nsa_lint.syntax.module import Package

NOT_ANALYSED = "NSA901"
# What the check of a file imports, and that of one with findings
_LATER = ("analysis.arity", "analysis.readers", "analysis.scope", "causes", "package.surroundings", "rules")


def load() -> None:
    """Import what the files will need: for a process that forks others, each of which would import it for itself."""
    for name in _LATER:
        importlib.import_module(f"nsa_lint.{name}")


def not_analysed(reason: str, line: int = 1, column: int = 1, transient: bool = False) -> Diagnostic:
    """An NSA901 for a whole file. `transient`: whether it depends on available stack or memory."""
    message = f"this file was not analysed: {reason}"
    return Diagnostic(NOT_ANALYSED, line, column, line, column, "", message, transient=transient)


def unreadable(error: Unreadable) -> Diagnostic:
    """An NSA901 for a file that cannot be read or parsed."""
    return not_analysed(error.reason, error.line, error.column)


def check_safely(source: Source, options: Options, memory: Memory | None = None) -> list[Diagnostic]:
    """The findings in one file with what its package says of them; any failure of ours is reported as NSA901.

    `memory`: of a file that is checked again; the trees of its neighbours are kept for that only. Kept for the next
    file of flake8, its garbage collector visited them: 3 of 70 s over `sglang/srt`.
    """
    found = in_package(source, options, check_alone(source, options, memory), memory)
    if memory is None and found.consulted:
        from nsa_lint.package.index import forget

        forget()
    return found.diagnostics


def check_alone(source: Source, options: Options, memory: Memory | None = None) -> list[Diagnostic]:
    """The findings by the file itself."""
    try:
        return check(source, options, memory=memory)
    except Exception as error:  # MemoryError and RecursionError too
        return [not_analysed(internal_error(error), transient=True)]


@dataclass(frozen=True, slots=True)
class InPackage:
    """Findings, and the files of the package on which they depend, with a digest of each."""

    diagnostics: list[Diagnostic]
    consulted: dict[str, str]


def in_package(source: Source, options: Options, alone: list[Diagnostic], memory: Memory | None = None) -> InPackage:
    """What is left of findings of a file once its package is read, and the imports that may fail.

    Nothing is read where there is nothing to report. `memory`: of a file that is checked again.
    """
    left = _with_evidence(source, options, [each for each in alone if not _of_object(each)], memory)
    left = _with_classes(source, options, [each for each in alone if _of_object(each)], left)
    if options.package and any(each.proof is not None for each in alone):
        left = replace(left, consulted=left.consulted | _deciding(source))
    if not looks_at_imports(options, source.path, source.text):
        return left
    from nsa_lint.package.imports import conditional_imports
    from nsa_lint.rules import diagnose

    try:
        found, consulted = conditional_imports(source, options)
        return InPackage(_in_order([*left.diagnostics, *map(diagnose, found)]), left.consulted | consulted)
    except Exception as error:
        return InPackage([*left.diagnostics, not_analysed(internal_error(error), transient=True)], {})


def _deciding(source: Source) -> dict[str, str]:
    """The files that decide which package a source belongs to, if any, with a digest of each."""
    from nsa_lint.package.index import digest
    from nsa_lint.package.layout import sought

    is_file = os.path.isdir(os.path.dirname(os.path.abspath(source.path)))
    return {each: digest(each) for each in sought(source.path)} if is_file else {}


def _of_object(found: Diagnostic) -> bool:
    """Whether it is an attribute that is left unset: of these the package says something else."""
    return found.proof is not None and found.proof.of_object


def _with_classes(source: Source, options: Options, unset: list[Diagnostic], left: InPackage) -> InPackage:
    """With the attributes that no class of the package sets otherwise."""
    if not unset:
        return left
    from nsa_lint.package.unset import set_nowhere

    try:
        found, consulted = set_nowhere(source, unset, options.package)
        return InPackage(_in_order([*left.diagnostics, *found]), left.consulted | consulted)
    except Exception as error:
        return InPackage([*left.diagnostics, not_analysed(internal_error(error), transient=True)], {})


def _in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda each: (each.line, each.column))


def looks_at_imports(options: Options, path: str, text: str) -> bool:
    """Whether what a file imports from its package may be reported, by its text and those of the modules."""
    if not options.package or not options.reports("NSA105", False):
        return False
    from nsa_lint.package.outline import imports_conditionally

    return imports_conditionally(path, text)


def _with_evidence(source: Source, options: Options, alone: list[Diagnostic], memory: Memory | None) -> InPackage:
    """What is left of findings of a file once its package is read; nothing is read where there are none."""
    reads = [each for each in alone if each.proof is not None and not each.proof.counts]
    if not options.package or not reads:
        return InPackage(alone, {})
    from nsa_lint.package.surroundings import surroundings_of

    try:
        package = surroundings_of(source)
        if package is None:
            return InPackage(alone, {})
        alone = package.left_unset(alone)
        reads = [each for each in reads if each in alone]
        if not (reads and (package.bears_on(reads) or package.spares(reads))):
            return InPackage(package.explained(alone), package.consulted)
        known = replace(options, no_return=(*options.no_return, *package.no_return))
        apart = memory.in_package if memory is not None else None
        left = package.left_unset(check(source, known, package=package, memory=apart, part=_with_findings(alone)))
        found = _with_still_failing(source, known, package, alone, left)
        return InPackage(package.explained(found), package.consulted)
    except Exception as error:
        return InPackage([*alone, not_analysed(internal_error(error), transient=True)], {})


def _with_still_failing(
    source: Source, options: Options, package: Package, alone: list[Diagnostic], left: list[Diagnostic]
) -> list[Diagnostic]:
    """What is left of findings, and those that are not though their reads fail.

    Where the package says which way a dispatch goes, it chooses nothing any more: what it leaves unbound is then the
    finding of another rule. It stays that of the dispatch, which is what the function says.
    """
    from nsa_lint.causes import by_cause
    from nsa_lint.rules import diagnose

    reads = {_place(each) for each in _reads(left)}
    gone = [each for each in _reads(alone) if _place(each) not in reads]
    failing = {_place(each) for each in _failing(source, options, package, gone)} if gone else ()
    kept = [each for each in gone if _place(each) in failing]
    if not kept:
        return left
    return by_cause([*(each for each in left if each.proof is None), *map(diagnose, (*_reads(left), *kept))])


def _with_findings(alone: list[Diagnostic]) -> Part | None:
    """The functions in which something was found: what the package says takes findings away, and adds none.

    None for all, where one was not analysed: with what the package says it may be small enough.
    """
    from nsa_lint.analysis.part import Part

    return None if any(each.code == NOT_ANALYSED for each in alone) else Part.of(_reads(alone))


def _reads(found: list[Diagnostic]) -> list[UnboundRead]:
    return [read for each in found for read in each.reads]


def _place(found: UnboundRead) -> tuple[str, int, int]:
    return found.name, found.read.line, found.read.column


def _failing(source: Source, options: Options, package: Package, gone: list[UnboundRead]) -> Iterator[UnboundRead]:
    """The reads that fail, whatever the reason, in the functions that these are in."""
    from nsa_lint.analysis.lower import Lowering
    from nsa_lint.analysis.readers import analyse_module
    from nsa_lint.analysis.scope import NotAnalysed, analyse_scope
    from nsa_lint.dispatch.guards import DispatchGuards
    from nsa_lint.syntax.module import ModuleFacts

    options = replace(options, scope="all")
    hidden = hidden_by_files(source.path, source.text)
    guards = DispatchGuards(ModuleFacts(source.tree, source.lines, options.no_return, package, hidden), options)
    lowering = Lowering(guards.module)
    inside = {each.function for each in gone if not each.of_module}
    of_module = frozenset(each.name for each in gone if each.of_module)
    scopes = [("<module>", source.tree), *((each.name, each.node) for each in guards.module.functions.all)]
    found = [
        read for name, node in scopes if name in inside for read in analyse_scope(node, name, guards, options, lowering)
    ]
    if of_module:
        found += analyse_module(guards, options, lowering, only=of_module)
    yield from (each for each in found if not isinstance(each, NotAnalysed))


def check(
    source: Source,
    options: Options,
    gate: bool = True,
    package: Package | None = None,
    memory: Memory | None = None,
    part: Part | None = None,
) -> list[Diagnostic]:
    """The findings in one file, in the order of its lines; `noqa` comments are not applied.

    Without the `gate` every function is walked in full: slower, with the same findings. `memory`: of an earlier version
    of the source, whose unchanged functions are not walked again. `part`: the functions that are looked at, if not all.
    """
    from nsa_lint.analysis.part import WHOLE
    from nsa_lint.analysis.scope import NotAnalysed  # heavier than all else here: not before a file is checked
    from nsa_lint.causes import by_cause
    from nsa_lint.dispatch.guards import DispatchGuards
    from nsa_lint.rules import BY_NAME, RULES, by_default, diagnose
    from nsa_lint.syntax.module import ModuleFacts

    diagnostics = []
    everything = options.scope == "all" or not BY_NAME.issuperset(options.also)
    wanted = replace(options, scope="all") if everything else options
    hidden = hidden_by_files(source.path, source.text)
    guards = DispatchGuards(ModuleFacts(source.tree, source.lines, options.no_return, package, hidden), wanted)
    reads = (_everything if everything else _by_default)(guards, wanted, gate, memory, part or WHOLE)
    alone = package is None and part is None
    for read in itertools.chain(reads, _other_counts(guards), _left_unset(guards, options) if alone else ()):
        diagnostic = _function_not_analysed(read) if isinstance(read, NotAnalysed) else diagnose(read)
        if options.reports(diagnostic.code, by_default(diagnostic), RULES[diagnostic.code].by_name):
            diagnostics.append(diagnostic)
    return by_cause(diagnostics)


def _by_default(
    guards: DispatchGuards, options: Options, gate: bool, memory: Memory | None, part: Part
) -> Iterator[UnboundRead | NotAnalysed]:
    from nsa_lint.analysis.lower import Lowering
    from nsa_lint.analysis.scope import analyse

    lowering = Lowering(guards.module)
    yield from analyse(guards, options, lowering, gate, memory, part)
    if not part.has_readers:
        return
    words = guards.module.text.words
    if not gate or "TYPE_CHECKING" in words or "suppress" in words or guards.may_dispatch():
        from nsa_lint.analysis.readers import shown_by_the_file  # not needed where nothing can dispatch

        yield from shown_by_the_file(guards, options, lowering, gate, part)


def _everything(
    guards: DispatchGuards, options: Options, gate: bool, memory: Memory | None, part: Part
) -> Iterator[UnboundRead | NotAnalysed]:
    from nsa_lint.analysis.lower import Lowering
    from nsa_lint.analysis.readers import analyse_module  # not needed by default
    from nsa_lint.analysis.scope import analyse_functions

    lowering = Lowering(guards.module)
    yield from analyse_functions(guards, options, lowering, gate, memory, part)
    if part.has_readers:
        yield from analyse_module(guards, options, lowering, gate, part=part)


def _other_counts(guards: DispatchGuards) -> Iterator[UnboundRead | NotAnalysed]:
    from nsa_lint.analysis.arity import Arity

    yield from Arity(guards).reads()


def _left_unset(guards: DispatchGuards, options: Options) -> Iterator[UnboundRead | NotAnalysed]:
    from nsa_lint.rules import RULES, UNSET

    if RULES[UNSET].may_report(options):
        from nsa_lint.analysis.unset import Unset  # opt-in

        yield from Unset(guards, options).reads()


def _function_not_analysed(gone: NotAnalysed) -> Diagnostic:
    where = "the module" if gone.function == "<module>" else f"function {gone.function!r}"
    message = f"{where} was not analysed: {gone.reason}"
    return Diagnostic(NOT_ANALYSED, gone.line, 1, gone.line, 1, "", message, transient=gone.transient)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pauses Python's cyclic garbage collector. A syntax tree, and what is found in it, are many objects and few
    cycles. Collecting while one grows took a third of the time of parsing, and visits everything else in the process
    (flake8's own objects, or a report's findings) with it.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def internal_error(error: BaseException) -> str:
    """One line that tells where it happened, so that a report of it is of use."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = " ".join(str(error).split())
    return f"internal error at {where}: {type(error).__name__}{': ' + said if said else ''}"
