"""Random input for the whole checker, and what must hold of any input at all.

`sample` gives bytes: modules from the grammar, generated programs, and both of these and real files with bytes, lines
and words changed at random. `problem` says what is wrong with the way one of them is dealt with, or None.
"""

from __future__ import annotations

import io
import random
import re
import signal
import sysconfig
import tokenize
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType

from lab import cases, grammar
from lab.fetch import ROOT
from lab.oracle.generate import generate
from nsa_lint.checker import check, check_safely
from nsa_lint.fixes import Fix, apply, fixes_for
from nsa_lint.model import Diagnostic
from nsa_lint.options import SCOPES, Options
from nsa_lint.report.fingerprint import fingerprint
from nsa_lint.run.fix import ROUNDS
from nsa_lint.syntax.source import Source, Unreadable

KINDS = ("grammar", "program", "bytes")
_WORDS = (
    "if HAS_TRITON:", "else:", "elif x:", "try:", "except E as e:", "finally:", "while x:", "for x in y:", "match x:",
    "case _:", "del x", "return x", "break", "continue", "global x", "nonlocal x", "with a as x:", "lambda:", "async ",
    "await ", "yield x", "x := ", "import x", "from x import *", "class C:", "def f(x):", "raise", "assert x", "*",
    "**", "(", ")", "[", "]", "{", "}", ":", ";", ",", "=",
    "\\\n", "\n", "\r", "\r\n", "\t", "    ", "\f", "#", "'", '"""',
    "f'{x}'", "\x00", "\ufeff", "é", "\u2028", "x", "0", ".", "@", "->", "# noqa: NSA101", "# coding: latin-1\n",
)  # fmt: skip
_TOKENS = (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING)
_STATEMENT = re.compile(rb"^(?:(?:async )?def|class|if|for|while|with|try|import|from|@)\b", re.MULTILINE)
_Fix = tuple[str, Fix]  # with the fingerprint of what it fixes
_LARGEST = 6_000  # bytes of a real file that are taken at once


class TooSlow(BaseException):
    """Past the time limit; no `except Exception` of the checker can hide it."""


def sample(kind: str, rng: random.Random) -> bytes:
    """One input."""
    if kind == "grammar":
        return grammar.module(rng).encode()
    if kind == "program":
        return _program(rng).encode()
    if kind == "bytes":
        data = rng.choice((_real, lambda each: _program(each).encode(), _situation))(rng)
        for _ in range(rng.choice((1, 1, 1, 1, 2, 4))):
            data = _mutated(data, rng)
        return data
    raise ValueError(f"kind is {kind!r}; expected one of {', '.join(KINDS)}")


def problem(data: bytes, seconds: int = 20) -> str | None:
    """What is wrong: a traceback, no end within the time, or a fix that damages the text. None where all is well."""
    try:
        with _time_limit(seconds), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return next(_problems(data), None)
    except TooSlow:
        return f"no end within {seconds} s"
    except Exception:
        return traceback.format_exc()


def _problems(data: bytes) -> Iterator[str]:
    try:
        source = Source.of_bytes("module.py", data)
    except Unreadable:
        return
    for scope in SCOPES:
        options = Options(scope=scope)
        found = check_safely(source, options)
        if any("internal error" in each.message for each in found):
            check(source, options)  # for the traceback
            yield f"told as an internal error, once: {found}"
        fixes = _fixes(source, found)
        safe = [each for each in fixes if each[1].safety == "safe"]
        yield from _damage(source, safe, options, unsafe=False)
        if len(safe) < len(fixes):
            yield from _damage(source, fixes, options, unsafe=True)


def _fixes(source: Source, found: Sequence[Diagnostic]) -> list[_Fix]:
    fixes = zip(found, fixes_for(source, found), strict=True)
    return [(fingerprint(each), fix) for each, fix in fixes if fix]


def _applied(source: Source, fixes: Sequence[_Fix]) -> str:
    return apply(source, [fix for _, fix in fixes])


def _damage(source: Source, fixes: list[_Fix], options: Options, unsafe: bool) -> Iterator[str]:
    text = _applied(source, fixes)
    if text == source.text:
        return
    try:
        after = Source.of_bytes("module.py", source.encode(text))
    except (Unreadable, UnicodeEncodeError) as error:
        yield f"fixed, it does not parse: {error}\n{text}"
        return
    if after.text != text:
        yield f"fixed, written and read back it is another text\n{text}"
    lost = lost_by(source.text, text, sum(len(fix.edits) for _, fix in fixes))
    if lost:
        yield f"the fix {lost}\n{text}"
    yield from _unsettled(after, {each for each, _ in fixes}, options, unsafe)


