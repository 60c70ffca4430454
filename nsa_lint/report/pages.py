"""The pages of the rules: their text, which is installed with the package, and their address."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

REPOSITORY = "https://github.com/OWNER/nsa-guard"
SITE = f"{REPOSITORY}#readme"

_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def page(code: str) -> str | None:
    """docs/rules/CODE.md: inside the package once installed, beside it in a checkout."""
    installed = files("nsa_lint") / "pages"
    checkout = Path(__file__).parents[2] / "docs" / "rules"
    name = f"{code}.md"
    if (installed / name).is_file():
        return (installed / name).read_text(encoding="utf-8")
    return (checkout / name).read_text(encoding="utf-8") if (checkout / name).is_file() else None


def rule_uri(code: str) -> str:
    return f"{REPOSITORY}/blob/main/docs/rules/{code}.md"


def section(page: str, title: str) -> str:
    """The text under the heading `## title`, links reduced to their text; "" where there is no such heading."""
    _, _, rest = f"{page}\n".partition(f"\n## {title}\n")
    return _LINK.sub(r"\1", rest.partition("\n## ")[0]).strip()
