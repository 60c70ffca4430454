"""Check many files: one pure call a file, spread over processes, and no file takes the others down."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nsa_lint.checker import (
    check_alone,
    check_safely,
    collector_paused,
    in_package,
    looks_at_imports,
    not_analysed,
    unreadable,
)
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.report.place import PLAIN, Places
from nsa_lint.run.cache import Cache, Consulted, Known, name_of
from nsa_lint.run.notebook import BrokenCell, is_notebook, read
from nsa_lint.run.settings import Settings
from nsa_lint.run.suppressions import reported
from nsa_lint.syntax.hidden import hidden_by_files
from nsa_lint.syntax.source import Source, Unreadable, read_bytes

if TYPE_CHECKING:
    from nsa_lint.analysis.memory import Memory
    from nsa_lint.fixes import Remedy  # imported where something is found

# Starting two workers costs 20-30 ms, about what 30 files of average length take to check.
_SERIAL_UP_TO = 32
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of one file, in order. `places`: where the lines of a notebook's code are."""

    path: str
    diagnostics: tuple[Diagnostic, ...]
    remedies: tuple[Remedy, ...] | None = None  # of the diagnostics, where they were wanted
    places: Places = PLAIN
    known: bool = False  # whether an earlier run has found them

    def only(self, wanted: Sequence[Diagnostic]) -> Checked:
        """With those of the diagnostics that are in `wanted`, by identity."""
        ids = {id(each) for each in wanted}
        kept = [number for number, each in enumerate(self.diagnostics) if id(each) in ids]
        remedies = None if self.remedies is None else tuple(self.remedies[number] for number in kept)
        return Checked(self.path, tuple(self.diagnostics[number] for number in kept), remedies, self.places)


@dataclass(frozen=True, slots=True)
class Run:
    """What to do with each file. `remedies`: whether the report shows them."""

    settings: Settings
    cache: Cache | None = None
    remedies: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's text, and where its lines are."""

    source: Source
    places: Places = PLAIN


def load(path: str, data: bytes, *, parse: bool = True) -> Loaded:
    """A module or a notebook, by its name; raises `Unreadable`. Without `parse` the tree is empty."""
    if is_notebook(path):
        notebook = read(path, data, parse=parse)
        return Loaded(notebook.source, notebook.places)
    return Loaded(Source.of_bytes(path, data) if parse else Source.not_parsed(path, data))


def check_source(source: Source, settings: Settings, places: Places = PLAIN, memory: Memory | None = None) -> Checked:
    """The diagnostics of a source after select, ignore and noqa; `memory`: of an earlier version of it."""
    found = reported(source, check_safely(source, settings.options, memory), settings)
    return Checked(source.path, tuple(found), None, places)


def check_file(path: str, run: Run) -> Checked:
    """The same for a file, from the cache if it is there; one that cannot be read or parsed is NSA901."""
    settings, cache = run.settings, run.cache
    try:
        data = read_bytes(path)
        name = name_of(_key(path, data, settings.options)) if cache else ""
        known = cache.get(name) if cache else None
        if known is not None and known.holds_for(path):
            if not known.diagnostics and not known.noqa:
                return Checked(path, (), known=True)
            loaded = load(path, data, parse=False)
            left = tuple(reported(loaded.source, known.diagnostics, settings))
            if left and run.remedies:
                return replace(_with_remedies(load(path, data), left), known=True)
            return Checked(path, left, None, loaded.places, known=True)
        loaded = load(path, data)
    except Unreadable as error:  # which is not kept
        return failed(path, unreadable(error), settings, error.places if isinstance(error, BrokenCell) else PLAIN)
    source = loaded.source
    checked = in_package(source, settings.options, check_alone(source, settings.options))
    found = checked.diagnostics
    if cache and not any(each.transient for each in found):
        consulted = tuple(itertools.starmap(Consulted, sorted(checked.consulted.items())))
        place = os.path.abspath(path) if consulted else ""
        cache.put(name, Known(tuple(found), "noqa" in source.text.lower(), place, consulted))
    left = tuple(reported(source, found, settings))
    return _with_remedies(loaded, left) if left and run.remedies else Checked(path, left, None, loaded.places)


def _key(path: str, data: bytes, options: Options) -> bytes:
    """What the cache knows a file by: its content; its path too, where what it imports may be reported.

    And the modules that files beside it hide from it.
    """
    text = data.decode(errors="replace")
    hidden = hidden_by_files(path, text)
    if hidden:
        data = f"hidden {sorted(hidden)}\0".encode() + data
    if is_notebook(path):
        return b"notebook\0" + data
    if looks_at_imports(options, path, text):
        return b"imports\0" + os.fsencode(os.path.abspath(path)) + b"\0" + data
    return data


def _with_remedies(loaded: Loaded, diagnostics: tuple[Diagnostic, ...]) -> Checked:
    """Found where the tree is at hand, and in as many processes as there are; the trees of all files would not fit."""
    from nsa_lint.fixes import remedies_for

    source = loaded.source
    return Checked(source.path, diagnostics, remedies_for(source, diagnostics), loaded.places)


def failed(path: str, diagnostic: Diagnostic, settings: Settings, places: Places = PLAIN) -> Checked:
    """A file that was not analysed at all."""
    return Checked(path, (diagnostic,) if settings.reports(diagnostic.code, path) else (), None, places)


def check_files(paths: Sequence[str], run: Run, jobs: int) -> Iterator[Checked]:
    """Every file once, in any order."""
    if jobs <= 1 or len(paths) <= _SERIAL_UP_TO:
        for path in paths:
            with collector_paused():
                checked = check_file(path, run)
            yield checked
        return
    from nsa_lint.run.processes import in_processes  # 25 ms, of a check of one file that takes 500

    batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
    suspects: list[str] = []
    for batch, results in in_processes(check_file, batches, run, min(jobs, len(batches))):
        if results is None:
            suspects += batch
        else:
            yield from results
    for path in suspects:  # a worker died on one of these: each alone, so that only the culprit is lost
        [(_, results)] = in_processes(check_file, [[path]], run, 1)
        yield from results or [failed(path, not_analysed("the process that checked it died"), run.settings)]


def job_count(settings: Settings) -> int:
    """How many processes `--jobs`, the configuration, or the machine says."""
    jobs = settings.flake8.jobs
    if not jobs.is_auto:
        return int(jobs.n_jobs)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
