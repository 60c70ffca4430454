"""The bug in the file where it happened: SGLang's sparse-attention backend, before, broken, fixed, and today."""

from __future__ import annotations

import ast
import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import fetch, surgery
from lab.amount import some
from lab.check import report
from nsa_lint.model import ArmKind, Diagnostic

BEFORE = ("0.5.8", "0.5.10")
PATH = "sglang/srt/layers/attention/nsa_backend.py"
TODAY = "sglang/srt/layers/attention/dsa_backend.py"


@pytest.fixture(params=BEFORE[: some(len(BEFORE))])
def original(request: pytest.FixtureRequest) -> str:
    return fetch.text("sglang", request.param, PATH)


def replay(text: str) -> ast.FunctionDef:
    return surgery.function_named(ast.parse(text), surgery.REPLAY)


def line_of(text: str, statement: str) -> int:
    """The only line of the file that says this."""
    [line] = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == statement]
    return line


def first_read(function: ast.FunctionDef, name: str, after: int) -> int:
    """The line of the first read of the name after a line."""
    return min(
        node.lineno
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) and node.lineno > after
    )


def reads(text: str) -> dict[str, int]:
    """Where each of the two names is first read after the mode chain."""
    function = replay(text)
    end = surgery.mode_chain(function).end_lineno or 0
    places = {name: first_read(function, name, end) for name in surgery.NAMES}
    assert "torch.cumsum(" in text.splitlines()[places["nsa_cache_seqlens"] - 1]
    return places


def else_line(text: str, header: str) -> int:
    """The line of the `else:` of the chain whose last tested arm has this header."""
    lines = text.splitlines()
    start = line_of(text, header)
    indent = lines[start - 1][: len(lines[start - 1]) - len(lines[start - 1].lstrip())]
    return next(number for number in range(start + 1, len(lines)) if lines[number - 1] == f"{indent}else:")


def mode_lines(text: str) -> set[int]:
    """The headers of the mode chain's other arms, which bind both names."""
    arms = surgery.arms_of(surgery.mode_chain(replay(text)))
    return {arm.lineno for arm in arms if "is_draft_extend" not in ast.unparse(arm.test)}


def told(diagnostics: list[Diagnostic]) -> list[tuple[str, str, int]]:
    return [(diagnostic.code, diagnostic.name, diagnostic.line) for diagnostic in diagnostics]


def test_the_untouched_file_is_clean(original: str) -> None:
    assert report(original) == []


def test_the_fixed_file_is_clean(original: str) -> None:
    assert report(surgery.fixed(original)) == []


def test_the_broken_file_has_exactly_the_two_variables_of_the_crash(original: str) -> None:
    text = surgery.broken(original)
    assert told(report(text)) == sorted(
        (("NSA101", name, line) for name, line in reads(text).items()), key=lambda item: item[2]
    )


def test_each_report_proves_itself(original: str) -> None:
    text = surgery.broken(original)
    header = f"if {surgery.TRITON_GUARD}:"
    for diagnostic in report(text):
        assert diagnostic.proof is not None
        assert diagnostic.proof.function.endswith(f".{surgery.REPLAY}")
        assert (diagnostic.proof.arm.kind, diagnostic.proof.arm.line) == (ArmKind.TEST, line_of(text, header))
        assert diagnostic.proof.arm.guard == surgery.TRITON_GUARD
        assert set(diagnostic.proof.bindings) == {else_line(text, header)} | mode_lines(text)
        assert diagnostic.message.startswith(f"'{diagnostic.name}' ")
        for part in (str(diagnostic.proof.arm.line), surgery.TRITON_GUARD, *map(str, diagnostic.proof.bindings)):
            assert part in diagnostic.message


@pytest.mark.parametrize("kept", surgery.NAMES)
def test_one_forgotten_view_is_one_report(original: str, kept: str) -> None:
    text = surgery.two_arms(original, [kept])
    [missing] = set(surgery.NAMES) - {kept}
    assert told(report(text)) == [("NSA101", missing, reads(text)[missing])]


ARMS = ("cuda", "triton", "fallback")
BROKEN = [*itertools.product(ARMS, [surgery.NAMES, surgery.NAMES[:1], surgery.NAMES[1:]])]
FUSED = [
    *itertools.product(
        ["is_decode_or_idle()", "is_target_verify()", "is_draft_extend_v2()"],
        ["dsa_cache_seqlens", "seqlens_expanded"],
    )
]


