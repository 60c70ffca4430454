"""What mkdocs does besides: a link from a document to a file outside docs/ leads to that file in the repository."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_LINK = re.compile(r"\]\((\.\./[^)#\s]+)")


class DeadLink(Exception):
    """A document links to a file that is not there."""


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Called by mkdocs for each page."""
    folder = posixpath.dirname(page.file.src_uri)

    def outside(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("docs", folder, match[1]))
        if path.startswith("docs/"):
            return match[0]
        if not (ROOT / path).exists():
            raise DeadLink(f"{page.file.src_uri} links to {path}, which does not exist")
        kind = "tree" if (ROOT / path).is_dir() else "blob"
        return f"]({config['repo_url']}/{kind}/main/{path}"

    return _LINK.sub(outside, markdown)
