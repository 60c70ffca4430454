"""One `nsa-lint check`: settings, files, fixes, report. Returns how many findings are left."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from nsa_lint.checker import collector_paused, unreadable
from nsa_lint.cli.arguments import Arguments
from nsa_lint.cli.progress import progress
from nsa_lint.report import SHOW_FIXES, FileReport, Style, render
from nsa_lint.rules import RULES
from nsa_lint.run.cache import Cache, open_cache, user_folder
from nsa_lint.run.files import Checked, Run, check_files, check_source, failed, job_count
from nsa_lint.run.settings import Misuse, Settings, load
from nsa_lint.syntax.source import Source, Unreadable, read_bytes

if TYPE_CHECKING:
    from nsa_lint.run.fix import Fixed  # libcst's part of the house: imported where something is fixed


def check(arguments: Arguments) -> int:
    """Run the command; raises `Misuse`. The exit status follows from what is left after fixing."""
    settings = load(arguments.flake8)
    for path in arguments.paths:
        if path != "-" and not os.path.exists(path):
            raise Misuse(f"path {path!r} does not exist; expected files, folders, or - for standard input")
    files = list(settings.files())
    sources: dict[str, Source] = {}  # what was checked in this process and cannot be read again, or not as it was
    results = [_standard_input(settings, sources)] if "-" in files else []
    paths = sorted({path for path in files if path != "-"})
    remedies = arguments.output_format in SHOW_FIXES and not arguments.fix  # which changes what is left
    run = Run(settings, _cache(arguments, settings), remedies)
    results += progress(check_files(paths, run, job_count(settings)), len(paths))
    results = sorted((each for each in results if each.diagnostics), key=lambda each: each.path)
    changes: list[Fixed] = []
    if arguments.fix:
        results, changes = _fix(results, arguments, settings, sources)
    with collector_paused():  # standard input and what --fix has changed are parsed once more
        _write(_lines(results, changes, arguments, sources))
    if arguments.exit_zero:
        return 0
    return sum(len(each.diagnostics) for each in results) + (len(changes) if arguments.diff else 0)


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
        sources[path] = Source.of_bytes(path, sys.stdin.buffer.read())
    except Unreadable as error:
        return failed(path, unreadable(error), settings)
    return check_source(sources[path], settings)


def _fix(
    results: Sequence[Checked], arguments: Arguments, settings: Settings, sources: dict[str, Source]
) -> tuple[list[Checked], list[Fixed]]:
    """Fix what can be fixed; what is left, and the changes. With --diff nothing is written."""
    from nsa_lint.run.fix import fix, root_of, write

    left: list[Checked] = []
    changes: list[Fixed] = []
    for checked in results:
        source = _source(checked.path, sources)
        fixed = fix(source, checked, settings, unsafe=arguments.unsafe_fixes) if source else None
        if fixed is None:
            left.append(checked)
            continue
        if not arguments.diff:
            try:
                write(fixed, root_of(checked.path, list(arguments.paths)))
            except OSError as error:
                print(f"nsa-lint: not fixed: {error}", file=sys.stderr)
                left.append(checked)
                continue
        changes.append(fixed)
        sources[checked.path] = fixed.after
        left.append(fixed.checked)
    return [each for each in left if each.diagnostics], changes


def _lines(
    results: Sequence[Checked], changes: Sequence[Fixed], arguments: Arguments, sources: dict[str, Source]
) -> Iterator[str]:
    """What goes to standard output. Counts go to standard error where they would spoil a document."""
    if changes:
        count = sum(change.count for change in changes)
        what = "would be fixed" if arguments.diff else "fixed"
        print(f"{_number(count, 'finding')} {what} in {_number(len(changes), 'file')}", file=sys.stderr)
    if arguments.diff:
        from nsa_lint.run.fix import diff

        yield from chain.from_iterable(map(diff, changes))
        return
    reports = [_report(each, sources) for each in results]
    yield from render(arguments.output_format, reports, _style(arguments))
    if arguments.statistics:
        counts = Counter(found.code for each in results for found in each.diagnostics)
        lines = [f"{count:<8}{code}  {RULES[code].summary}" for code, count in sorted(counts.items())]
        if arguments.output_format in ("json", "sarif"):
            print(*lines, sep="\n", file=sys.stderr)
        else:
            yield from lines
    if arguments.output_format == "text":
        yield _verdict(reports)


def _verdict(reports: Sequence[FileReport]) -> str:
    found = [each for report in reports for each in report.found]
    if not found:
        return "nothing found"
    text = f"{_number(len(found), 'finding')} in {_number(len(reports), 'file')}"
    safe = sum(each.fix is not None and each.fix.safety == "safe" for each in found)
    unsafe = sum(each.fix is not None and each.fix.safety == "unsafe" for each in found)
    if safe:
        text += f"; {safe} fixed by --fix"
    if unsafe:
        text += f"; {unsafe}{' more' if safe else ''} fixed by --fix --unsafe-fixes, to be looked at first"
    return text


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _style(arguments: Arguments) -> Style:
    terminal = sys.stdout.isatty()
    wanted = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    color = wanted if arguments.color == "auto" else arguments.color == "always"
    return Style(color, shutil.get_terminal_size().columns if terminal else 0)


def _write(lines: Iterable[str]) -> None:
    """Print, whatever the terminal's encoding: file names and source lines may hold any character."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    for line in lines:
        print(line)
    sys.stdout.flush()


def _report(checked: Checked, sources: dict[str, Source]) -> FileReport:
    parsed = checked.remedies is None  # they are still to be found
    load = partial(_source, checked.path, sources, parsed)
    return FileReport(checked.path, checked.diagnostics, load, checked.remedies)


def _source(path: str, sources: dict[str, Source], parsed: bool = True) -> Source | None:
    if path in sources:
        return sources[path]
    try:
        return Source.read(path) if parsed else Source.not_parsed(path, read_bytes(path))
    except Unreadable:
        return None
