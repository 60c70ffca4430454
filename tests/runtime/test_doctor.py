"""``python -m nsa_runtime.doctor``: what it says for a bug report, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

from nsa_runtime import backend, doctor, parity, schedule
from nsa_runtime.compat import fingerprints
from tests.runtime import deep_gemm, sglang

WITHOUT_TORCH = """
import importlib.util, sys
sys.modules["torch"] = None
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "torch" else real(name, package)
from nsa_runtime import doctor
sys.exit(doctor.main())
"""


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SHAPES", 2)


def test_it_says_what_is_installed_and_which_arm_runs(few: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main() == 0
    said = capsys.readouterr().out
    for line in ("torch: ", "triton: ", "sglang's source: ", "DeepGEMM: ", "fills run by: the Triton kernel"):
        assert f"\n{line}" in said, line
    assert "self-test: 2 shapes against the reference, 0 differences; " in said


def test_a_difference_is_shown_and_is_its_exit_status(
    few: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parity, "compare", lambda seed, device: [f"seed {seed}: num_tokens differs"])
    assert doctor.main() == 1
    assert "  seed 1: num_tokens differs\nself-test: 2 shapes against the reference, 2 differences" in (
        capsys.readouterr().out
    )


def test_where_the_reference_fills_there_is_nothing_to_compare(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backend, "uses_kernels", lambda device_type: False)
    monkeypatch.setattr(backend, "kernels_enabled", lambda: False)
    assert doctor.main() == 0
    said = capsys.readouterr().out
    assert "fills run by: the reference in torch (SGLANG_NSA_USE_TRITON_METADATA is off)" in said
    assert "self-test: nothing to compare, fills run by the reference itself" in said


def test_the_source_of_sglang_is_judged(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    name = f"{sglang.ATTENTION}.dsa_backend:DSAMetadata"
    with sglang.modules("0.5.22", cuda=lambda: False):
        assert list(doctor._sglang()) == ["sglang's source: that of 0.5.22, supported"]
        match = fingerprints.Match("0.5.22", (name,))
        monkeypatch.setattr(fingerprints, "nearest", lambda root: match)
        first, second = doctor._sglang()
    digest = fingerprints.known_releases()["0.5.22"][name]
    assert first.startswith("sglang's source: none of 0.5.8, ")
    assert second == f"  {name}: expected {digest}, found {digest}"


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (deep_gemm.vector(), "DeepGEMM: context lengths are a vector [n], written in place by a copy"),
        (deep_gemm.table_with_function(), "DeepGEMM: context lengths are a table [n, next_n], written in place by a "
                                          "second function"),
        ({}, "DeepGEMM: installed, without get_paged_mqa_logits_metadata"),
    ],
)  # fmt: skip
def test_the_api_of_deep_gemm_is_shown(build: dict[str, object], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "deep_gemm", lambda: SimpleNamespace(**build))
    assert list(doctor._deep_gemm()) == [said]


def test_without_torch_one_sentence_says_so() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    last = done.stdout.splitlines()[-1]
    assert last == "torch is not installed: nothing can be filled; pip install 'nsa-guard[runtime]'"
