"""What one run prints: the report on standard output, counts where they spoil no document."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from nsa_lint.cli.arguments import Arguments
from nsa_lint.report import DOCUMENTS, FileReport, Style, render
from nsa_lint.rules import RULES
from nsa_lint.run.files import Checked, load
from nsa_lint.syntax.source import Source, Unreadable, read_bytes

if TYPE_CHECKING:
    from nsa_lint.run.fix import Fixed


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files were analysed, and how many were known from an earlier run."""

    analysed: int
    known: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left, what was changed, and the texts that cannot be read again, or not as they were."""

    results: tuple[Checked, ...]
    changes: tuple[Fixed, ...]
    sources: Mapping[str, Source]
    counts: Counts


def show(outcome: Outcome, arguments: Arguments) -> None:
    """Print the report, whatever the terminal's encoding: file names and source lines may hold any character."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    for line in _lines(outcome, arguments):
        print(line)
    sys.stdout.flush()


def number(count: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _lines(outcome: Outcome, arguments: Arguments) -> Iterator[str]:
    if outcome.changes:
        count = sum(change.count for change in outcome.changes)
        done = "silenced" if arguments.add_noqa else "fixed"
        what = f"would be {done}" if arguments.diff else done
        print(f"{number(count, 'finding')} {what} in {number(len(outcome.changes), 'file')}", file=sys.stderr)
    reports = [_report(each, outcome.sources) for each in outcome.results]
    if arguments.diff:
        from nsa_lint.run.fix import diff

        yield from chain.from_iterable(map(diff, outcome.changes))
        if reports:
            print(f"left: {_verdict(reports)}", file=sys.stderr)
        return
    if reports or arguments.output_format in DOCUMENTS:  # else there is nothing to render, or to import for it: 12 ms
        yield from render(arguments.output_format, reports, _style(arguments))
    if arguments.statistics:
        analysed = number(outcome.counts.analysed, "file")
        print(f"{analysed} analysed, {outcome.counts.known} known from an earlier run", file=sys.stderr)
        counts = Counter(found.code for each in outcome.results for found in each.diagnostics)
        lines = [f"{count:<8}{code}  {RULES[code].summary}" for code, count in sorted(counts.items())]
        if arguments.output_format in DOCUMENTS:
            print(*lines, sep="\n", file=sys.stderr)
        else:
            yield from lines
    if arguments.output_format == "text":
        yield _verdict(reports)


def _verdict(reports: Sequence[FileReport]) -> str:
    found = [(each, report.writable) for report in reports for each in report.found]
    if not found:
        return "nothing found"
    text = f"{number(len(found), 'finding')} in {number(len(reports), 'file')}"
    safety = [each.fix.safety for each, writable in found if each.fix is not None and writable]
    safe, unsafe = safety.count("safe"), safety.count("unsafe")
    if safe:
        text += f"; {safe} can be fixed with --fix"
    if unsafe:
        more = " more" if safe else ""
        text += f"; {unsafe}{more} can be fixed with --fix --unsafe-fixes (review before applying)"
    return text


def _style(arguments: Arguments) -> Style:
    terminal = sys.stdout.isatty()
    return Style(_color(arguments.color, terminal), shutil.get_terminal_size().columns if terminal else 0)


def _color(wanted: str, terminal: bool) -> bool:
    """`--color`, then NO_COLOR, then FORCE_COLOR, then whether the output is a terminal that can."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _report(checked: Checked, sources: Mapping[str, Source]) -> FileReport:
    parsed = checked.remedies is None  # they are still to be found
    source = partial(_source, checked.path, sources, parsed)
    return FileReport(checked.path, checked.diagnostics, source, checked.remedies, checked.places)


def _source(path: str, sources: Mapping[str, Source], parsed: bool = True) -> Source | None:
    if path in sources:
        return sources[path]
    try:
        return load(path, read_bytes(path), parse=parsed).source
    except Unreadable:
        return None
