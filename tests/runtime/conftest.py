"""Without a GPU the kernels run in Triton's interpreter, which must be asked for before triton is imported."""

from __future__ import annotations

import importlib.util
import os

if importlib.util.find_spec("torch") is None:
    collect_ignore_glob = ["test_[!s]*.py", "test_s[!h]*.py"]  # all but test_shapes.py, which needs no torch
else:
    import torch

    if not torch.cuda.is_available():
        os.environ.setdefault("TRITON_INTERPRET", "1")
    torch.set_num_threads(1)  # the tensors are tiny
