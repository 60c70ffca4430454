"""SARIF 2.1.0, with the path to each failure as a code flow that viewers step through."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from nsa_lint import __version__
from nsa_lint.model import UnboundUse
from nsa_lint.report.found import FileReport, Found, Style
from nsa_lint.rules import RULES

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """One run, one result a finding; paths relative to the working folder, as code scanning wants them."""
    codes = list(RULES)
    run = {
        "tool": {"driver": _driver()},
        "originalUriBaseIds": {"SRCROOT": {"uri": Path.cwd().as_uri() + "/"}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(file.path, found, codes) for file in files for found in file.found],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _driver() -> dict[str, Any]:
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.summary},
            "defaultConfiguration": {"level": rule.severity.value, "enabled": rule.default},
        }
        for rule in RULES.values()
    ]
    return {"name": "nsa-lint", "version": __version__, "semanticVersion": __version__, "rules": rules}


def _result(path: str, found: Found, codes: list[str]) -> dict[str, Any]:
    told = found.diagnostic
    region = {"startLine": told.line, "startColumn": told.column}
    if (told.end_line, told.end_column) > (told.line, told.column):
        region |= {"endLine": told.end_line, "endColumn": told.end_column}
    result: dict[str, Any] = {
        "ruleId": told.code,
        "ruleIndex": codes.index(told.code),
        "level": RULES[told.code].severity.value,
        "message": {"text": told.message},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}],
    }
    if told.use is not None:
        result["partialFingerprints"] = {"path/v1": _fingerprint(told.code, told.use)}
        result["codeFlows"] = [{"threadFlows": [{"locations": list(_flow(path, told.use, region))}]}]
        result["relatedLocations"] = list(_related(path, told.use))
    if found.fix is not None:
        result["properties"] = {"fix": found.fix.summary, "fixSafety": found.fix.safety}
    elif found.advice:
        result["properties"] = {"advice": found.advice}
    return result


def _flow(path: str, use: UnboundUse, read: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The guards in the order in which they are met, then the read."""
    for order, step in enumerate(use.when):
        text = f"{' '.join(step.text.split())} is {'true' if step.value else 'false'}"
        yield {"executionOrder": order, "importance": "important", "location": _place(path, step.line, text)}
    last = _place(path, read["startLine"], f"{use.name!r} is read while it is unbound")
    last["physicalLocation"]["region"] = read
    yield {"executionOrder": len(use.when), "importance": "essential", "location": last}


def _related(path: str, use: UnboundUse) -> Iterator[dict[str, Any]]:
    yield _place(path, use.arm.line, f"this arm leaves {use.name!r} unbound: {use.arm.guard}") | {"id": 0}
    for number, line in enumerate(use.bindings, 1):
        yield _place(path, line, f"this arm binds {use.name!r}") | {"id": number}


def _place(path: str, line: int, text: str) -> dict[str, Any]:
    where = {"artifactLocation": _artifact(path), "region": {"startLine": line}}
    return {"physicalLocation": where, "message": {"text": text}}


def _artifact(path: str) -> dict[str, str]:
    pure = PurePath(path)
    if pure.is_absolute():
        try:
            pure = pure.relative_to(Path.cwd())
        except ValueError:
            return {"uri": pure.as_uri()}
    return {"uri": quote(pure.as_posix()), "uriBaseId": "SRCROOT"}


def _fingerprint(code: str, use: UnboundUse) -> str:
    """Stays the same while lines move: what is said, of which name, in which function, on which arm."""
    parts = (code, use.function, use.name, use.chain.kind.value, use.arm.guard)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
