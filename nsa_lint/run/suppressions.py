"""`# noqa` as flake8 understands it, by flake8's own code; and which of our `# noqa: NSA...` silence nothing (NSA902).

Only a file that says noqa is tokenized: that costs more than the analysis.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator, Sequence

from nsa_lint.checker import NOT_ANALYSED
from nsa_lint.model import Diagnostic
from nsa_lint.rules import RULES
from nsa_lint.run.flake8_internals import FileProcessor, ignored_inline
from nsa_lint.run.selection import PREFIX
from nsa_lint.run.settings import Settings
from nsa_lint.syntax.source import Source

UNUSED = "NSA902"
_OURS = re.compile(rf"#\s*noqa\s*:[^\n#]*?\b{PREFIX}", re.IGNORECASE)
_CODES = re.compile(r"#\s*noqa\s*:\s*(?P<codes>[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*)", re.IGNORECASE)


def reported(source: Source, found: Sequence[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """What is left of `found` after select, ignore, per-file-ignores and `# noqa`; with NSA902, in order."""
    selected = [each for each in found if settings.reports(each.code, source.path)]
    if settings.flake8.disable_noqa or "noqa" not in source.text.lower():
        return selected
    ours = _OURS.search(source.text) is not None and settings.reports(UNUSED, source.path)
    if not selected and not ours:
        return selected
    processor = FileProcessor(source.path, settings.flake8, lines=list(source.lines))
    if processor.should_ignore_file():
        return []
    silenced = [each for each in selected if _silenced(each, source.path, processor)]
    left = [each for each in selected if each not in silenced]
    if ours and all(each.code != NOT_ANALYSED for each in found):
        left += _unused(source, silenced, processor, settings)
        left.sort(key=lambda each: (each.line, each.column))
    return left


def _silenced(found: Diagnostic, path: str, processor: FileProcessor) -> bool:
    line = processor.noqa_line_for(found.line)
    return ignored_inline(found.code, path, found.line, found.column, line)


def _unused(
    source: Source, silenced: Sequence[Diagnostic], processor: FileProcessor, settings: Settings
) -> Iterator[Diagnostic]:
    """One NSA902 for each code of ours in a comment that silences nothing on the lines that the comment is for."""
    for token in processor.file_tokens:
        match = _CODES.search(token.string) if token.type == tokenize.COMMENT else None
        if match is None:
            continue
        line = processor.noqa_line_for(token.start[0])
        here = [each.code for each in silenced if processor.noqa_line_for(each.line) == line]
        for code in re.split(r"[,\s]+", match["codes"]):
            if not code.upper().startswith(PREFIX) or any(each.startswith(code) for each in here):
                continue
            meant = [rule for rule in RULES if rule.startswith(code)]
            if meant and not all(_could_be_reported(rule, source.path, settings) for rule in meant):
                continue  # it may silence something where more is reported
            column = token.start[1] + token.string.index(code, match.start("codes")) + 1
            why = "silences nothing here" if meant else "is not a code of this checker"
            yield Diagnostic(
                UNUSED, token.start[0], column, token.end[0], column + len(code), "", f"`# noqa: {code}` {why}"
            )


def _could_be_reported(code: str, path: str, settings: Settings) -> bool:
    return settings.options.reports(code, RULES[code].default) and settings.reports(code, path)
