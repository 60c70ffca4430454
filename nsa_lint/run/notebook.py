"""A Jupyter notebook as one text: the code cells one after the other, and where each of its lines is in the file.

Lines that IPython would not hand to Python (`%matplotlib inline`, `!pip install`, `name?`) become statements that bind
what they bind, on the same line; cells in another language (`%%bash`) become empty lines. A file is a notebook by its
suffix, `.ipynb`.
"""

from __future__ import annotations

import ast
import io
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nsa_lint.report.place import Line, Places
from nsa_lint.syntax.source import Source, Unreadable

_PYTHON_MAGICS = frozenset(("time", "timeit", "capture", "prun", "debug", "memit", "mprun", "lprun", "pyinstrument"))
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_ASSIGNED = re.compile(r"(?P<head>\s*[\w.,\s\[\]]+=\s*)[%!].*")
_TOP_LEVEL_AWAIT = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


@dataclass(frozen=True, slots=True)
class Notebook:
    """`source` holds the code of all cells."""

    source: Source
    places: Places


def is_notebook(path: str) -> bool:
    """Whether a file of this name is read as a notebook."""
    return path.endswith(".ipynb")


def read(path: str, data: bytes, *, parse: bool = True) -> Notebook:
    """The code of a notebook. Raises `Unreadable` where it is not one; where its code does not parse, `BrokenCell`.

    Without `parse` the tree is empty.
    """
    document, text = _document(data)
    lines: list[str] = []
    places: list[Line] = []
    if _is_python(document):
        where = _source_lines(text)
        for number, cell in enumerate(document["cells"]):
            _require_cell(number, cell)
            if cell["cell_type"] == "code":
                code = _python(_source(cell))
                file_lines = where.get(number, [1])
                for line in range(len(code)):
                    places.append(Line(number + 1, line + 1, file_lines[min(line, len(file_lines) - 1)]))
                lines += code
    whole = "".join(lines)
    tree = ast.Module([], [])
    if parse:
        try:
            tree = _parse(whole)
        except Unreadable as error:
            raise BrokenCell(error, Places(tuple(places))) from None
    return Notebook(Source(path, whole, tree, tuple(lines)), Places(tuple(places)))


class BrokenCell(Unreadable):
    """The code of a cell does not parse; the line is that of the whole text, and `places` says where that is."""

    def __init__(self, error: Unreadable, places: Places) -> None:
        super().__init__(error.reason, error.line, error.column)
        self.places = places


def _document(data: bytes) -> tuple[dict[str, Any], str]:
    try:
        text = data.decode("utf-8-sig")
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not a notebook: {error.msg}", error.lineno, error.colno) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is not a notebook: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise Unreadable("is not a notebook of format 4: it has no list of cells")
    return document, text


def _is_python(document: dict[str, Any]) -> bool:
    language: object = "python"
    where = "metadata"
    metadata = document.get("metadata") or {}
    _require(isinstance(metadata, dict), where, metadata, "an object")
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) or {}
        _require(isinstance(part, dict), f"metadata.{key}", part, "an object")
        if name in part:
            where, language = f"metadata.{key}.{name}", part[name]
            _require(isinstance(language, str), where, language, "a string")
    return str(language).lower() in ("python", "ipython", "python3")


def _require_cell(number: int, cell: object) -> None:
    """Raise `Unreadable` for a cell that is not one of format 4: what is in it would be called clean."""
    where = f"cell {number + 1}"
    _require(isinstance(cell, dict), where, cell, "an object")
    assert isinstance(cell, dict)
    kind, source = cell.get("cell_type"), cell.get("source")
    _require(kind in ("code", "markdown", "raw"), f"the cell_type of {where}", kind, "code, markdown or raw")
    strings = isinstance(source, list) and all(isinstance(each, str) for each in source)
    _require(isinstance(source, str) or strings, f"the source of {where}", source, "a string or a list of strings")


def _require(right: bool, what: str, value: object, expected: str) -> None:
    if not right:
        raise Unreadable(f"is not a notebook of format 4: {what} is {value!r:.40}; expected {expected}")


def _source(cell: dict[str, Any]) -> list[str]:
    source = cell["source"]
    text = "".join(source) if isinstance(source, list) else source
    lines = list(io.StringIO(text, newline=None))
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def _python(lines: list[str]) -> list[str]:
    """The cell as Python, line by line."""
    if _parses(lines):
        return lines
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].startswith("%%"):
        if lines[first][2:].split()[:1] and lines[first][2:].split()[0] not in _PYTHON_MAGICS:
            return ["\n"] * len(lines)
        lines = [*lines[:first], "pass\n", *lines[first + 1 :]]
    return list(_without_magics(lines))


def _without_magics(lines: Sequence[str]) -> Iterator[str]:
    """A line that starts with `%` can also go on with an expression: then the lines up to it do not parse alone."""
    continued = False
    for line in lines:
        if continued:
            continued = line.rstrip().endswith("\\")
            yield "\n"
            continue
        bare = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        assigned = _ASSIGNED.fullmatch(line.rstrip("\n"))
        if bare.startswith(("%", "!", "?")) or re.fullmatch(r"%*[\w.]+\?{1,2}", bare):
            continued = bare.endswith("\\")
            yield f"{indent}{_statement(bare)}\n"
        elif assigned is not None and "==" not in assigned["head"]:
            continued = bare.endswith("\\")
            yield f"{assigned['head']}...\n"
        else:
            yield line


def _statement(magic: str) -> str:
    """`%time x = f()` runs its argument; what is not Python binds nothing."""
    name, _, argument = magic.lstrip("%").partition(" ")
    return argument if magic.startswith("%") and name in ("time", "timeit") and _parses([argument]) else "pass"


def _parses(lines: Sequence[str]) -> bool:
    try:
        _parse("".join(lines))
    except Unreadable:
        return False
    return True


def _parse(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = compile(text, "<cell>", "exec", flags=_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        raise Unreadable(f"does not parse: {error.msg}", error.lineno or 1, error.offset or 1) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"does not parse: {error}") from None
    assert isinstance(tree, ast.Module)
    return tree


def _source_lines(text: str) -> dict[int, list[int]]:
    """For each cell, from 0, the line of the file in which each line of its source is."""
    found: dict[int, list[int]] = {}
    stack: list[int | str] = []  # the index in a list, or the key in an object; "" before the first key
    line, end, key_next = 1, 0, False
    for token in _TOKEN.finditer(text):
        line += text.count("\n", end, token.start())
        end = token.start()
        mark = token[0]
        if mark == "{":
            stack.append("")
            key_next = True
        elif mark == "[":
            stack.append(0)
            key_next = False
        elif mark in "}]" and stack:
            stack.pop()
        elif mark == "," and stack:
            top = stack[-1]
            key_next = isinstance(top, str)
            stack[-1] = "" if isinstance(top, str) else top + 1
        elif mark.startswith('"'):
            if key_next:
                stack[-1] = mark[1:-1]
                key_next = False
            elif stack[0] == "cells" and len(stack) in (3, 4) and stack[2] == "source":
                cell = stack[1]
                assert isinstance(cell, int)
                count = len(json.loads(mark, strict=False).splitlines()) or 1
                found.setdefault(cell, []).extend([line] * count)
    return found
