"""The playground as its visitor uses it: type, read, step, apply, share; by mouse, by keyboard, offline, on a phone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab.browser import PLAYGROUND
from tests.site.conftest import choose, settled

EXAMPLES = json.loads((PLAYGROUND / "examples" / "examples.json").read_text(encoding="utf-8"))
BROKEN = """\
def run(x, use_triton):
    if use_triton:
        launch(x)
    else:
        y = reference(x)
    return y
"""
MODES = """\
def plan(mode):
    if mode:
        step = 1
    return step
"""


def put(page: Page, text: str) -> None:
    """Replace the code by pasting over it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    settled(page)


def code(page: Page) -> str:
    """The code in the editor, without what is drawn into it."""
    shown = (
        "lines => lines.map(line => { const copy = line.cloneNode(true);"
        "copy.querySelectorAll('.decision').forEach(chip => chip.remove()); return copy.textContent; }).join('\\n')"
    )
    return str(page.locator(".cm-line").evaluate_all(shown))


def codes(page: Page) -> list[str]:
    return page.locator(".finding .code").all_inner_texts()


def test_the_bug_is_the_first_thing_that_a_visitor_sees(page: Page, pictures: Path) -> None:
    expect(page.locator("#summary")).to_have_text("2 findings")
    assert codes(page) == ["NSA101", "NSA101"]
    expect(page.locator(".finding.open .message")).to_contain_text("cache_seqlens")
    expect(page.locator(".finding.open .row.unbound")).to_contain_text("if TRITON_AVAILABLE")
    expect(page.locator(".cm-line.arm-unbound").first).to_contain_text("if TRITON_AVAILABLE")
    assert page.locator(".cm-line.arm-binds").count() > 1
    expect(page.locator(".cm-line.reads .squiggle")).to_have_text("cache_seqlens")
    expect(page.locator("#status")).to_contain_text("on Python 3.14")
    page.screenshot(path=pictures / "desktop-light.png")


