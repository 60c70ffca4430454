"""The benchmark of the whole refresh: that each of its figures is measured on SGLang's backend before and after."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

from benchmarks import refresh
from lab import fetch
from nsa_runtime import backend
from nsa_runtime.compat import sglang as compat
from tests.runtime import sglang


def test_every_refresh_is_timed_before_and_after(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wheels = fetch.archive("sglang", "0.5.23").parent
    for name in ("NSA_GUARD_CACHE", "TRITON_CACHE_DIR"):
        monkeypatch.setenv(name, "")  # the command sets both
    if not sglang.ON_GPU:
        monkeypatch.setattr(backend, "uses_kernels", lambda device_type: False)
    assert refresh.main(["--wheels", str(wheels), "--batch", "1", "3", "--context", "200", "--calls", "3",
                         "--captured", "1", "3"]) == 0  # fmt: skip
    page = capsys.readouterr().out
    host, *others = page.split("| refresh |")[1:]
    figure = r"[\d.]+ \([\d.]+x\)"
    rows = re.findall(rf"^\| ([\w -]+) \| 200 \| (\d+) \| [\d.]+ \| {figure} \| {figure} \|$", host, re.MULTILINE)
    assert rows == [(kind, size) for kind in refresh.KINDS for size in ("1", "3")]
    assert len(others) == 2  # GPU time and launches
    assert compat.installed() == ()


def test_a_release_without_fused_functions_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"--release: expected one of 0\.5\.15, .*, got 0\.5\.10"):
        refresh.main(["--wheels", ".", "--release", "0.5.10"])
