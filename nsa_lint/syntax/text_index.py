"""The first gate: functions in whose text nothing stands that can make a dispatch are not looked at.

Every guard leaves an identifier or a quoted name of a backend in the text of the function that asks it; a `try` that
is a dispatch holds an import or the name of a technology. Looking for a few words is cheaper than anything that looks
at the syntax tree.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

_WORD = re.compile(r"[^\x00-/:-@\[-^`{-\x7f]+")  # beyond ASCII more stands in a word than `\w`: combining marks
_QUOTES = frozenset("'\"")
# A table for `str.translate`: everything in ASCII that cannot stand in a word becomes a space.
_SPACES = "".join(chr(code) if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128))


class Classified:
    """Remembers for the whole run which words a test chooses: most words of a file stood in an earlier one."""

    def __init__(self, test: Callable[[set[str]], Iterable[str]]) -> None:
        self._test = test
        self._seen: set[str] = set()
        self._chosen: set[str] = set()

    def choose(self, words: set[str]) -> set[str]:
        """Those of the words that the test chooses."""
        new = words - self._seen
        if new:
            self._seen |= new
            self._chosen.update(self._test(new))
        return words & self._chosen


def words_of(text: str) -> set[str]:
    """All identifiers, keywords and numbers of a text."""
    if text.isascii():
        return set(text.translate(_SPACES).split())
    return set(_WORD.findall(text))


class Places:
    """On which lines of a text something stands that can make a dispatch."""

    def __init__(self, lines: Sequence[str]) -> None:
        text = "".join(lines)
        if not text.isascii():  # Python reads identifiers in this form
            lines = [unicodedata.normalize("NFKC", line) for line in lines]
            text = "".join(lines)
        self.text = text
        # each word between spaces; ASCII alone, where one character in it is one of the text, behind the first space
        self._spaced = f" {text.translate(_SPACES)} " if text.isascii() else ""
        self.words = set(self._spaced.split()) if self._spaced else words_of(text)
        self._ends = list(accumulate(map(len, lines)))  # where each line ends
        self._lines: list[int] = []  # in order, counted from 1

    def add(self, words: Iterable[str]) -> None:
        """Look for whole words."""
        self._add(
            place
            for word in words
            for place, before, behind in self._find(word)
            if not (before.isalnum() or behind.isalnum() or before == "_" or behind == "_")
        )

    def add_strings(self, words: Iterable[str]) -> None:
        """Look for strings that are one of these words."""
        found = (each for word in words for each in self._find(word))
        self._add(place for place, before, behind in found if before in _QUOTES and behind in _QUOTES)

    def add_matches(self, pattern: re.Pattern[str]) -> None:
        """Look for a pattern."""
        self._add(match.start() for match in pattern.finditer(self.text))

    @property
    def any(self) -> bool:
        """Whether anything that was looked for stands anywhere."""
        return bool(self._lines)

    @property
    def last(self) -> int:
        """The number of the last line."""
        return len(self._ends)

    def any_within(self, first: int, last: int) -> bool:
        """Whether something that was looked for stands on these lines, counted from 1."""
        return _any_between(self._lines, first, last)

    def lines_with(self, words: Iterable[str], first: int, last: int) -> list[int]:
        """Those of these lines, counted from 1, on which one of the words may stand; a word may also be `:=`."""
        begin, end = self._ends[first - 2] if first > 1 else 0, self._ends[last - 1]
        found: set[int] = set()
        for word in words:
            text, part, stop = self.text, word, end
            if self._spaced and word.isidentifier():  # whole words: where a word begins, there a space stands in it
                text, part, stop = self._spaced, f" {word} ", end + 2
            place = text.find(part, begin, stop)
            while place >= 0:
                line = self._line_of(place)
                found.add(line)
                place = text.find(part, self._ends[line - 1], stop)
        return sorted(found)

    def calls(self, word: str) -> bool:
        """Whether a parenthesis follows the word somewhere, and no attribute is meant."""
        return any(
            behind == "(" and not (before.isalnum() or before == "_" or before == ".")
            for _, before, behind in self._find(word)
        )

    def text_of(self, first: int, last: int) -> str:
        """The text of these lines, counted from 1."""
        return self.text[self._ends[first - 2] if first > 1 else 0 : self._ends[last - 1]]

    def _add(self, places: Iterable[int]) -> None:
        self._lines = sorted({self._line_of(place) for place in places}.union(self._lines))

    def _line_of(self, place: int) -> int:
        """The number of the line, from 1, of a place in the text."""
        return bisect_right(self._ends, place) + 1

    def _find(self, word: str) -> Iterator[tuple[int, str, str]]:
        """Where it stands, with the characters before and behind it."""
        text, place = self.text, self.text.find(word)
        while place >= 0:
            end = place + len(word)
            yield place, text[place - 1 : place], text[end : end + 1]
            place = text.find(word, end)


def span(node: Any) -> tuple[int, int]:
    """The first and the last line of a node, counted from 1; a definition begins with its decorators."""
    decorators = getattr(node, "decorator_list", None)
    return (decorators[0] if decorators else node).lineno, node.end_lineno or node.lineno


class Mentions:
    """Whether one of some names may stand in a node: a question of lines, many times cheaper than to walk it."""

    def __init__(self, lines: list[int]) -> None:
        """`lines`: those on which one stands, in order."""
        self._lines = lines

    def within(self, node: Any) -> bool:
        """True where it is hard to say: some nodes have no place in the text."""
        if not hasattr(node, "lineno"):
            return True
        return _any_between(self._lines, *span(node))


def _any_between(lines: list[int], first: int, last: int) -> bool:
    index = bisect_left(lines, first)
    return index < len(lines) and lines[index] <= last