def test_typing_a_broken_arm_reports_it_stepping_shows_the_path_and_applying_mends_it(
    page: Page, pictures: Path
) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    settled(page)
    expect(page.locator("#summary")).to_have_text("Nothing found")
    lines = ["def replay(self, x, use_triton):", "if use_triton:", "fill(x, out=self.buf)"]
    for line in lines:  # the editor indents after a colon
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.type("else:")  # and takes `else` back to its if
    page.keyboard.press("Enter")
    for line in ("lens = x.expand()", "self.buf.copy_(lens)"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("return lens")
    settled(page)
    assert codes(page) == ["NSA101"]
    expect(page.locator(".finding.open .message")).to_contain_text("lens is unbound when the arm at line 2 is taken")

    steps = page.locator(".stepper li")
    assert steps.all_inner_texts() == ["2\nuse_triton\ntrue", "7\nlens\nunbound"]
    expect(page.locator(".stepper li.current")).to_contain_text("lens")
    page.get_by_label("Previous step").click()
    expect(page.locator(".stepper li.current")).to_contain_text("use_triton")
    expect(page.locator(".cm-line.current-step")).to_contain_text("if use_triton:")
    expect(page.locator(".cm-line .decision").first).to_have_text("true")
    expect(page.locator(".cm-line .decision.later")).to_have_text("unbound")
    page.screenshot(path=pictures / "stepping.png")

    expect(page.locator(".safety")).to_have_text("safe")
    expect(page.locator(".diff .added")).to_have_text("+        lens = self.buf")
    page.get_by_role("button", name="Apply").click()
    settled(page)
    expect(page.locator("#summary")).to_have_text("Nothing found")
    assert "        fill(x, out=self.buf)\n        lens = self.buf\n    else:" in code(page)
    page.screenshot(path=pictures / "mended.png")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    settled(page)
    assert codes(page) == ["NSA101"]


def test_both_fixes_of_the_bug_applied_leave_nothing(page: Page) -> None:
    expect(page.locator(".safety")).to_have_text("review before applying")
    page.get_by_role("button", name="Apply").click()
    settled(page)
    assert codes(page) == ["NSA101"]
    page.get_by_role("button", name="Apply").click()
    settled(page)
    expect(page.locator("#summary")).to_have_text("Nothing found")
    assert "total_tokens = fill_draft_extend_inplace(" in code(page)


@pytest.mark.parametrize("index", range(len(EXAMPLES)), ids=[each["file"] for each in EXAMPLES])
def test_each_example_shows_what_it_is_there_for(page: Page, pictures: Path, index: int) -> None:
    example = EXAMPLES[index]
    choose(page, index)
    assert sorted(codes(page)) == sorted(code for code, _, _ in example["findings"])
    page.screenshot(path=pictures / f"example-{Path(example['file']).stem}.png")


def test_scope_and_guards_change_what_is_reported(page: Page) -> None:
    put(page, MODES)
    expect(page.locator("#summary")).to_have_text("Nothing found")
    page.get_by_text("all", exact=True).click()
    settled(page)
    assert codes(page) == ["NSA201"]
    page.locator("#guards").fill("^mode$")
    settled(page)
    assert codes(page) == ["NSA104"]
    page.locator("#guards").fill("(")
    settled(page)
    expect(page.locator("[role=alert]")).to_contain_text("guards has '('")


def test_a_text_that_does_not_parse_says_where(page: Page) -> None:
    put(page, "x = (\n")
    assert codes(page) == ["NSA901"]
    expect(page.locator(".finding .message")).to_contain_text("does not parse")


def test_new_grammar_is_read(page: Page) -> None:
    put(page, "try: x = f()\nexcept A, B: pass\nprint(t'{x}')\n")
    page.get_by_text("all", exact=True).click()
    settled(page)
    assert codes(page) == ["NSA202"]


def test_a_text_that_ends_python_says_so_and_the_next_is_checked(browser: Browser, address: str) -> None:
    context = browser.new_context()
    visitor = context.new_page()
    visitor.set_default_timeout(120_000)
    visitor.goto(address)
    visitor.wait_for_selector("body[data-state=checked]")
    put(visitor, "def f(use_triton):\n    return x" + ".attribute" * 3000 + "\n")
    expect(visitor.locator("[role=alert]")).to_contain_text("too deeply nested")
    put(visitor, BROKEN)
    assert codes(visitor) == ["NSA101"]
    context.close()


def test_columns_are_right_after_wide_characters(page: Page) -> None:
    put(page, 'print("😀é", (1 if is_cuda() and (z := 2) else z))\n')
    expect(page.locator(".squiggle")).to_have_text("z")


def test_a_link_carries_code_scope_and_guards(page: Page, browser: Browser, address: str) -> None:
    put(page, MODES + "# ü 😀\n")
    page.get_by_text("all", exact=True).click()
    page.locator("#guards").fill("^mode$")
    settled(page)
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#toast")).to_contain_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}#")
    other = browser.new_context()
    visitor = other.new_page()
    visitor.set_default_timeout(120_000)
    visitor.goto(link)
    visitor.wait_for_selector("body[data-state=checked]")
    assert code(visitor).rstrip("\n") == code(page).rstrip("\n")
    assert codes(visitor) == codes(page)
    assert visitor.locator("#guards").input_value() == "^mode$"
    other.close()


def test_a_link_that_carries_nothing_says_so_and_leaves_the_code_alone(page: Page) -> None:
    choose(page, 2)
    page.evaluate("location.hash = 'nonsense'")
    expect(page.locator("#toast")).to_contain_text("carries no code")
    expect(page.locator(".finding.open .message")).to_contain_text("kernel")


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    page.keyboard.press("F8")
    expect(page.locator(".finding.open .message")).to_contain_text("seqlens_expanded is unbound")
    page.keyboard.press("Shift+F8")
    expect(page.locator(".finding.open .message")).to_contain_text("cache_seqlens is unbound")
    page.locator(".cm-content").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.querySelector('#editor').contains(document.activeElement)")
    page.get_by_label("Step of the path").focus()
    page.keyboard.press("Home")
    expect(page.locator(".stepper li.current")).to_contain_text("mode.is_decode()")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".stepper li.current")).to_contain_text("mode.is_draft_extend()")
    assert page.evaluate("document.activeElement.dataset.key") == "slider"
    page.get_by_role("button", name="Apply").focus()
    page.keyboard.press("Enter")
    settled(page)
    assert codes(page) == ["NSA101"]


def test_a_line_of_the_frame_leads_to_the_code(page: Page) -> None:
    page.get_by_label("Go to line 19", exact=True).click()
    expect(page.locator(".cm-activeLine")).to_contain_text("if TRITON_AVAILABLE")
    assert page.evaluate("document.querySelector('#editor').contains(document.activeElement)")


def test_once_loaded_it_works_without_a_network(page: Page) -> None:
    expect(page.locator("#offline")).to_be_visible(timeout=60_000)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("body[data-state=checked]")
    put(page, BROKEN)
    assert codes(page) == ["NSA101"]
    page.context.set_offline(False)


def test_dark_is_the_system_s_or_chosen_and_is_kept(page: Page, pictures: Path) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(background)
    assert light != dark
    page.screenshot(path=pictures / "desktop-dark.png")
    page.get_by_label("Light or dark").click()
    assert page.evaluate(background) == light
    page.reload()
    page.wait_for_selector("body[data-state=checked]")
    assert page.evaluate(background) == light
    page.evaluate("localStorage.clear(); delete document.documentElement.dataset.theme")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off(page: Page, pictures: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for name in ("#share", "#theme", "#examples", "#guards", ".finding.open .stepper", ".finding.open .diff"):
        box = page.locator(name).bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390, name
    page.screenshot(path=pictures / f"phone-{scheme}.png", full_page=True)
