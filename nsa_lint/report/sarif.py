"""SARIF 2.1.0, with the path to each failure as a code flow that viewers step through, and the fixes.

Complete enough for GitHub's code scanning: see tests/lint/test_sarif.py for what it requires. In a notebook a region is
a line of the file, and the message names the cell.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from nsa_lint import __version__
from nsa_lint.model import Diagnostic, File, UnboundRead
from nsa_lint.report.changes import changes
from nsa_lint.report.fingerprint import of_use
from nsa_lint.report.found import FileReport, Found, Style
from nsa_lint.report.pages import SITE, page, rule_uri
from nsa_lint.report.place import Place
from nsa_lint.report.related import because, further, sentences
from nsa_lint.rules import RULES, Rule, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PRECISION = {Severity.ERROR: "very-high", Severity.WARNING: "high", Severity.NOTE: "very-high"}


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """One run, one result a finding; paths relative to the working folder, as code scanning wants them."""
    codes = list(RULES)
    run = {
        "tool": {"driver": _driver()},
        "originalUriBaseIds": {"SRCROOT": {"uri": Path.cwd().as_uri() + "/"}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(file, found, codes) for file in files for found in file.found],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _driver() -> dict[str, Any]:
    return {
        "name": "nsa-lint",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": SITE,
        "rules": [_rule(rule) for rule in RULES.values()],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    said = page(rule.code) or f"# {rule.code} {rule.name}\n\n{rule.summary}\n"
    summary = rule.summary[0].upper() + rule.summary[1:]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{summary}."},
        "help": {"text": said, "markdown": said},
        "helpUri": rule_uri(rule.code),
        "defaultConfiguration": {"level": rule.severity.value, "enabled": rule.default},
        "properties": {
            "precision": _PRECISION[rule.severity],
            "problem.severity": "recommendation" if rule.severity is Severity.NOTE else rule.severity.value,
            "tags": ["correctness"],
        },
    }


def _result(file: FileReport, found: Found, codes: list[str]) -> dict[str, Any]:
    diagnostic, at = found.diagnostic, file.places.of(found.diagnostic)
    region = _region(at)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": RULES[diagnostic.code].severity.value,
        "message": {"text": at.prefix + file.places.text(diagnostic.message)},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(file.path), "region": region}}],
    }
    if at.cell is not None:
        logical = {"name": f"cell {at.cell}", "fullyQualifiedName": f"cell {at.cell}:{at.line}:{at.column}"}
        result["locations"][0]["logicalLocations"] = [logical | {"kind": "module"}]
    if diagnostic.proof is not None:
        result["partialFingerprints"] = {"path/v1": of_use(diagnostic.code, diagnostic.proof)}
        result["codeFlows"] = [{"threadFlows": [{"locations": list(_flow(file, diagnostic.proof, region))}]}]
        result["relatedLocations"] = list(_related(file, diagnostic))
    if found.fix is not None:
        result["properties"] = {"fix": found.fix.summary, "fixSafety": found.fix.safety}
        fixes = _fixes(file, found)
        if fixes:
            result["fixes"] = fixes
    elif found.advice:
        result["properties"] = {"advice": file.places.text(found.advice)}
    return result


def _region(at: Place) -> dict[str, int]:
    if at.cell is not None:
        return {"startLine": at.file_line, "endLine": at.file_end_line}
    region = {"startLine": at.line, "startColumn": at.column}
    if (at.end_line, at.end_column) > (at.line, at.column):
        region |= {"endLine": at.end_line, "endColumn": at.end_column}
    return region


def _fixes(file: FileReport, found: Found) -> list[dict[str, Any]]:
    if found.fix is None or file.source is None or not file.writable:
        return []
    replacements = [
        {
            "deletedRegion": {
                "startLine": each.line,
                "startColumn": each.column,
                "endLine": each.end_line,
                "endColumn": each.end_column,
            },
            "insertedContent": {"text": each.text},
        }
        for each in changes(file.source, found.diagnostic, found.fix)
    ]
    if not replacements:
        return []
    change = {"artifactLocation": _artifact(file.path), "replacements": replacements}
    return [{"description": {"text": found.fix.summary}, "artifactChanges": [change]}]


def _flow(file: FileReport, use: UnboundRead, read: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The guards in the order in which they are met, then the read."""
    for order, step in enumerate(use.when):
        guard = file.places.text(" ".join(step.text.split()))
        text = f"{guard} is {'true' if step.value else 'false'}"
        place = _place(file, step.line, text, step.text, use.file)
        yield {"executionOrder": order, "importance": "important", "location": place}
    fails = "is read while it is unbound" if use.file is None else "is imported, which fails"
    fails = "returns another number of values than are unpacked" if use.counts else fails
    fails = "is used while it is None" if use.none else fails
    last = _place(file, use.read.line, f"{use.name!r} {fails}")
    last["physicalLocation"]["region"] = read
    yield {"executionOrder": len(use.when), "importance": "essential", "location": last}


def _related(file: FileReport, found: Diagnostic) -> Iterator[dict[str, Any]]:
    use = found.proof
    assert use is not None
    guard = file.places.text(use.arm.guard)
    blamed, binds = sentences(use)
    if not use.counts and not use.none:
        blamed = f"this arm leaves {use.name!r} unbound"
    yield _place(file, use.arm.line, f"{blamed}: {guard}", of=use.file) | {"id": 0}
    for number, line in enumerate(use.bindings, 1):
        yield _place(file, line, binds, of=use.file) | {"id": number}
    for number, each in enumerate(further(found), len(use.bindings) + 1):
        yield _place(file, each.line, each.text) | {"id": number}
    first = len(use.bindings) + len(found.also) + 1
    for number, (path, each) in enumerate(because(found), first):
        where = {"artifactLocation": _artifact(path), "region": {"startLine": each.line}}
        yield {"physicalLocation": where, "message": {"text": f"because {each.text}"}, "id": number}


def _place(file: FileReport, line: int, text: str, part: str = "", of: File | None = None) -> dict[str, Any]:
    """`part` of a line where it is written there, or else the whole line without its indentation; `of` another file."""
    if of is not None:
        path = os.path.normpath(os.path.join(os.path.dirname(file.path), of.path))
        where: dict[str, Any] = {"artifactLocation": _artifact(path), "region": {"startLine": line}}
        return {"physicalLocation": where, "message": {"text": text}}
    region = {"startLine": file.places.file_line(line)}
    lines = file.source.lines if file.source is not None and file.writable else ()
    if 0 < line <= len(lines):
        shown = lines[line - 1].rstrip("\r\n")
        at = shown.find(part.split("\n")[0]) if part else -1
        start = at if at >= 0 else len(shown) - len(shown.lstrip())
        end = at + len(part.split("\n")[0]) if at >= 0 else len(shown)
        region |= {"startColumn": start + 1, "endColumn": max(end, start) + 1}
    where = {"artifactLocation": _artifact(file.path), "region": region}
    return {"physicalLocation": where, "message": {"text": text}}


def _artifact(path: str) -> dict[str, str]:
    pure = PurePath(path)
    if pure.is_absolute():
        try:
            pure = pure.relative_to(Path.cwd())
        except ValueError:
            return {"uri": pure.as_uri()}
    return {"uri": quote(os.fsencode(pure.as_posix())), "uriBaseId": "SRCROOT"}
