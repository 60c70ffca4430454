"""How long a visitor of the playground waits: for the first report of a cold load, and after an edit of 200 lines.

    python -m tools.bench_playground [--loads N] [--edits N]

Builds the page, serves it on this machine and opens it in a headless Chromium. A cold load starts with an empty cache,
and ends when the report of the first example is shown. An edit is one key in the built-in examples, twice; its time
goes from the change of the text to the report of it, the page's own pause of 60 ms, in which further keys may come,
included. Needs `npm ci` in playground/ and a Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from lab import browser as built

LINES = 200
_SHOWN = "body[data-state=checked]"
# The state of the page goes to "checking" with the edit, and to "checked" when its report is drawn.
_WATCH = """() => {
    window.waits = [];
    let start = 0, before = document.body.dataset.state;
    new MutationObserver(() => {
        const now = document.body.dataset.state;
        if (now === 'checking' && before !== 'checking') start = performance.now();
        if (now === 'checked' && before === 'checking') window.waits.push(performance.now() - start);
        before = now;
    }).observe(document.body, { attributes: true, attributeFilter: ['data-state'] });
}"""


def main() -> None:
    """Print the versions and the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loads", type=int, default=5)
    parser.add_argument("--edits", type=int, default=20)
    given = parser.parse_args()
    path = built.chromium()
    if path is None or not built.is_installed():
        sys.exit("needs a Chromium, and `npm ci` in playground/")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "playground"
        built.build(out)
        browser = playwright.chromium.launch(executable_path=path, args=built.ARGUMENTS)
        with built.served(out) as address:
            loads = [load(browser, address) for _ in range(given.loads)]
            said, edits, own = edit(browser, address, given.edits)
        print(f"{said}; Chromium {browser.version}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        browser.close()
    print(f"{len(loads)} cold loads: {shown(loads)} to the first report")
    print(f"{len(edits)} edits of {LINES} lines: {shown(edits)} to the report, the checker {shown(own)} of it")


def load(browser: Browser, address: str) -> float:
    """The seconds from the visit to the first report, with nothing kept from an earlier one."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(_SHOWN, timeout=120_000)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def edit(browser: Browser, address: str, count: int) -> tuple[str, list[float], list[float]]:
    """The versions that the page names, the seconds of each edit, and those that the checker says of itself."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(_SHOWN, timeout=120_000)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(program())
    settle(page)
    page.evaluate(_WATCH)
    own = []
    for _ in range(count):
        page.keyboard.insert_text("#")  # the end of the last line, which is a comment
        settle(page)
        own.append(float(page.locator("#status").inner_text().split("·")[1].split()[0]) / 1000)
    waits = [each / 1000 for each in page.evaluate("window.waits")]
    versions = page.locator("#status").inner_text().split("·")[0].strip()
    if len(waits) != count or page.locator(".finding").count() == 0:
        sys.exit(f"expected {count} reports with findings, got {len(waits)}")
    context.close()
    return versions, waits, own


def settle(page: Page) -> None:
    """Wait until the report is of what the page holds."""
    page.wait_for_timeout(100)
    page.wait_for_selector(_SHOWN, timeout=120_000)


def program() -> str:
    """The built-in examples, twice under different names, cut at 200 lines, the last of them a comment."""
    folder = built.PLAYGROUND / "examples"
    files = [each["file"] for each in json.loads((folder / "examples.json").read_text(encoding="utf-8"))]
    text = "\n\n\n".join((folder / name).read_text(encoding="utf-8").rstrip() for name in files)
    lines = f"{text}\n\n\n{text.replace('def ', 'def again_')}".split("\n")
    return "\n".join([*lines[: LINES - 1], "#"])


def shown(seconds: list[float]) -> str:
    """`median 1.20 s, worst 1.31 s`."""
    return f"median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s"


if __name__ == "__main__":
    main()