def _unsettled(after: Source, mended: set[str], options: Options, unsafe: bool) -> Iterator[str]:
    """What is fixed is not found again; with one read mended another may fail, but that comes to an end."""
    for _ in range(ROUNDS):
        fixes = _fixes(after, check_safely(after, options))
        fixes = [each for each in fixes if unsafe or each[1].safety == "safe"]
        text = _applied(after, fixes)
        if text == after.text:
            return
        again = {each for each, _ in fixes}
        if again & mended:
            yield f"what was fixed is found again\n{after.text}"
            return
        mended = mended | again
        after = Source.of_bytes("module.py", after.encode(text))
    yield f"further runs go on changing it\n{after.text}"


def lost_by(before: str, after: str, edits: int) -> str:
    """What of the text is gone or moved; the empty string if nothing is.

    A fix adds statements: the tokens that were there follow each other as before, every comment is still there, and no
    more lines differ than there are edits. A `pass` may go, since the statement that takes its place needs none.
    """
    old, new = _tokens(before), _tokens(after)
    if old is None or new is None:
        return ""
    rest = iter(new[0])
    gone = next((token for token in old[0] if token not in rest), None)
    if gone is not None:
        return f"loses {gone!r}"
    if old[1] - new[1]:
        return f"loses a comment: {old[1] - new[1]}"
    changed = Counter(before.splitlines(keepends=True)) - Counter(after.splitlines(keepends=True))
    return f"changes lines that it is not about: {changed}" if changed.total() > edits else ""


def _tokens(text: str) -> tuple[list[str], Counter[str]] | None:
    """The tokens that mean something, in order, and the comments; None where `tokenize` sees no Python.

    `pass` means nothing, and is no name that a statement could use.
    """
    try:
        found = list(tokenize.generate_tokens(io.StringIO(text, newline=None).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    comments = Counter(each.string.rstrip() for each in found if each.type == tokenize.COMMENT)
    return [each.string for each in found if each.type in _TOKENS and each.string != "pass"], comments


def _program(rng: random.Random) -> str:
    """A program in which bindings and reads are related; often with a guard named like a dispatch."""
    text = generate(rng.choice((1, 2, 3)), rng).text
    return re.sub(r"\ba\b", "use_triton", text) if rng.random() < 0.5 else text


def _situation(rng: random.Random) -> bytes:
    return rng.choice(_snippets()).encode()


@cache
def _snippets() -> list[str]:
    return cases.snippets()


@cache
def _files() -> list[Path]:
    """Python's own modules and tests, and this repository."""
    folders = (Path(sysconfig.get_path("stdlib")), ROOT / "nsa_lint")
    return sorted(path for folder in folders for path in folder.rglob("*.py") if "site-packages" not in path.parts)


def _real(rng: random.Random) -> bytes:
    """Some whole statements of a real file: a few thousand bytes."""
    data = rng.choice(_files()).read_bytes()
    starts = [match.start() for match in _STATEMENT.finditer(data)]
    if not starts:
        return data[:_LARGEST]
    first = rng.randrange(len(starts))
    ends = [each for each in (*starts[first + 1 :], len(data)) if each - starts[first] <= _LARGEST]
    return data[starts[first] : rng.choice(ends) if ends else starts[first] + _LARGEST]


def _mutated(data: bytes, rng: random.Random) -> bytes:
    """One small change."""
    at = rng.randrange(len(data) + 1)
    end = min(len(data), at + rng.choice((1, 1, 4, 40)))
    lines = data.splitlines(keepends=True)
    row = rng.randrange(len(lines)) if lines else 0
    word = rng.choice(_WORDS).encode()
    what = rng.randrange(9)
    if what == 0:
        return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
    if what == 1:
        return data[:at] + data[end:]
    if what == 2:
        return data[:end] + data[at:end] + data[end:]
    if what == 3:
        return data[:at] + word + data[at:]
    if what == 4:
        return data[:at]
    if not lines:
        return word
    if what == 5:
        del lines[row]
    elif what == 6:
        lines[row] = b"    " + lines[row]
    elif what == 7:
        lines[row] = lines[row].removeprefix(b"    ")
    else:
        indent = lines[row][: len(lines[row]) - len(lines[row].lstrip())]
        lines.insert(row, indent + word + b"\n")
    return b"".join(lines)


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raises TooSlow inside; where there is no alarm (Windows), a test's own limit has to do."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def smaller(data: bytes, seconds: int = 20) -> bytes:
    """The input with lines taken out while there is still something wrong with it."""
    lines = data.splitlines(keepends=True)
    width = len(lines) // 2
    while width:  # widths are halved when none can go
        for start in range(0, len(lines), width):
            rest = lines[:start] + lines[start + width :]
            if len(rest) < len(lines) and problem(b"".join(rest), seconds):
                lines = rest
                break
        else:
            width //= 2
    return b"".join(lines)
