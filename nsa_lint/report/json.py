"""Everything that is known of each finding, for other programs: one JSON document.

docs/report.schema.json describes it. Keys are only ever added within one major version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from nsa_lint import __version__
from nsa_lint.model import Arm, UnboundRead
from nsa_lint.report.changes import Change, changes
from nsa_lint.report.fingerprint import fingerprint
from nsa_lint.report.found import FileReport, Found, Style
from nsa_lint.report.frame import preview
from nsa_lint.report.place import Places
from nsa_lint.report.related import because
from nsa_lint.rules import RULES
from nsa_lint.syntax.source import Source


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """`{"version": ..., "findings": [...]}`; lines and columns count from 1, columns in characters.

    In a notebook every line counts within the `cell` beside it, which counts from 1 too.
    """
    findings = [_finding(file, found) for file in files for found in file.found]
    yield json.dumps({"tool": "nsa-lint", "version": __version__, "findings": findings}, indent=2, ensure_ascii=False)


def _finding(file: FileReport, found: Found) -> dict[str, Any]:
    diagnostic, places = found.diagnostic, file.places
    at = places.of(diagnostic)
    return {
        "path": file.path,
        "cell": at.cell,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "code": diagnostic.code,
        "level": RULES[diagnostic.code].severity.value,
        "name": diagnostic.name,
        "message": places.text(diagnostic.message),
        "fingerprint": fingerprint(diagnostic),
        "proof": diagnostic.proof and _proof(diagnostic.proof, places),
        "also": [_read(use, places) for use in diagnostic.also],
        "because": [{"path": path, "line": place.line, "text": place.text} for path, place in because(diagnostic)],
        "fix": _fix(found, file.source, places),
        "advice": places.text(found.advice) or None,
    }


def _read(use: UnboundRead, places: Places) -> dict[str, Any]:
    """One of the other reads that fall into the same hole."""
    read = use.read
    return {
        "name": use.name,
        "function": use.function,
        **_lines(read.line, read.end_line, places),
        "column": read.column + 1,
        "end_column": read.end_column + 1,
    }


def _proof(use: UnboundRead, places: Places) -> dict[str, Any]:
    return {
        "function": use.function,
        "file": use.file and use.file.name,
        "chain": {
            "kind": use.chain.kind.value,
            **_lines(use.chain.line, use.chain.end_line, places),
            "dispatch": use.chain.dispatch,
            "arms": [_arm(arm, places) for arm in use.chain.arms],
        },
        "arm": _arm(use.arm, places),
        "bindings": [_line(line, places) for line in use.bindings],
        "binding_cells": [_cell(line, places) for line in use.bindings],
        "when": [
            {
                "cell": _cell(step.line, places),
                "line": _line(step.line, places),
                "guard": places.text(step.text),
                "value": step.value,
            }
            for step in use.when
        ],
    }


def _arm(arm: Arm, places: Places) -> dict[str, Any]:
    return {
        "kind": arm.kind.value,
        **_lines(arm.line, arm.end_line, places),
        "guard": arm.guard,
        "binds": arm.binds,
    }


def _fix(found: Found, source: Source | None, places: Places) -> dict[str, Any] | None:
    if found.fix is None or source is None:
        return None
    edits = [
        {"kind": kind, "cell": _cell(line, places), "line": _line(line, places), "text": text}
        for kind, line, text in preview(found.fix, source.lines)
    ]
    replacements = [_change(each, places) for each in changes(source, found.diagnostic, found.fix)]
    return {"safety": found.fix.safety, "summary": found.fix.summary, "edits": edits, "changes": replacements}


def _change(change: Change, places: Places) -> dict[str, Any]:
    """An insertion at the start of a cell's first line belongs to the end of the cell before."""
    after = change.column == 1 and change.line > 1 and (change.line, 1) == (change.end_line, change.end_column)
    first = change.line - 1 if after else change.line
    cell, line = _cell(first, places), _line(first, places) + after
    return {
        "cell": cell,
        "line": line,
        "column": change.column,
        "end_line": line + change.end_line - change.line,
        "end_column": change.end_column,
        "text": change.text,
    }


def _lines(line: int, end_line: int, places: Places) -> dict[str, Any]:
    return {"cell": _cell(line, places), "line": _line(line, places), "end_line": _line(end_line, places)}


def _cell(number: int, places: Places) -> int | None:
    at = places.line(number)
    return None if at is None else at.cell


def _line(number: int, places: Places) -> int:
    at = places.line(number)
    return number if at is None else at.line
