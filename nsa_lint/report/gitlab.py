"""GitLab's code quality report: one JSON list, for `artifacts: reports: codequality`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from nsa_lint.report.fingerprint import fingerprint
from nsa_lint.report.found import FileReport, Style
from nsa_lint.report.uris import relative
from nsa_lint.rules import RULES, Severity

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """Paths relative to the working folder; a fingerprint stays while lines move, and no two are the same."""
    yield json.dumps([issue for file in files for issue in _issues(file)], indent=2, ensure_ascii=False)


def _issues(file: FileReport) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for each in file.diagnostics:
        at = file.places.of(each)
        mark = fingerprint(each)
        whole = f"{relative(file.path)}\0{mark}\0{seen[mark]}"
        seen[mark] += 1
        yield {
            "description": f"{each.code} {at.prefix}{file.places.text(each.message)}",
            "check_name": each.code,
            "fingerprint": hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32],
            "severity": _SEVERITY[RULES[each.code].severity],
            "location": {
                "path": relative(file.path),
                "lines": {"begin": at.file_line, "end": at.file_end_line},
            },
        }
