"""One file as the checker sees it: the text, its syntax tree, and how to write the text back.

A file is decoded as flake8 decodes it (the encoding cookie, then latin-1 where the cookie lies), so that both faces
see the same characters; columns everywhere are counted in these characters, not in bytes.
"""

from __future__ import annotations

import ast
import codecs
import io
import os
import stat
import tokenize
import warnings
from collections.abc import Sequence
from dataclasses import dataclass


class Unreadable(Exception):
    """The file cannot be looked at: `reason` in one line, `line` and `column` (both from 1) where it goes wrong."""

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = " ".join(reason.split())
        self.line = max(line, 1)
        self.column = max(column, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """`text` keeps the newlines of the file; `lines` are those that `tree` counts, each ending in a plain newline."""

    path: str
    text: str
    tree: ast.Module
    lines: tuple[str, ...]
    encoding: str = "utf-8"
    bom: bytes = b""

    @classmethod
    def of_tree(cls, path: str, tree: ast.Module, lines: Sequence[str]) -> Source:
        """What flake8 hands over, already decoded and parsed."""
        return cls(path, "".join(lines), tree, tuple(lines))

    @classmethod
    def of_text(cls, path: str, text: str, encoding: str = "utf-8", bom: bytes = b"") -> Source:
        """Parse `text`; raises `Unreadable` where Python cannot."""
        lines = tuple(io.StringIO(text, newline=None))
        return cls(path, text, _parse("".join(lines)), lines, encoding, bom)

    @classmethod
    def of_bytes(cls, path: str, data: bytes) -> Source:
        """Decode and parse `data`; raises `Unreadable` where Python cannot."""
        bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        text, encoding = _decode(data[len(bom) :])
        return cls.of_text(path, text, encoding, bom)

    @classmethod
    def read(cls, path: str) -> Source:
        """Read, decode and parse a file; raises `Unreadable`."""
        return cls.of_bytes(path, read_bytes(path))

    @classmethod
    def not_parsed(cls, path: str, data: bytes) -> Source:
        """`data` decoded, with an empty tree: for a file of which everything but its comments is known already."""
        text, encoding = _decode(data.removeprefix(codecs.BOM_UTF8))
        return cls(path, text, ast.Module([], []), tuple(io.StringIO(text, newline=None)), encoding)

    def encode(self, text: str) -> bytes:
        """The bytes of the file with `text` in place of the present text; the same encoding and byte order mark."""
        return self.bom + text.encode(self.encoding)


def read_bytes(path: str) -> bytes:
    """The content of a regular file; raises `Unreadable`. Never waits on a pipe or a device."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Unreadable("not a regular file")
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise Unreadable(f"cannot be read: {error.strerror if isinstance(error, OSError) else error}") from None


def _decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding that gives these very bytes back."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # e.g. `# coding: unicode_escape` with an escape that it does not know
            return data.decode(encoding), encoding
    except (SyntaxError, ValueError, LookupError):
        return data.decode("latin-1"), "latin-1"


def _parse(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes are for other checks
            return ast.parse(text)
    except SyntaxError as error:
        raise Unreadable(f"does not parse: {error.msg}", error.lineno or 1, error.offset or 1) from None
    except ValueError as error:  # null bytes before Python 3.12; lone surrogates
        raise Unreadable(f"does not parse: {error}") from None
    except (RecursionError, MemoryError) as error:
        raise Unreadable(f"is nested too deeply to parse ({type(error).__name__})") from None
