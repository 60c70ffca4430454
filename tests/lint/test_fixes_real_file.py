"""The seed's fix on SGLang's real backend file: what the tool writes is what was written by hand."""

from __future__ import annotations

import ast
import functools

import pytest

from lab import fetch, surgery
from nsa_lint.checker import check
from nsa_lint.fixes import apply, fixes_for
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

BEFORE = ("0.5.8", "0.5.10")
PATH = "sglang/srt/layers/attention/nsa_backend.py"


@pytest.fixture(params=BEFORE)
def original(request: pytest.FixtureRequest) -> str:
    return fetch.text("sglang", request.param, PATH)


@functools.cache
def fixed(text: str) -> tuple[str, list[str]]:
    """The text after all fixes, and how safe each is."""
    source = Source.of_text("nsa_backend.py", text)
    fixes = [fix for fix in fixes_for(source, check(source, Options())) if fix]
    return apply(source, fixes), [fix.safety for fix in fixes]


def same(left: str, right: str) -> bool:
    return ast.dump(ast.parse(left)) == ast.dump(ast.parse(right))


def test_the_broken_file_becomes_the_fixed_one(original: str) -> None:
    broken = surgery.broken(original)
    text, safeties = fixed(broken)
    assert same(text, surgery.fixed(original))
    # the in-place fill is imported: that it returns the number of tokens cannot be seen in this file
    assert safeties == ["unsafe", "unsafe"]


def test_nothing_but_the_arm_is_touched(original: str) -> None:
    broken = surgery.broken(original)
    text, _ = fixed(broken)
    before, after = broken.splitlines(keepends=True), text.splitlines(keepends=True)
    (call,) = [
        number for number, line in enumerate(before) if line.lstrip().startswith("fill_draft_extend_metadata_inplace(")
    ]
    assert after[:call] == before[:call]
    assert after[call].replace("total_tokens = ", "", 1) == before[call]
    assert after[call + 3 :] == before[call + 1 :]


def test_a_second_run_changes_nothing(original: str) -> None:
    text, _ = fixed(surgery.broken(original))
    assert fixed(text) == (text, [])


@pytest.mark.parametrize("arm", ["cuda", "triton", "fallback"])
def test_of_three_arms_the_broken_one_is_mended_as_its_siblings_are(original: str, arm: str) -> None:
    binds = dict.fromkeys(("cuda", "triton", "fallback"), surgery.NAMES)
    text, _ = fixed(surgery.three_arms(original, {**binds, arm: ()}))
    meant = surgery.three_arms(original, binds)
    if arm == "fallback":  # broken, it fills the buffers through the reference; whole, it computes anew
        broken = surgery.three_arms(original, {**binds, arm: ()})
        reference = surgery.in_place("fill_draft_extend_metadata_reference", ())
        written = surgery.in_place("fill_draft_extend_metadata_reference", surgery.NAMES)
        assert same(text, replaced(broken, reference, written))
    else:
        assert same(text, meant)


def replaced(text: str, old: str, new: str) -> str:
    """`text` with one line of code replaced by several, at its indentation."""
    (line,) = [line for line in text.splitlines(keepends=True) if line.strip() == old.strip()]
    indent = line[: len(line) - len(line.lstrip())]
    return text.replace(line, "".join(f"{indent}{each}\n" for each in new.splitlines()))
