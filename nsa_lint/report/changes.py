"""What a fix changes in the text, as replacements that a tool can apply without knowing Python."""

from __future__ import annotations

import ast
import difflib
import functools
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec

from nsa_lint.fixes import Fix, apply
from nsa_lint.fixes.edits import Anchor
from nsa_lint.model import Diagnostic
from nsa_lint.syntax.source import Source, Unreadable

UNUSED_NOQA = "NSA902"
_NOQA = re.compile(r"#\s*noqa\s*:\s*", re.IGNORECASE)
_CODES = re.compile(r"[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*", re.IGNORECASE)
_BLANK_OR_INDENTED = re.compile(r"[ \t]*\n?|[ \t]+#.*\n?")
_HOLDS_STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_CODE = re.compile(r"[A-Z]+[0-9]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """The text from (`line`, `column`) up to (`end_line`, `end_column`) becomes `text`. All count from 1, columns in
    characters; the end is exclusive. Line ends in `text` are plain newlines."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def changes(source: Source, found: Diagnostic, fix: Fix) -> list[Change]:
    """The replacements of one fix, in the order of the file; none where the result would not be certain."""
    if found.code == UNUSED_NOQA:
        after = without_noqa(source.text, [found])
    elif not _can_write():
        return []
    else:
        try:
            parsed = source if source.tree.body else Source.of_text(source.path, source.text)
        except Unreadable:
            return []
        after = _applied(parsed, fix)
    return list(_between(list(source.lines), list(io.StringIO(after, newline=None))))


@functools.cache
def _can_write() -> bool:
    """In a browser there is no libcst, and nothing to write to; to look for it takes as long as a check."""
    return find_spec("libcst") is not None


def _applied(source: Source, fix: Fix) -> str:
    """The text with one fix. libcst reads the innermost function only: a class of 2,000 lines takes half a second."""
    around = _around(source, [edit.at.line for edit in fix.edits])
    functions = [each for each in around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    if not functions or functions[-1].col_offset == 0:
        return apply(source, [fix])
    function = functions[-1]
    indents = sorted({each.col_offset for each in around if each.col_offset < function.col_offset})
    lines = [source.lines[each.lineno - 1] for each in around]
    head = [f"{next(line for line in lines if _indent(line) == indent)[:indent]}if 1:\n" for indent in indents]
    first = min([function.lineno, *(each.lineno for each in function.decorator_list)]) - 1
    end = function.end_lineno or first + 1
    while end < len(source.lines) and _BLANK_OR_INDENTED.fullmatch(source.lines[end]):
        end += 1
    moved = len(head) - first
    edits = tuple(replace(edit, at=Anchor(edit.at.line + moved, edit.at.column)) for edit in fix.edits)
    if _step(source.lines) != _step([*head, *source.lines[first:end]]):
        return apply(source, [fix])  # libcst indents new blocks as the first block of a text is
    try:
        part = Source.of_text(source.path, "".join([*head, *source.lines[first:end]]))
    except Unreadable:
        return apply(source, [fix])
    after = list(io.StringIO(apply(part, [replace(fix, edits=edits)]), newline=None))
    return "".join([*source.lines[:first], *after[len(head) :], *source.lines[end:]])


def _around(source: Source, lines: Sequence[int]) -> list[ast.stmt]:
    """The statements that hold all of `lines`, the outermost first."""
    found: list[ast.stmt] = []
    body: list[ast.AST] = list(source.tree.body)
    while body:
        node = body.pop()
        if isinstance(node, ast.stmt):
            if not (node.lineno <= min(lines) and max(lines) <= (node.end_lineno or 0)):
                continue
            found.append(node)
            body = []
        body += [each for each in ast.iter_child_nodes(node) if isinstance(each, _HOLDS_STATEMENTS)]
    return found


def _step(lines: Sequence[str]) -> str:
    """The indentation of the first block."""
    for line, after in itertools.pairwise(lines):
        if line.rstrip().endswith(":") and after.strip() and _indent(after) > _indent(line):
            return after[_indent(line) : _indent(after)]
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t\f"))


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, new_first, new_last in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = "".join(before[first:last]), "".join(after[new_first:new_last])
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        yield Change(*_at(before, first, start), *_at(before, first, len(old) - end), new[start : len(new) - end])


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _at(lines: Sequence[str], first: int, offset: int) -> tuple[int, int]:
    """Line and column, from 1, `offset` characters after the start of line `first` (from 0)."""
    number = first
    while number < len(lines) and offset >= len(lines[number]):
        offset -= len(lines[number])
        number += 1
    return number + 1, offset + 1


def without_noqa(text: str, unused: Sequence[Diagnostic]) -> str:
    """`text` without the codes that the NSA902 findings `unused` name; a comment without codes goes, too."""
    lines = list(io.StringIO(text, newline=""))
    for number in {each.line for each in unused}:
        columns = {each.column - 1 for each in unused if each.line == number}
        lines[number - 1] = _without(lines[number - 1], columns)
    return "".join(lines)


def _without(line: str, columns: set[int]) -> str:
    """The line without the codes that start at `columns`; "" where nothing else is on it."""
    for comment in reversed(list(_NOQA.finditer(line))):
        codes = _CODES.match(line, comment.end())
        if codes is None:
            continue
        each = list(_CODE.finditer(line, *codes.span()))
        kept = [code[0] for code in each if code.start() not in columns]
        if len(kept) == len(each):
            continue
        rest = line[codes.end() :]
        if kept:
            comma = ", " if re.search(r",\s", codes[0]) else "," if "," in codes[0] else " "
            line = line[: comment.end()] + comma.join(kept) + rest
        else:
            line = _joined(line[: comment.start()], rest)
    return line


def _joined(before: str, rest: str) -> str:
    """What is left of a line around a comment that goes."""
    end = rest[len(rest.rstrip("\r\n")) :]
    other = rest.strip()
    if other:
        return f"{before}{'' if other.startswith('#') else '# '}{other}{end}"
    return before.rstrip() + end if before.strip() else ""
