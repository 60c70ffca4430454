"""One environment variable turns it on: SGLang's own plugin loader, out of its wheels, finds our entry point; and the
command for releases without plugins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab import checkout
from lab import distribution as distribution_of_checkout
from tests.runtime.fresh import Processes

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

LOADING = """
import json, logging, sys
logging.basicConfig(level=logging.INFO, format="%(message)s")
from tests.runtime import sglang
plugins = "sglang.srt.plugins"
with sglang.modules({version!r}, cuda=lambda: False, more=(plugins, plugins + ".hook_registry")) as load:
    load(plugins).load_plugins()
    ours = sys.modules.get("nsa_runtime.compat.sglang")
    print(json.dumps(None if ours is None else ours.installed()))
"""
STUB = {  # as much of SGLang as its launcher needs; its source is none that is supported
    "sglang/__init__.py": "",
    "sglang/srt/__init__.py": "",
    "sglang/srt/server_args.py": "def prepare_server_args(arguments):\n    return arguments\n",
    "sglang/srt/utils.py": "def kill_process_tree(pid, include_parent):\n    print('cleaned up', include_parent)\n",
    "sglang/launch_server.py": """
import multiprocessing, sys
def child():
    print("child imported", "nsa_runtime.compat.sglang" in sys.modules, flush=True)
def run_server(server_args):
    process = multiprocessing.get_context("spawn").Process(target=child)
    process.start()
    process.join()
    raise SystemExit(f"served {server_args}")
""",
}


@pytest.fixture
def distribution(tmp_path: Path) -> Path:
    """A folder with our distribution's entry points, as an installer writes them from setup.cfg."""
    distribution_of_checkout.write(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def fresh() -> Iterator[Processes]:
    with Processes() as processes:
        yield processes


def _kept() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("NSA_RUNTIME")}


def _loaded(fresh: Processes, distribution: Path, version: str, **environment: str) -> tuple[Any, str]:
    path = [str(distribution), str(checkout.ROOT)]
    done = fresh.run(LOADING.format(version=version), {**_kept(), **environment}, path, distribution)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


@pytest.mark.parametrize("version", ["0.5.11", "0.5.23"])
def test_sglangs_plugin_loader_installs_it(fresh: Processes, distribution: Path, version: str) -> None:
    installed, log = _loaded(fresh, distribution, version, NSA_RUNTIME="1")
    assert installed
    assert "Executed general plugin: nsa_runtime" in log
    assert f"SGLang {version} (source of {version}): replaced" in log


@pytest.mark.parametrize("value", [None, "yes"])
def test_without_the_variable_nothing_is_imported(fresh: Processes, distribution: Path, value: str | None) -> None:
    environment = {} if value is None else {"NSA_RUNTIME": value}
    installed, log = _loaded(fresh, distribution, "0.5.23", **environment)
    assert installed is None
    assert ("NSA_RUNTIME: expected 0 or 1, got 'yes'; taken for 0" in log) == (value == "yes")


def test_the_launcher_installs_in_spawned_processes_too_and_cleans_up_as_sglangs_does(tmp_path: Path) -> None:
    for name, text in STUB.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(checkout.ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "nsa_runtime.compat.launch", "--model", "x"], env={**_kept(), "PYTHONPATH": paths},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "served ['--model', 'x']" in done.stderr
    assert done.stdout.splitlines() == ["child imported True", "cleaned up False"]
    assert done.stderr.count("SGLang keeps its own metadata fills") == 2, done.stderr
