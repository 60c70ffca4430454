"""What the words of dispatch mark: in the syntax tree, and in the text that is searched first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from nsa_lint.dispatch.words import patterns
from nsa_lint.syntax.text_index import Classified


def _any(*kinds: str) -> str:
    return "|".join(patterns(*kinds))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{pattern})$", re.IGNORECASE)


_TECHNOLOGY, _DEVICE = _any("technology"), _any("device")
_PREDICATE, _QUALITY = _any("predicate"), _any("quality")
# A predicate about a technology or a device, or one of them with a quality
_FLAG = (
    rf"_*(?:(?:{_PREDICATE})_(?:\w+_)?(?:{_TECHNOLOGY})(?:_\w+)?"
    rf"|(?:\w+_)?(?:{_TECHNOLOGY})_(?:\w+_)?(?:{_QUALITY})"
    rf"|(?:{_PREDICATE}|on)_(?:on_|run_on_)?(?:{_DEVICE})|(?:{_DEVICE})_(?:{_QUALITY}|only))_*"
)
_PRESENCE = rf"_*(?:{_any('presence')})_*"
_HOLDER = rf"(?:\w*_)?(?:{_any('holder')})(?:_\w*)?"
_CAPABILITY = rf"(?:\w+_)?(?:{_any('capability')})(?:_version)?"
_COUNTS = r"(?:num|max|n|per|blocks|stride|model|attention|hybrid)_\w*"  # a number of them, or of something else

_FLAG_PATTERN, _PRESENCE_PATTERN = _whole(_FLAG), _whole(_PRESENCE)
_HOLDER_PATTERN, _CAPABILITY_PATTERN, _COUNTS_PATTERN = _whole(_HOLDER), _whole(_CAPABILITY), _whole(_COUNTS)
_BACKEND_PATTERN = _whole(_any("backend"))
_ARCHITECTURE_PATTERN = _whole("hopper|blackwell|ampere|ada|turing|volta|pascal")

# Beyond the names of flags: what is called to learn what can be used
CALLS = frozenset(patterns("call"))
OBJECTS = frozenset(patterns("object"))
ENVIRONMENTS = frozenset(("os.environ", "environ"))  # subscripted
ENVIRONMENT_PARTS = frozenset((*patterns("environment"), "env"))  # whose `get` is called
DOTTED = frozenset(patterns("dotted"))

# -- in a text ---------------------------------------------------------------------------------------------

# Dotted names whose last word is too common to search for. A line too many costs little; a pattern that begins with
# `\b` cannot be searched for by its first letters, and took a tenth of the checker's time.
_PATTERNS = {frozenset(name.split(".")): re.compile(r"\s*\.\s*".join(name.split(".")) + r"\b") for name in DOTTED}
_MARKING = re.compile(rf"^(?:{_FLAG}|{_PRESENCE}|{_HOLDER}|{_CAPABILITY})$", re.MULTILINE)
_SHORT = frozenset(patterns("holder", "capability"))
_WITH_TECHNOLOGY = re.compile(rf"^(?:\w*_)?(?:{_TECHNOLOGY})(?:_\w*)?$", re.MULTILINE)
_TECHNOLOGY_PART = re.compile(rf"(?:{_TECHNOLOGY})", re.IGNORECASE)
_BACKENDS = re.compile(rf"^(?:{_any('backend')})$", re.MULTILINE)


def dotted_patterns(words: set[str]) -> list[re.Pattern[str]]:
    """What finds the dotted names of which a text has all words."""
    return [pattern for parts, pattern in _PATTERNS.items() if parts <= words]


def _matching(pattern: re.Pattern[str], words: Iterable[str]) -> set[str]:
    """The words that a pattern in lower case matches, in whatever case: half the time of one that ignores the case."""
    lower = {word: word.lower() for word in words}
    found = {*pattern.findall("\n".join(lower.values()))}
    return {word for word, each in lower.items() if each in found}


def _marking(words: set[str]) -> set[str]:
    """The identifiers that, by themselves, can make an expression around them a guard."""
    perhaps = (word for word in words if "_" in word or word.lower() in _SHORT)  # half of all words
    known = words & (CALLS | OBJECTS | ENVIRONMENT_PARTS | {"hasattr"})
    return known | _matching(_MARKING, perhaps)


def _with_technology(words: set[str]) -> set[str]:
    """The identifiers that name a technology, whole or as one of their parts."""
    perhaps = _matching(_WITH_TECHNOLOGY, words)
    return {word for word in perhaps if any(_TECHNOLOGY_PART.fullmatch(part) for part in (*word.split("_"), word))}


marking = Classified(_marking)
backends = Classified(partial(_matching, _BACKENDS))
technologies = Classified(_with_technology)

# -- in a syntax tree --------------------------------------------------------------------------------------


def is_flag(name: str) -> bool:
    """Whether a name says by itself that it is a dispatch guard."""
    return bool(_FLAG_PATTERN.match(name))


def says_presence(name: str) -> bool:
    """Whether a name says that something is there: a guard if it comes from elsewhere, for it may be data."""
    return bool(_PRESENCE_PATTERN.match(name))


def is_backend(text: str) -> bool:
    """Whether a string is the name of a backend."""
    return bool(_BACKEND_PATTERN.match(text))


def holds_backend(name: str) -> bool:
    """Whether a variable of this name holds the name of a backend."""
    return bool(_HOLDER_PATTERN.match(name))


def holds_capability(name: str) -> bool:
    """Whether a variable of this name holds the architecture of a device, or what it can do."""
    return bool(_CAPABILITY_PATTERN.match(name)) and not _COUNTS_PATTERN.match(name)


def is_architecture(text: str) -> bool:
    """Whether a string is the name of an architecture of devices, where a device's is meant."""
    return bool(_ARCHITECTURE_PATTERN.match(text))