def test_three_arms_that_all_bind_are_clean(original: str) -> None:
    assert report(surgery.three_arms(original, dict.fromkeys(ARMS, surgery.NAMES))) == []


@pytest.mark.parametrize(("arm", "names"), BROKEN[: some(len(BROKEN))])
def test_of_three_arms_the_broken_one_is_reported_only(original: str, arm: str, names: tuple[str, ...]) -> None:
    whole = dict.fromkeys(ARMS, surgery.NAMES)
    text = surgery.three_arms(original, whole | {arm: tuple(set(surgery.NAMES) - set(names))})
    triton = f"elif {surgery.TRITON_GUARD}:"
    lines = {
        "cuda": line_of(text, f"if {surgery.CUDA_GUARD}:"),
        "triton": line_of(text, triton),
        "fallback": else_line(text, triton),
    }
    found = report(text)
    assert told(found) == sorted((("NSA101", name, reads(text)[name]) for name in names), key=lambda item: item[2])
    for diagnostic in found:
        assert diagnostic.proof is not None
        assert diagnostic.proof.arm.line == lines[arm]
        assert set(diagnostic.proof.bindings) == {line for other, line in lines.items() if other != arm} | mode_lines(
            text
        )


def test_the_backend_of_today_is_clean() -> None:
    assert [d for d in report(fetch.text("sglang", "0.5.23", TODAY)) if d.code.startswith("NSA1")] == []


def fused_bindings() -> Iterator[tuple[str, str, ast.Assign]]:
    """(mode, name, statement) of the two bindings in each fused arm of today's backend."""
    tree = ast.parse(fetch.text("sglang", "0.5.23", TODAY))
    function = surgery.function_named(tree, "_apply_cuda_graph_metadata")
    for mode in surgery.arms_of(surgery.mode_chain(function)):
        [fused] = [
            node
            for node in mode.body
            if isinstance(node, ast.If)
            and any(ast.unparse(child) == "used_fused_metadata_generation = True" for child in node.body)
        ]
        for statement in fused.body:
            for name in ("dsa_cache_seqlens", "seqlens_expanded"):
                if surgery.binds(statement, name):
                    assert isinstance(statement, ast.Assign)
                    yield ast.unparse(mode.test).removeprefix("forward_mode."), name, statement


@pytest.mark.parametrize(("mode", "name"), FUSED[: some(len(FUSED))])
def test_a_binding_taken_out_of_a_fused_arm_is_that_one_report(mode: str, name: str) -> None:
    text = fetch.text("sglang", "0.5.23", TODAY)
    [statement] = [found for at, bound, found in fused_bindings() if (at, bound) == (mode, name)]
    mutant = surgery.without(text, statement)
    lines = mutant.splitlines()
    if name == "dsa_cache_seqlens":  # the cumsum's read is skipped by the flag that the fused arm sets
        [read] = [number for number, line in enumerate(lines, 1) if "cache_seqlens=dsa_cache_seqlens," in line]
    elif mode == "is_draft_extend_v2()":  # the schedule reads the buffer, not the name, in this mode
        [read] = [number for number, line in enumerate(lines, 1) if "seqlens_expanded_size = seqlens_exp" in line]
    else:
        [read] = [number for number, line in enumerate(lines, 1) if "schedule_seqlens_expanded = seqlens_exp" in line]
    found = report(mutant)
    assert [(diagnostic.name, diagnostic.line) for diagnostic in found] == [(name, read)]
    assert found[0].code.startswith("NSA1")


def flake8(folder: Path) -> list[str]:
    """What flake8 prints of the files of a folder."""
    command = [sys.executable, "-m", "flake8", "--isolated", "-j1", "--select", "NSA", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode == bool(done.stdout)
    return done.stdout.splitlines()


@pytest.mark.needs("process")
def test_flake8_prints_two_lines_for_the_broken_file_and_none_for_the_others(original: str, tmp_path: Path) -> None:
    texts = {"untouched": original, "fixed": surgery.fixed(original), "broken": surgery.broken(original)}
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    places = sorted((line, name) for name, line in reads(texts["broken"]).items())
    printed = flake8(tmp_path)
    assert len(printed) == len(places) == 2
    for said, (line, name) in zip(printed, places, strict=True):
        assert re.match(rf"./broken.py:{line}:\d+: NSA101 '{name}' ", said)
