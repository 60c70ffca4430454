"""What may make a class of another one in a text, or give it a second name: looked up before a file is parsed.

The name is searched for, and what stands around each of its places is looked at: a pattern with the name at its end is
tried at each place where one can begin, and took a quarter of the time that the classes below one take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLASS = re.compile(r"^[ \t]*class\b", re.MULTILINE)
_RENAMED = re.compile(r"\s+as\b")  # Name as Base
_GIVEN = re.compile(r"(?:=|\belse|\bor)\s*(?:\w+\.)*\Z")  # Base = Name
_GIVEN_END = re.compile(r"[ \t]*(?:$|[#;\\]|(?:if|or)\b)", re.MULTILINE)
_ITEM = re.compile(r"['\"]\s*:\s*(?:\w+\.)*\Z")  # {"base": Name}
_ITEM_END = re.compile(r"\s*[,}]")
_MADE = re.compile(r"\b(?:type|new_class)\Z")
_BASES = re.compile(r"\bbases\s*=\s*\Z")
_AROUND = 200  # characters before a name that can belong to it


def may_derive(text: str, name: str) -> bool:
    """Whether a text may make a class of the one of this name, or give it a second name."""
    return any(
        _RENAMED.match(text, end) is not None
        or (_GIVEN_END.match(text, end) is not None and _ends_with(_GIVEN, text, start))
        or (_ITEM_END.match(text, end) is not None and _ends_with(_ITEM, text, start))
        or _in_header(text, start)
        or _in_bases(text, start)
        for start, end in _places(text, name)
    )


def may_derive_by_call(text: str, name: str) -> bool:
    """The same where a call makes it: `type("Sub", (Base,), {})`, or `bases=(Base,)`."""
    return any(_in_bases(text, start) for start, _ in _places(text, name))


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where each occurrence of a name as a word begins and ends."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_in_word(text[start - 1 : start]) or _in_word(text[end : end + 1])):
            yield start, end
        start = text.find(name, end)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _ends_with(pattern: re.Pattern[str], text: str, end: int) -> bool:
    return pattern.search(text, max(0, end - _AROUND), end) is not None


def _in_header(text: str, place: int) -> bool:
    """Whether a place is between `class` and the colon of a class; a comment in between may hold a colon."""
    end = place
    while end >= 0:
        colon = text.rfind(":", 0, end)
        if _CLASS.search(text, colon + 1, end) is not None:
            return True
        line = text.rfind("\n", 0, max(colon, 0)) + 1
        end = colon if "#" in text[line : max(colon, 0)] else -1
    return False


def _in_bases(text: str, place: int) -> bool:
    """Whether a place is in a tuple that is the second argument of `type`, or given as `bases`."""
    inner = text.rfind("(", 0, place)
    if inner < 0 or ")" in text[inner:place]:
        return False
    if _ends_with(_BASES, text, inner):
        return True
    outer = text.rfind("(", 0, inner)
    return outer >= 0 and ")" not in text[outer:inner] and _ends_with(_MADE, text, outer)
