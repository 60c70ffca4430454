"""DeepGEMM's schedule for paged multi-query attention, where DeepGEMM is installed."""

from __future__ import annotations

import functools
import importlib
import importlib.util
from typing import Any

import torch

from nsa_runtime.buffers import MetadataViews
from nsa_runtime.shapes import Mode

BLOCK_KV = 64  # tokens per block of the paged logits kernel; DeepGEMM supports this one size


@functools.cache
def deep_gemm() -> Any | None:
    """The ``deep_gemm`` module, or None where it is not installed."""
    return importlib.import_module("deep_gemm") if importlib.util.find_spec("deep_gemm") is not None else None


def allocate(context_lens: torch.Tensor) -> torch.Tensor | None:
    """A schedule for ``context_lens`` (int32), or None without DeepGEMM. Give it to ``MetadataBuffers`` as
    ``paged_mqa_schedule_metadata`` and every fill refreshes it in place."""
    module = deep_gemm()
    return None if module is None else _compute(module, context_lens)


def refresh(views: MetadataViews, mode: Mode) -> MetadataViews:
    """Recompute the schedule into its own storage, from the key lengths that the indexer works with: those of the
    requests when decoding, those of the query tokens otherwise. Returns ``views``."""
    module = deep_gemm()
    if module is not None and views.paged_mqa_schedule_metadata is not None:
        lengths = views.cache_seqlens_int32 if mode is Mode.DECODE else views.nsa_seqlens_expanded
        views.paged_mqa_schedule_metadata.copy_(_compute(module, lengths))
    return views


def _compute(module: Any, context_lens: torch.Tensor) -> torch.Tensor:
    schedule: torch.Tensor = module.get_paged_mqa_logits_metadata(context_lens, BLOCK_KV, module.get_num_sms())
    return schedule
