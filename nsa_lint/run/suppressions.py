"""`# noqa` as flake8 understands it, by flake8's own code; and NSA902: our `# noqa: NSA...` that silence nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nsa_lint.checker import NOT_ANALYSED
from nsa_lint.model import Diagnostic
from nsa_lint.rules import RULES
from nsa_lint.run.flake8_internals import FileProcessor, ignored_inline
from nsa_lint.run.logical_lines import LogicalLines
from nsa_lint.run.selection import PREFIX
from nsa_lint.run.settings import Settings
from nsa_lint.syntax.source import Source

UNUSED = "NSA902"
_OURS = re.compile(rf"#\s*noqa\s*:[^\n#]*?\b{PREFIX}", re.IGNORECASE)
_CODES = re.compile(r"#\s*noqa\s*:\s*(?P<codes>[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*)", re.IGNORECASE)


def reported(source: Source, found: Sequence[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """What is left of `found` after select, ignore, per-file-ignores and `# noqa`; with NSA902, in order."""
    selected = [each for each in found if settings.reports(each.code, source.path)]
    lowered = source.text.lower()
    if settings.flake8.disable_noqa or "noqa" not in lowered:
        return selected
    ours = _OURS.search(source.text) is not None and settings.reports(UNUSED, source.path)
    if not selected and not ours:
        return selected
    if "flake8" in lowered and FileProcessor(source.path, settings.flake8, list(source.lines)).should_ignore_file():
        return []
    lines = LogicalLines(source, settings.flake8)
    silenced = [each for each in selected if _silenced(each, source.path, lines)]
    left = [each for each in selected if each not in silenced]
    if ours and all(each.code != NOT_ANALYSED for each in found):
        left += _unused(source, silenced, lines, settings)
        left.sort(key=lambda each: (each.line, each.column))
    return left


def _silenced(found: Diagnostic, path: str, lines: LogicalLines) -> bool:
    return ignored_inline(found.code, path, found.line, found.column, lines.of(found.line))


def _unused(
    source: Source, silenced: Sequence[Diagnostic], lines: LogicalLines, settings: Settings
) -> Iterator[Diagnostic]:
    """One NSA902 for each code of ours in a comment that silences nothing on the lines that the comment is for."""
    for line, start, comment in lines.comments(_OURS):
        match = _CODES.search(comment)
        if match is None:
            continue
        meant_for = lines.of(line)
        here = [each.code for each in silenced if lines.of(each.line) is meant_for]
        for code in re.split(r"[,\s]+", match["codes"]):
            if not code.upper().startswith(PREFIX) or any(each.startswith(code) for each in here):
                continue
            meant = [rule for rule in RULES if rule.startswith(code)]
            if meant and not all(_could_be_reported(rule, source.path, settings) for rule in meant):
                continue  # it may silence something where more is reported
            column = start + comment.index(code, match.start("codes")) + 1
            why = "silences nothing here" if meant else "is not a code of this checker"
            yield Diagnostic(UNUSED, line, column, line, column + len(code), "", f"`# noqa: {code}` {why}")


def _could_be_reported(code: str, path: str, settings: Settings) -> bool:
    return RULES[code].may_report(settings.options) and settings.reports(code, path)
