"""The page of a rule (docs/rules/CODE.md), as `nsa-lint explain` and an editor's hover show it."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def page_of(code: str) -> str | None:
    """The Markdown of the page: beside the package in a checkout, among the shared files once installed."""
    checkout = Path(__file__).parents[1] / "docs" / "rules"
    installed = Path(sysconfig.get_path("data")) / "share" / "nsa-guard" / "rules"
    places = (folder / f"{code}.md" for folder in (checkout, installed))
    found = next((place for place in places if place.is_file()), None)
    return found.read_text(encoding="utf-8").rstrip() if found else None


def section(page: str, title: str) -> str:
    """The text under the heading `## title`, links reduced to their text; "" where there is no such heading."""
    _, _, rest = f"{page}\n".partition(f"\n## {title}\n")
    return _LINK.sub(r"\1", rest.partition("\n## ")[0]).strip()
