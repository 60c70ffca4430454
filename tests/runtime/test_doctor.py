"""``python -m nsa_runtime.doctor``: what it says for a bug report, and how it ends."""

from __future__ import annotations

import importlib.metadata
import runpy
import subprocess
import sys
from types import SimpleNamespace

import pytest
import torch

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

from nsa_runtime import backend, doctor, parity, schedule
from nsa_runtime.compat import fingerprints, plugin
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


def test_packages_and_settings_are_shown_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"torch": "2.9", "sgl-kernel": "0.3"}

    def version(package: str) -> str:
        if package not in versions:
            raise importlib.metadata.PackageNotFoundError(package)
        return versions[package]

    monkeypatch.setattr(importlib.metadata, "version", version)
    settings = ("SGLANG_NSA_USE_TRITON_METADATA", plugin.SWITCH, plugin.REFRESH, plugin.IN_GRAPH, "SGLANG_PLUGINS")
    for name in settings:
        monkeypatch.delenv(name, raising=False)
    python, *packages = doctor._installed()
    assert python.startswith("python: 3.")
    assert packages == ["torch: 2.9", "sgl-kernel: 0.3"]
    for number, name in enumerate(settings):
        monkeypatch.setenv(name, f"{number}")
    assert [*doctor._installed()][3:] == [f"{name}={number}" for number, name in enumerate(settings)]


def test_sglang_that_is_not_there_and_definitions_that_are_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "installed_root", lambda: None)
    assert list(doctor._sglang()) == ["sglang's source: not installed"]
    monkeypatch.setattr(fingerprints, "installed_root", lambda: "somewhere")
    name = next(iter(fingerprints.known_releases()["0.5.22"]))
    monkeypatch.setattr(fingerprints, "nearest", lambda root: fingerprints.Match("0.5.22", (name,)))
    monkeypatch.setattr(fingerprints, "digests", lambda root, names: {})
    assert [*doctor._sglang()][1].endswith(", found no such definition")


def test_deep_gemm_that_is_not_there_or_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError("no libcudart")

    monkeypatch.setattr(schedule, "deep_gemm", lambda: None)
    assert list(doctor._deep_gemm()) == ["DeepGEMM: not installed, no schedule is refreshed"]
    monkeypatch.setattr(schedule, "deep_gemm", broken)
    assert list(doctor._deep_gemm()) == ["DeepGEMM: cannot be imported, OSError: no libcudart"]


@pytest.mark.parametrize(
    ("uses", "available", "enabled", "device", "said"),
    [
        (True, True, True, "cuda", "the Triton kernel"),
        (True, True, True, "cpu", "the Triton kernel, in triton's interpreter"),
        (False, True, True, "cpu", "the reference in torch (the device is a cpu)"),
        (False, True, False, "cuda", "the reference in torch (THE_GATE is off)"),
        (False, False, False, "cuda", "the reference in torch (triton is not installed)"),
    ],
)
def test_the_reason_is_given_why_an_arm_runs(
    uses: bool, available: bool, enabled: bool, device: str, said: str
) -> None:
    given = SimpleNamespace(
        GATE="THE_GATE", TRITON_KERNEL_AVAILABLE=available, kernels_enabled=lambda: enabled,
        uses_kernels=lambda device_type: uses,
    )  # fmt: skip
    assert doctor._name_of_arm(given, device) == said


@pytest.mark.parametrize("count", [0, 2])
def test_every_gpu_is_shown(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "is_available": count > 0, "device_count": count, "current_device": 0, "get_device_name": "a GPU",
        "get_device_capability": (9, 0),
    }.items():  # fmt: skip
        monkeypatch.setattr(torch.cuda, name, lambda *of, value=value: value)
    monkeypatch.setattr(backend, "uses_kernels", lambda device_type: device_type == "cuda")
    *shown, arm = doctor._arm()
    if count:
        assert shown == [f"device {number}: a GPU, compute capability 9.0" for number in range(2)]
        assert arm == "fills run by: the Triton kernel"
    else:
        assert shown == ["device: CPU, no GPU that torch can use"]
        assert arm.startswith("fills run by: the reference in torch (")


@pytest.mark.parametrize(("module", "status"), [("doctor", 0), ("verify", 2)])
def test_a_command_ends_with_its_status(module: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "uses_kernels", lambda device_type: False)
    monkeypatch.setattr(sys, "argv", [module])
    monkeypatch.delitem(sys.modules, f"nsa_runtime.{module}", raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(f"nsa_runtime.{module}", run_name="__main__")
    assert ended.value.code == status
