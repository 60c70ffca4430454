"""Everything that is known of each finding, for other programs. One JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from nsa_lint import __version__
from nsa_lint.model import Arm, UnboundUse
from nsa_lint.report.found import FileReport, Found, Style
from nsa_lint.report.frame import preview
from nsa_lint.rules import RULES
from nsa_lint.syntax.source import Source


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """`{"version": ..., "findings": [...]}`; lines and columns count from 1, columns in characters."""
    findings = [_finding(file, found) for file in files for found in file.found]
    yield json.dumps({"tool": "nsa-lint", "version": __version__, "findings": findings}, indent=2, ensure_ascii=False)


def _finding(file: FileReport, found: Found) -> dict[str, Any]:
    told = found.diagnostic
    return {
        "path": file.path,
        "line": told.line,
        "column": told.column,
        "end_line": told.end_line,
        "end_column": told.end_column,
        "code": told.code,
        "level": RULES[told.code].severity.value,
        "name": told.name,
        "message": told.message,
        "proof": told.use and _proof(told.use),
        "fix": _fix(found, file.source),
        "advice": found.advice or None,
    }


def _proof(use: UnboundUse) -> dict[str, Any]:
    return {
        "function": use.function,
        "chain": {
            "kind": use.chain.kind.value,
            "line": use.chain.line,
            "end_line": use.chain.end_line,
            "dispatch": use.chain.dispatch,
            "arms": [_arm(arm) for arm in use.chain.arms],
        },
        "arm": _arm(use.arm),
        "bindings": list(use.bindings),
        "when": [{"line": step.line, "guard": step.text, "value": step.value} for step in use.when],
    }


def _arm(arm: Arm) -> dict[str, Any]:
    return {
        "kind": arm.kind.value,
        "line": arm.line,
        "end_line": arm.end_line,
        "guard": arm.guard,
        "binds": arm.binds,
    }


def _fix(found: Found, source: Source | None) -> dict[str, Any] | None:
    if found.fix is None or source is None:
        return None
    edits = [{"kind": kind, "line": line, "text": text} for kind, line, text in preview(found.fix, source.lines)]
    return {"safety": found.fix.safety, "summary": found.fix.summary, "edits": edits}
