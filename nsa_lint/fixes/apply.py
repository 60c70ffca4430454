"""Carries edits out on the concrete syntax tree, so that every byte outside them stays as it is.

Only the top-level statements that have an edit are given to libcst; the rest of the file is copied. That spares most of
the cost (libcst takes 0.2 s to be imported and to parse 1,900 lines, and as long again for positions), and what libcst
cannot read or does not give back as it was, in another statement, is no obstacle.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from nsa_lint.fixes.edits import Anchor, Edit, Fix
from nsa_lint.syntax.source import Source

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
_BLANK_OR_INDENTED = re.compile(r"[ \t]*(?:#.*)?(?:\r\n|\r|\n|$)")


def apply(source: Source, fixes: Sequence[Fix]) -> str:
    """The text of `source` with all `fixes` made, in one pass; fixes that share an edit make it once.

    A top-level statement stays as it is where the result would not be certain: libcst cannot read it, or does not give
    it back byte for byte, or some edit's place is not found, or the outcome does not parse.
    """
    edits = {edit for fix in fixes for edit in fix.edits}
    lines = _LINE.findall(source.text)
    for statement in reversed(source.tree.body):
        inside = [edit for edit in edits if statement.lineno <= edit.at.line <= (statement.end_lineno or 0)]
        if inside:
            first, end = statement.lineno - 1, _end(statement, lines)
            lines[first:end] = [_rewritten("".join(lines[first:end]), inside, first)]
    return "".join(lines)


def _end(statement: ast.stmt, lines: Sequence[str]) -> int:
    """Index of the line behind the statement and the indented comments that follow: these belong to its last suite."""
    end = statement.end_lineno or statement.lineno
    while end < len(lines) and lines[end][:1] in (" ", "\t", "\r", "\n") and _BLANK_OR_INDENTED.fullmatch(lines[end]):
        end += 1
    return end


def _rewritten(text: str, edits: Sequence[Edit], lines_before: int) -> str:
    from nsa_lint.fixes.rewriter import rewrite

    moved = [replace(edit, at=Anchor(edit.at.line - lines_before, edit.at.column)) for edit in edits]
    try:
        changed = rewrite(text, moved)
        ast.parse(changed)
    except Exception:  # libcst has errors of its own, RecursionError on deep code, and newer grammar may provoke any
        return text
    return changed
