"""What the page asks of the package: a text in, everything that it shows out, as JSON."""

from __future__ import annotations

import difflib
import json
import sys
import time
from typing import Any

from text_edits import apply_to_text

from nsa_lint import __version__
from nsa_lint.checker import check_safely, collector_paused, unreadable
from nsa_lint.model import UnboundRead
from nsa_lint.options import Options
from nsa_lint.report import FileReport, Style, render
from nsa_lint.report.found import Found
from nsa_lint.report.frame import frame
from nsa_lint.report.related import said
from nsa_lint.syntax.source import Source, Unreadable

PATH = "example.py"


def check(text: str, scope: str, guards: str) -> str:
    """`{"findings": [...], "error": ...}`: those of `nsa-lint check --output-format json`, and what the page draws."""
    start = time.perf_counter()
    try:
        options = Options(scope, tuple(each.strip() for each in guards.split(",") if each.strip()))
    except ValueError as error:
        return json.dumps({"error": str(error), "findings": []})
    with collector_paused():
        report = _report(text, options)
    document = json.loads("\n".join(render("json", [report], Style())))
    for shown, found in zip(document["findings"], report.found, strict=True):
        shown.update(_more(found, report.source))
    seconds = time.perf_counter() - start
    return json.dumps({"error": None, "findings": document["findings"], "milliseconds": round(seconds * 1000)})


def about() -> str:
    """The versions that the page names."""
    return json.dumps({"python": sys.version.split()[0], "version": __version__})


def _report(text: str, options: Options) -> FileReport:
    try:
        source = Source.of_text(PATH, text)
    except Unreadable as error:
        return FileReport(PATH, (unreadable(error),), lambda: None)
    return FileReport(PATH, tuple(check_safely(source, options)), lambda: source)


def _more(found: Found, source: Source | None) -> dict[str, Any]:
    use = found.diagnostic.proof
    if use is None or source is None:
        return {"frame": [], "steps": []}
    more: dict[str, Any] = {"frame": _frame(use, source), "steps": _steps(use)}
    if found.fix is not None:
        after = apply_to_text(source, [found.fix])
        if after is not None:
            lines = after.splitlines(keepends=True)
            diff = difflib.unified_diff(source.text.splitlines(keepends=True), lines, n=2)
            more["fixed"] = {"text": after, "diff": [line.rstrip("\r\n") for line in diff][2:]}
    return more


def _frame(use: UnboundRead, source: Source) -> list[dict[str, Any]]:
    return [
        {"line": row.line, "text": row.text, "mark": row.mark.name.lower(), "caret": row.caret}
        for row in frame(use, source.lines)
    ]


def _steps(use: UnboundRead) -> list[dict[str, Any]]:
    """The witness, then the read."""
    steps = [
        {"line": step.line, "guard": " ".join(step.text.split()), "value": step.value, "said": said(step)}
        for step in use.when
    ]
    last = {"line": use.read.line, "guard": use.name, "value": None, "said": f"{use.name!r} is read: unbound"}
    return [*steps, last]
