"""One `nsa-lint check`: settings, files, baseline, fixes, report. Returns how many findings are left."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nsa_lint.checker import collector_paused, unreadable
from nsa_lint.cli.arguments import TYPED, Arguments
from nsa_lint.cli.output import Counts, Outcome, number, show
from nsa_lint.cli.progress import progress
from nsa_lint.options import WrongValue
from nsa_lint.report import SHOW_FIXES
from nsa_lint.report.place import PLAIN
from nsa_lint.rules import RULES
from nsa_lint.run.atomic import write_atomically
from nsa_lint.run.baseline import Baseline, Entry
from nsa_lint.run.cache import Cache, open_cache, user_folder
from nsa_lint.run.files import Checked, Loaded, Run, check_files, check_source, failed, job_count, load
from nsa_lint.run.notebook import BrokenCell
from nsa_lint.run.settings import Misuse, Settings
from nsa_lint.run.settings import load as load_settings
from nsa_lint.syntax.source import Source, Unreadable

if TYPE_CHECKING:
    from nsa_lint.run.fix import Fixed  # imports libcst: only where something is fixed


def check(arguments: Arguments) -> int:
    """Run the command; raises `Misuse`. The exit status follows from what is left after fixing."""
    settings = load_settings(
        arguments.flake8, no_ignore=arguments.no_ignore, force_exclude=arguments.force_exclude, typed=TYPED
    )
    baseline = None if arguments.write_baseline else settings.baseline
    for path in arguments.paths:
        if path != "-" and not os.path.exists(path):
            raise Misuse(f"path {path!r} does not exist; expected files, folders, or - for standard input")
    files = list(settings.files())
    if not files and not arguments.force_exclude:
        _say("nsa-lint: warning: no files to check; --no-ignore also checks those that are ignored")
    sources: dict[str, Source] = {}  # what was checked in this process and cannot be read again, or not as it was
    results = [_standard_input(settings, sources)] if "-" in files else []
    paths = sorted({path for path in files if path != "-"})
    remedies = arguments.output_format in SHOW_FIXES and not arguments.fix  # which changes what is left
    run = Run(settings, _cache(arguments, settings), remedies)
    results += progress(check_files(paths, run, job_count(settings)), len(paths))
    known = sum(each.known for each in results)
    counts = Counts(len(results) - known, known)
    results = sorted((each for each in results if each.diagnostics), key=lambda each: each.path)
    if arguments.write_baseline:
        return _write_baseline(arguments.write_baseline, [*paths, *sources], results)
    if baseline is not None:
        results = _without_known(baseline, [*paths, *sources], results, settings)
    changes: list[Fixed] = []
    if arguments.fix or arguments.add_noqa:
        results, changes = _change(results, arguments, settings, sources, baseline)
    with collector_paused():  # standard input and what --fix has changed are parsed once more
        show(Outcome(tuple(results), tuple(changes), sources, counts), arguments)
    if arguments.exit_zero:
        return 0
    return sum(len(each.diagnostics) for each in results) + (len(changes) if arguments.diff else 0)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _write_baseline(path: str, checked: Sequence[str], results: Sequence[Checked]) -> int:
    """List the findings; what a baseline already says of files that were not checked stays."""
    baseline = Baseline.of(path, {each.path: each.diagnostics for each in results})
    if os.path.exists(path):
        try:
            baseline = Baseline(baseline.folder, Baseline.read(path).without(checked) | dict(baseline.entries))
        except WrongValue as error:
            raise Misuse(error.at({"baseline": "--write-baseline"})) from None
    try:
        if not os.path.exists(path):
            Path(path).touch()
        write_atomically(Path(path), baseline.text().encode())
    except OSError as error:
        what = f"expected a file that can be written: {error}"
        raise Misuse(f"--write-baseline is {path!r}; {what}") from None
    count = sum(baseline.entries.values())
    name = os.path.relpath(path)
    _say(f"{number(count, 'finding')} listed in {path}; apply it with --baseline {path}, or in a configuration file:")
    _say(f'  pyproject.toml  [tool.nsa-lint]  baseline = "{name}"')
    _say(f"  setup.cfg       [flake8]         nsa-baseline = ./{name}")
    return 0


def _without_known(
    baseline: Baseline, checked: Sequence[str], results: Sequence[Checked], settings: Settings
) -> list[Checked]:
    """The findings that are new; entries that are no longer needed are reported on standard error."""
    found = {each.path: each.diagnostics for each in results}
    unneeded: list[Entry] = baseline.gone()
    for path in checked:
        unneeded += [
            entry
            for entry in baseline.no_longer_needed(path, found.get(path, ()))
            if entry.code in RULES
            and RULES[entry.code].may_report(settings.options)
            and settings.reports(entry.code, path)
        ]
    for entry in sorted(set(unneeded)):
        what = f"{entry.code} '{entry.name}'" if entry.name else entry.code
        _say(f"nsa-lint: {entry.path}: {what} is no longer found; its entry in the baseline is no longer needed")
    if unneeded:
        _say("nsa-lint: --write-baseline on the same paths brings the baseline up to date")
    new = (each.only(baseline.new(each.path, each.diagnostics)) for each in results)
    return [each for each in new if each.diagnostics]


def _cache(arguments: Arguments, settings: Settings) -> Cache | None:
    """What earlier runs found; None where it is not wanted, or where the user has no folder that can be written."""
    if not arguments.cache:
        return None
    try:
        return open_cache(Path(arguments.cache_dir) if arguments.cache_dir else user_folder(), settings.options)
    except (OSError, RuntimeError, ValueError) as error:
        if not arguments.cache_dir:
            return None
        what = error.strerror if isinstance(error, OSError) else error
        raise Misuse(f"--cache-dir is {arguments.cache_dir!r}; expected a folder that can be written: {what}") from None


def _standard_input(settings: Settings, sources: dict[str, Source]) -> Checked:
    path = settings.flake8.stdin_display_name
    try:
        loaded: Loaded = load(path, sys.stdin.buffer.read())
    except Unreadable as error:
        return failed(path, unreadable(error), settings, error.places if isinstance(error, BrokenCell) else PLAIN)
    sources[path] = loaded.source
    return check_source(loaded.source, settings, loaded.places)


def _change(
    results: Sequence[Checked],
    arguments: Arguments,
    settings: Settings,
    sources: dict[str, Source],
    baseline: Baseline | None,
) -> tuple[list[Checked], list[Fixed]]:
    """Fix what can be fixed, or silence it; what is left, and the changes. With --diff nothing is written."""
    from nsa_lint.run.fix import root_of, write

    left: list[Checked] = []
    changes: list[Fixed] = []
    for checked in results:
        fixed = _changed(checked, arguments, settings, sources)
        if fixed is not None and baseline is not None:
            fixed = _only_new(fixed, checked, baseline)
        if fixed is None or (arguments.add_noqa and fixed.count <= 0):  # a comment that would silence nothing
            left.append(checked)
            continue
        if not arguments.diff:
            try:
                write(fixed, root_of(checked.path, list(arguments.paths)))
            except OSError as error:
                _say(f"nsa-lint: not changed: {error}")
                left.append(checked)
                continue
        changes.append(fixed)
        sources[checked.path] = fixed.after
        left.append(fixed.checked)
    return [each for each in left if each.diagnostics], changes


def _only_new(fixed: Fixed, before: Checked, baseline: Baseline) -> Fixed:
    from nsa_lint.run.fix import gone

    again = fixed.checked.only(baseline.new(fixed.checked.path, fixed.checked.diagnostics))
    return replace(fixed, checked=again, count=gone(before.diagnostics, again.diagnostics))


def _changed(checked: Checked, arguments: Arguments, settings: Settings, sources: dict[str, Source]) -> Fixed | None:
    from nsa_lint.run.add_noqa import add_noqa
    from nsa_lint.run.fix import fix

    if checked.places.lines:
        _say(f"nsa-lint: not changed: {checked.path} is a notebook; its cells have to be edited by hand")
        return None
    try:
        source = sources[checked.path] if checked.path in sources else Source.read(checked.path)
    except Unreadable:
        return None
    if arguments.add_noqa:
        return add_noqa(source, checked, settings)
    return fix(source, checked, settings, unsafe=arguments.unsafe_fixes)
