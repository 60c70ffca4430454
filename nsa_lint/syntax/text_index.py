"""Where words occur in a text, by line: a search that is many times cheaper than to walk a syntax tree.

Every guard leaves an identifier or a quoted name of a backend in the text of the function that reads it. So functions
whose source contains no word that could name a dispatch guard are skipped.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, ClassVar

_WORD = re.compile(r"[^\x00-/:-@\[-^`{-\x7f]+")  # beyond ASCII more stands in a word than `\w`: combining marks
_MANY = 50  # words: of more than these, each line is split once, in place of a search for each word
_QUOTES = frozenset("'\"")
# A table for `str.translate`: everything in ASCII that cannot stand in a word becomes a space.
SPACES = "".join(chr(code) if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128))


class Classified:
    """Remembers for the whole run which words a test chooses: most words of a file stood in an earlier one.

    All tests share the words that none of them chooses: looking up each word of a file once for each test took 3 % of
    a run. They are the keys of a dictionary: Python's garbage collector, which runs in flake8's processes, goes through
    every set of strings each time, but through no dictionary of strings alone.
    """

    _tests: ClassVar[list[Classified]] = []
    _plain: ClassVar[dict[str, None]] = {}

    def __init__(self, test: Callable[[set[str]], Iterable[str]]) -> None:
        self._test = test
        self._chosen: set[str] = set()
        self._tests.append(self)
        self._plain.clear()

    def choose(self, words: set[str]) -> set[str]:
        """Those of the words that the test chooses."""
        return self.notable(words) & self._chosen

    @classmethod
    def notable(cls, words: set[str]) -> set[str]:
        """Those of the words that any test chooses."""
        left = words.difference(cls._plain)
        new = left.difference(*(each._chosen for each in cls._tests))
        if new:
            for each in cls._tests:
                each._chosen.update(each._test(new))
            plain = new.difference(*(each._chosen for each in cls._tests))
            cls._plain.update(dict.fromkeys(plain))
            left -= plain
        return left


def words_of(text: str) -> set[str]:
    """All identifiers, keywords and numbers of a text."""
    if text.isascii():
        return set(text.translate(SPACES).split())
    return set(_WORD.findall(text))


class TextIndex:
    """A text, its words, and on which lines they occur; lines are counted from 1."""

    def __init__(self, lines: Sequence[str]) -> None:
        text = "".join(lines)
        if not text.isascii():  # Python reads identifiers in this form
            lines = [unicodedata.normalize("NFKC", line) for line in lines]
            text = "".join(lines)
        self.text = text
        # each word between spaces; ASCII alone, where one character in it is one of the text, after the first space
        self._spaced = f" {text.translate(SPACES)} " if text.isascii() else ""
        self.words = set(self._spaced.split()) if self._spaced else words_of(text)
        self._ends = list(accumulate(map(len, lines)))  # where each line ends
        self._anywhere: dict[str, bool] = {}  # whether a part occurs at all

    @cached_property
    def notable(self) -> set[str]:
        """The words that any of the tests of words chooses."""
        return Classified.notable(self.words)

    @property
    def last(self) -> int:
        """The number of the last line."""
        return len(self._ends)

    def lines_with(self, words: Iterable[str], first: int, last: int) -> list[int]:
        """Those of these lines on which one of the words may occur, in order; a word may also be `:=`."""
        begin, end = self._ends[first - 2] if first > 1 else 0, self._ends[last - 1]
        found: set[int] = set()
        wanted = {*words}
        if len(wanted) > _MANY and self._spaced:
            ends = [begin, *self._ends[first - 1 : last]]
            for line, (start, stop) in enumerate(pairwise(ends), first):
                if not wanted.isdisjoint(self._spaced[start + 1 : stop + 1].split()):
                    found.add(line)
            wanted = {word for word in wanted if not word.isidentifier()}
        for word in wanted:
            text, part, stop = self.text, word, end
            if self._spaced and word.isidentifier():  # whole words: where a word begins, there is a space in it
                text, part, stop = self._spaced, f" {word} ", end + 2
            place = text.find(part, begin, stop)
            while place >= 0:
                line = self._line_of(place)
                found.add(line)
                place = text.find(part, self._ends[line - 1], stop)
        return sorted(found)

    def lines_of_words(self, words: Iterable[str]) -> set[int]:
        """The lines on which one of the words occurs, whole."""
        if self._spaced:
            return {*self.lines_with(words, 1, self.last)} if self._ends else set()
        return {
            self._line_of(place)
            for word in words
            for place, before, after in self._find(word)
            if _is_whole(before, after)
        }

    def lines_of_strings(self, words: Iterable[str]) -> set[int]:
        """The lines on which a string is one of the words."""
        found = (each for word in words for each in self._find(word))
        return {self._line_of(place) for place, before, after in found if before in _QUOTES and after in _QUOTES}

    def lines_matching(self, pattern: re.Pattern[str]) -> set[int]:
        """The lines on which a match of a pattern begins."""
        return {self._line_of(match.start()) for match in pattern.finditer(self.text)}

    def calls(self, word: str) -> bool:
        """Whether a parenthesis follows the word somewhere, or it is a decorator, and no attribute is meant."""
        return any(
            self._is_line_of(place - 1, place + len(word))
            if before == "@"
            else after == "(" and not (before.isalnum() or before in ("_", "."))
            for place, before, after in self._find(word)
        )

    def names(self, words: Iterable[str]) -> bool:
        """Whether one of the words may be a name somewhere: not `model.eval`, an attribute alone."""
        return any(
            before != "." and _is_whole(before, after)
            for word in self.words.intersection(words)
            for _, before, after in self._find(word)
        )

    def text_of(self, first: int, last: int) -> str:
        """The text of these lines."""
        return self.text[self._ends[first - 2] if first > 1 else 0 : self._ends[last - 1]]

    def holds(self, part: str, nodes: Iterable[ast.AST]) -> bool:
        """Whether the lines of one of the nodes have a part of text in them, `:=` or a word."""
        anywhere = self._anywhere.get(part)
        if anywhere is None:
            anywhere = self._anywhere[part] = part in self.text
        return anywhere and any(part in self.text_of(*span(node)) for node in nodes)

    def words_in(self, nodes: Iterable[ast.AST]) -> set[str]:
        """All words on the lines of these nodes."""
        return set().union(*(self._words_of(*span(node)) for node in nodes))

    def _words_of(self, first: int, last: int) -> set[str]:
        if not self._spaced:
            return words_of(self.text_of(first, last))
        start = self._ends[first - 2] if first > 1 else 0
        return set(self._spaced[start + 1 : self._ends[last - 1] + 1].split())

    def mentions_of(self, names: Iterable[str], body: Sequence[ast.AST]) -> LineSet:
        """Where words may occur in the statements of a body."""
        spans = [span(node) for node in body]
        first, last = min(first for first, _ in spans), max(last for _, last in spans)
        return LineSet(self.lines_with(names, first, last))

    def _is_line_of(self, first: int, end: int) -> bool:
        """Whether all of a line is between two places, but for space around it and a comment after it."""
        line = self._line_of(first)
        text, start = self.text_of(line, line), self._ends[line - 2] if line > 1 else 0
        return not text[: first - start].strip() and text[end - start :].partition("#")[0].strip() == ""

    def _line_of(self, place: int) -> int:
        """The number of the line of a place in the text."""
        return bisect_right(self._ends, place) + 1

    def _find(self, word: str) -> Iterator[tuple[int, str, str]]:
        """Where it occurs, with the characters before and after it."""
        text, place = self.text, self.text.find(word)
        while place >= 0:
            end = place + len(word)
            yield place, text[place - 1 : place], text[end : end + 1]
            place = text.find(word, end)


def _is_whole(before: str, after: str) -> bool:
    """Whether a word stands between these characters, and not a part of a longer one."""
    return not (before.isalnum() or after.isalnum() or before == "_" or after == "_")


def span(node: Any) -> tuple[int, int]:
    """The first and the last line of a node, counted from 1; a definition begins with its decorators."""
    decorators = getattr(node, "decorator_list", None)
    return (decorators[0] if decorators else node).lineno, node.end_lineno or node.lineno


def covers(node: Any, line: int) -> bool:
    """Whether a line is one of a node, without its decorators."""
    return bool(node.lineno <= line <= (node.end_lineno or node.lineno))


class LineSet:
    """Lines of interest, and which nodes may hold one."""

    def __init__(self, lines: Iterable[int] = ()) -> None:
        self._lines = sorted(lines)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def __or__(self, lines: Iterable[int]) -> LineSet:
        return LineSet({*self._lines, *lines})

    def between(self, first: int, last: int) -> bool:
        """Whether one of them is among these."""
        index = bisect_left(self._lines, first)
        return index < len(self._lines) and self._lines[index] <= last

    def within(self, node: Any) -> bool:
        """Whether a node may hold one; True where it is hard to say: some nodes have no place in the text."""
        return not hasattr(node, "lineno") or self.between(*span(node))
