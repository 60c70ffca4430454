"""Without a GPU the kernels run in Triton's interpreter, which must be asked for before triton is imported."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

NEED_NO_TORCH = ("test_shapes.py", "test_house_rule.py")

if importlib.util.find_spec("torch") is not None:
    import torch

    if not torch.cuda.is_available():
        os.environ.setdefault("TRITON_INTERPRET", "1")
    torch.set_num_threads(1)  # the tensors are tiny


class _NeedsTorch(pytest.Module):
    def collect(self) -> list[pytest.Item]:
        pytest.skip("needs torch: pip install nsa-guard[runtime]", allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    if importlib.util.find_spec("torch") is not None or module_path.name in NEED_NO_TORCH:
        return None
    return _NeedsTorch.from_parent(parent, path=module_path)
