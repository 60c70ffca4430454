"""The playground in a real browser: built anew, served on this machine, driven by playwright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize, sync_playwright

from lab import browser as built
from lab.checkout import ROOT

SIZE: ViewportSize = {"width": 1280, "height": 820}


def needed(what: str, found: object) -> None:
    """Skip on a machine that lacks something; fail in CI, which installs it."""
    if not found:
        message = f"{what} is missing: `make site` and a Chromium are needed for this test"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built page."""
    needed("playground/node_modules", built.is_installed())
    out = tmp_path_factory.mktemp("site") / "playground"
    built.build(out)
    return out


@pytest.fixture(scope="module")
def address(playground: Path) -> Iterator[str]:
    """Where the page is served."""
    with built.served(playground) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = built.chromium()
    needed("a Chromium", path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=built.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """One visit for all tests, for Python takes its time to load; and what went wrong in it."""
    context = browser.new_context(viewport=SIZE, color_scheme="light")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.removesuffix("/playground/"))
    context.set_default_timeout(120_000)
    page = context.new_page()
    wrong: list[str] = []

    def elsewhere(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            wrong.append(f"asked {request.url}")

    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", elsewhere)
    page.goto(address)
    page.wait_for_selector("body[data-state=checked]")
    page.wait_for_selector("#offline:not([hidden])")
    yield page, wrong
    context.close()


@pytest.fixture
def page(visit: tuple[Page, list[str]]) -> Iterator[Page]:
    """The page as a visitor first sees it; nothing may go wrong, and nothing may come from elsewhere."""
    page, wrong = visit
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme="light")
    choose(page, 1)
    choose(page, 0)
    yield page
    assert wrong == []


def settled(page: Page) -> None:
    """Wait until the report is of what the page holds."""
    page.wait_for_timeout(100)  # the pause in which further keys may come
    page.wait_for_selector("body[data-state=checked]")


def choose(page: Page, example: int) -> None:
    """Open an example."""
    page.locator("#examples").select_option(str(example))
    settled(page)


@pytest.fixture(scope="module")
def pictures() -> Path:
    """Where screenshots go: looked at by a person, kept by CI."""
    folder = Path(os.environ.get("NSA_GUARD_SCREENSHOTS") or ROOT / "build" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
