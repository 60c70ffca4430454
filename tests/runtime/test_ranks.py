"""Several processes, each with a device of its own: the same input gives the same metadata, and nobody waits."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
PER_NODE = 2


@pytest.mark.parametrize("ranks", [PER_NODE])
def test_ranks_agree_and_no_collective_is_introduced(ranks: int) -> None:
    """``torchrun`` starts them, gloo compares their answers; ``tests/runtime/rank.py`` is what each runs."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={ranks}"]
    result = subprocess.run(
        [*command, "-m", "tests.runtime.rank"],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    used = min(ranks, torch.cuda.device_count()) or 1
    said = re.findall(r"rank \d+ agrees on \d+ device\(s\)", result.stdout)  # ranks write into one another's lines
    assert sorted(said) == [f"rank {rank} agrees on {used} device(s)" for rank in range(ranks)]
