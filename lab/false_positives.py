"""The examples of docs/false-positives.md: code that cannot fail, which the tests run and other checkers read."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "false-positives.md"
_SECTION = re.compile(r"^## (.*)$", re.M)
_CODE = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)


def examples() -> list[tuple[str, str]]:
    """(title, text) of each example."""
    _, *parts = _SECTION.split(PAGE.read_text(encoding="utf-8"))
    sections = zip(parts[::2], parts[1::2], strict=True)
    return [(title, code) for title, body in sections for code in _CODE.findall(body)]
