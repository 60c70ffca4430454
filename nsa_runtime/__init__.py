"""Metadata of a Native-Sparse-Attention backend: preallocated buffers, filled in one launch, without a wait.

``Mode``, ``ReplayShape`` and ``Limits`` need no torch; everything else imports it when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from nsa_runtime.shapes import CapacityError, Limits, Mode, Overflow, ReplayShape

if TYPE_CHECKING:
    from nsa_runtime.backend import TRITON_KERNEL_AVAILABLE
    from nsa_runtime.batch import ReplayBatch
    from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews
    from nsa_runtime.dispatch import fill, fill_draft_extend_metadata_inplace, fill_many, warmup
    from nsa_runtime.replay import ReplayPlan

__all__ = [
    "TRITON_KERNEL_AVAILABLE",
    "BufferSets",
    "CapacityError",
    "Limits",
    "MetadataBuffers",
    "MetadataViews",
    "Mode",
    "Overflow",
    "ReplayBatch",
    "ReplayPlan",
    "ReplayShape",
    "fill",
    "fill_draft_extend_metadata_inplace",
    "fill_many",
    "warmup",
]

NEEDS = "pip install 'nsa-guard[runtime]'"
"""What to run where torch or triton is missing."""

_HOMES = {
    "BufferSets": "buffers",
    "MetadataBuffers": "buffers",
    "MetadataViews": "buffers",
    "ReplayBatch": "batch",
    "ReplayPlan": "replay",
    "TRITON_KERNEL_AVAILABLE": "backend",
    "fill": "dispatch",
    "fill_draft_extend_metadata_inplace": "dispatch",
    "fill_many": "dispatch",
    "warmup": "dispatch",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise ModuleNotFoundError(f"{__name__}.{name} needs torch: {NEEDS}", name="torch") from None
