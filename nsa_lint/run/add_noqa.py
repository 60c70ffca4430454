"""`--add-noqa`: a comment on the line of each finding, so that only what is new is reported from then on."""

from __future__ import annotations

import io
import re

from nsa_lint.checker import NOT_ANALYSED
from nsa_lint.report.changes import UNUSED_NOQA
from nsa_lint.run.files import Checked
from nsa_lint.run.fix import Fixed, changed
from nsa_lint.run.flake8_internals import FileProcessor
from nsa_lint.run.settings import Settings
from nsa_lint.syntax.source import Source

_NOQA = re.compile(r"# noqa:\s?[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*", re.IGNORECASE)
_NOT_ADDED = frozenset((NOT_ANALYSED, UNUSED_NOQA))  # the first has no line of its own, the second is a comment itself


def add_noqa(source: Source, checked: Checked, settings: Settings) -> Fixed | None:
    """The file with a `# noqa` for each finding; None where there is nothing to add."""
    codes: dict[int, set[str]] = {}
    last = _last_lines(source, settings)
    for each in checked.diagnostics:
        if each.code not in _NOT_ADDED:
            codes.setdefault(last.get(each.line, each.line), set()).add(each.code)
    lines = list(io.StringIO(source.text, newline=""))
    for number, wanted in codes.items():
        lines[number - 1] = _with(lines[number - 1], sorted(wanted))
    return changed(source, "".join(lines), checked, settings)


def _last_lines(source: Source, settings: Settings) -> dict[int, int]:
    """For each line, the last one of its logical line: a comment there counts for all of them, as flake8 reads it."""
    processor = FileProcessor(source.path, settings.flake8, lines=list(source.lines))
    count = len(source.lines)
    texts = [processor.noqa_line_for(number) or "" for number in range(1, count + 1)]
    last = {}
    start = 1
    while start <= count:
        length = max(len(io.StringIO(texts[start - 1]).readlines()), 1)
        for number in range(start, start + length):
            last[number] = min(start + length - 1, count)
        start += length
    return last


def _with(line: str, codes: list[str]) -> str:
    body = line.rstrip("\r\n")
    end = line[len(body) :]
    there = list(_NOQA.finditer(body))
    if there:
        at = there[-1].end()
        return f"{body[:at]},{','.join(codes)}{body[at:]}{end}"
    return f"{body.rstrip()}  # noqa: {','.join(codes)}{end}"
