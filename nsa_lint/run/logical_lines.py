"""The lines that one `# noqa` counts for, by flake8's own code, of the parts of a file that are asked for.

flake8 tokenizes the whole file to know them, which costs more than the analysis. Here a file is cut where a statement
of the module or of a class begins: no token and no bracket is open there, so the tokens of a part are the file's own.
"""

from __future__ import annotations

import argparse
import ast
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterator

from nsa_lint.run.flake8_internals import FileProcessor
from nsa_lint.syntax.source import Source
from nsa_lint.syntax.text_index import span


class LogicalLines:
    """Lines count from 1, here as in the file."""

    def __init__(self, source: Source, options: argparse.Namespace) -> None:
        self._source = source
        self._options = options
        self._starts = sorted({1, *_starts(source)})
        self._parts: dict[int, FileProcessor] = {}

    def of(self, line: int) -> str | None:
        """The text in which a `# noqa` silences `line`: one string, the same object, for each line that it is for."""
        part = bisect_right(self._starts, line) - 1
        if "noqa" not in self._text(part).lower():
            return self._source.lines[line - 1] if line <= len(self._source.lines) else None
        return self._part(part).noqa_line_for(line - self._starts[part] + 1)

    def comments(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
        """The line, the column from 0 and the text of each comment of the parts in which `pattern` occurs."""
        for part, start in enumerate(self._starts):
            if pattern.search(self._text(part)):
                for token in self._part(part).file_tokens:
                    if token.type == tokenize.COMMENT:
                        yield token.start[0] + start - 1, token.start[1], token.string

    def _lines(self, part: int) -> tuple[str, ...]:
        ends = [*self._starts[1:], len(self._source.lines) + 1]
        return self._source.lines[self._starts[part] - 1 : ends[part] - 1]

    def _text(self, part: int) -> str:
        return "".join(self._lines(part))

    def _part(self, part: int) -> FileProcessor:
        if part not in self._parts:
            self._parts[part] = FileProcessor(self._source.path, self._options, lines=list(self._lines(part)))
        return self._parts[part]


def _starts(source: Source) -> Iterator[int]:
    """The first line of each statement that begins a part."""
    stack: list[Iterator[ast.stmt]] = [iter(source.tree.body)]
    while stack:
        for statement in stack[-1]:
            first, _ = span(statement)
            if _begins_here(source, statement, first):
                yield first
            if isinstance(statement, ast.ClassDef):
                stack.append(iter(statement.body))
                break
        else:
            stack.pop()


def _begins_here(source: Source, statement: ast.stmt, line: int) -> bool:
    """Whether a statement has a line to itself up to there, and none that ends in a backslash before it."""
    text = source.lines[line - 1].lstrip()
    if getattr(statement, "decorator_list", None):
        alone = text.startswith("@")  # `@(`, and the decorator on the next line
    else:
        alone = len(source.lines[line - 1]) - len(text) == statement.col_offset
    return alone and not source.lines[line - 2].rstrip().endswith("\\")
