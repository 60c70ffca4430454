"""Import, flag and environment gate, each in a process that has imported nothing of ours."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import torch

from nsa_runtime import backend
from nsa_runtime.backend import GATE, read_gate
from tests.runtime.fresh import Done, Processes

REPORT = """
import sys
{prelude}
import torch, nsa_runtime
from nsa_runtime import dispatch
device = "cuda" if torch.cuda.is_available() else "cpu"
out = [torch.full((6,), -1, dtype=torch.int32, device=device) for _ in range(2)]
lengths = torch.tensor([2, 3], dtype=torch.int32, device=device)
total = nsa_runtime.fill_draft_extend_metadata_inplace(lengths, lengths + 7, 8, *out)
print(nsa_runtime.TRITON_KERNEL_AVAILABLE, dispatch.uses_kernels(device), "nsa_runtime.kernels" in sys.modules, total)
print(out[0].tolist(), out[1].tolist())
"""
WITHOUT_TRITON = """
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "triton":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "triton" else real(name, package)
"""
FILLED = "[8, 9, 8, 9, 10, -1] [8, 8, 8, 8, 8, -1]"


@pytest.fixture(scope="module")
def fresh() -> Iterator[Processes]:
    with Processes() as processes:
        yield processes


def _run(fresh: Processes, prelude: str = "", **environment: str) -> Done:
    # with TRITON_INTERPRET where there is no GPU, by conftest.py
    return fresh.run(REPORT.format(prelude=prelude), {**os.environ, **environment})


def test_the_end_of_the_process_to_fork_from_is_an_error_with_its_status() -> None:
    with Processes() as ended, pytest.raises(RuntimeError, match="has ended with status -9"):
        ended.server.kill()
        ended.run("", {})


def test_triton_present(fresh: Processes) -> None:
    pytest.importorskip("triton", reason="needs triton: pip install nsa-guard[runtime]")
    assert _run(fresh).stdout.splitlines() == ["True True True 5", FILLED]


def test_triton_absent() -> None:
    """For torch, too, so it is imported anew."""
    code = REPORT.format(prelude=WITHOUT_TRITON)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["False False False 5", FILLED]


def test_switched_off(fresh: Processes) -> None:
    pytest.importorskip("triton", reason="needs triton: pip install nsa-guard[runtime]")
    assert _run(fresh, **{GATE: "0"}).stdout.splitlines() == ["True False False 5", FILLED]


def test_garbage_names_the_variable_and_the_value(fresh: Processes) -> None:
    result = _run(fresh, **{GATE: "perhaps"})
    assert result.returncode != 0
    assert f"ValueError: {GATE}: expected one of 1, true, yes, on, 0, false, no, off, got 'perhaps'" in result.stderr


@pytest.mark.parametrize("text", ["1", "True", "yes", " on ", "0", "false", "NO", "Off"])
def test_what_the_gate_reads(text: str) -> None:
    assert read_gate({GATE: text}) is (text in ("1", "True", "yes", " on "))


@pytest.mark.parametrize("device", ["cuda", "cpu"])
@pytest.mark.parametrize("interpreted", ["0", "1", None])
@pytest.mark.parametrize("enabled", [True, False])
def test_kernels_run_on_gpus_and_on_cpus_in_the_interpreter(
    device: str, interpreted: str | None, enabled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backend, "kernels_enabled", lambda: enabled)
    monkeypatch.delenv("TRITON_INTERPRET", raising=False)
    if interpreted is not None:
        monkeypatch.setenv("TRITON_INTERPRET", interpreted)
    assert backend.uses_kernels.__wrapped__(device) is (enabled and (device == "cuda" or interpreted == "1"))


def test_the_gate_is_on_where_nothing_is_said() -> None:
    assert read_gate({}) is True


def test_the_gate_is_read_once(fresh: Processes) -> None:
    prelude = f"import os; from nsa_runtime import dispatch; dispatch.kernels_enabled(); os.environ[{GATE!r}] = 'junk'"
    assert _run(fresh, prelude).returncode == 0


def test_the_choice_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "nsa_runtime"):
        for enabled, arm in ((True, "Triton kernels"), (False, "the torch reference")):
            backend.uses_kernels.cache_clear()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(backend, "kernels_enabled", lambda enabled=enabled: enabled)
                for _ in range(2):
                    assert backend.uses_kernels("cuda") is enabled
            assert [record.getMessage() for record in caplog.records] == [f"fills on cuda run as {arm}"]
            caplog.clear()
    backend.uses_kernels.cache_clear()


def test_each_choice_is_its_own_module() -> None:
    from nsa_runtime import reference

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backend, "uses_kernels", lambda device_type: False)
        assert backend.backend(torch.device("cpu")) is reference
    if backend.uses_kernels("cpu"):
        from nsa_runtime import launch

        assert backend.backend(torch.device("cpu")) is launch
