"""Checks a built site: every link to a file of it, and to a place in a page, leads somewhere. `make site` runs it.

    python -m tools.site_links FOLDER

mkdocs checks the links of Markdown; this reads the finished pages, the playground's and those written as HTML too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what the tag points to, and what can be pointed to."""
        for key, value in attrs:
            if key in ("href", "src") and value:
                self.links.append(value)
            elif key in ("id", "name") and value:
                self.anchors.add(value)


def dead_links(site: Path) -> Iterator[str]:
    """A line for each link that leads nowhere."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or not target.is_relative_to(site):
                yield f"{path.relative_to(site)}: {link} leads nowhere"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{path.relative_to(site)}: {link} names no place of that page"


def main() -> int:
    """Print the dead links; exit status 1 if there are some."""
    site = Path(sys.argv[1]).resolve()
    dead = list(dead_links(site))
    print(*dead, f"{len(list(site.rglob('*.html')))} pages, {len(dead)} dead links", sep="\n")
    return bool(dead) or not list(site.rglob("*.html"))


if __name__ == "__main__":
    sys.exit(main())
