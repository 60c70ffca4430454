"""The names and signatures of the module that this runtime corrects, so that code written for it runs unchanged::

    from nsa_runtime.compat.triton_metadata_kernel import fill_draft_extend_metadata_fused

Every call returns or fills the same whichever arm of the dispatch runs. Lengths are int32 or int64 on one device.
"""

from __future__ import annotations

from typing import Any

import torch

from nsa_runtime import checks
from nsa_runtime.dispatch import TRITON_KERNEL_AVAILABLE, fill_draft_extend_metadata_inplace

__all__ = [
    "TRITON_KERNEL_AVAILABLE",
    "fill_draft_extend_metadata_fused",
    "fill_draft_extend_metadata_fused_simple",
    "fill_draft_extend_metadata_inplace",
]

_FILLED = ("nsa_seqlens_expanded", "nsa_cache_seqlens_int32", "cache_seqlens_int32", "cu_seqlens_k", "page_table_1")
"""The tensors of a metadata object that are filled."""


def fill_draft_extend_metadata_fused_simple(
    extend_seq_lens: torch.Tensor, seq_lens: torch.Tensor, nsa_index_topk: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The two expanded vectors of :func:`fill_draft_extend_metadata_inplace`, newly allocated: int32, one element per
    query token, the lengths and the lengths clamped to ``nsa_index_topk``.

    Reads the number of query tokens back from the device, to know how much to allocate.
    """
    checks.require_tensor("seq_lens", seq_lens)
    checks.require_tensor("extend_seq_lens", extend_seq_lens)
    total = int(extend_seq_lens.clamp(min=0).sum().item())
    expanded, clamped = (torch.empty(total, dtype=torch.int32, device=seq_lens.device) for _ in range(2))
    fill_draft_extend_metadata_inplace(extend_seq_lens, seq_lens, nsa_index_topk, expanded, clamped, total_tokens=total)
    return expanded, clamped


def fill_draft_extend_metadata_fused(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    cache_seqlens: torch.Tensor,
    cumulate_cache_seqlens: torch.Tensor,
    page_indices: torch.Tensor,
    nsa_index_topk: int,
    metadata: Any,
) -> None:
    """Fill a metadata object of the backend in its own tensors, all int32: ``nsa_seqlens_expanded`` and
    ``nsa_cache_seqlens_int32`` as :func:`fill_draft_extend_metadata_inplace` does, ``cache_seqlens_int32 [bs]`` from
    ``cache_seqlens``, ``cu_seqlens_k[1:]`` from its running sum ``cumulate_cache_seqlens [bs]``, and the first rows and
    columns of ``page_table_1`` from ``page_indices [tokens, columns]``.

    What follows in each is left alone; rows may be wider than ``page_indices``. Reads the number of query tokens back
    from the device. Raises ``TypeError`` or ``ValueError`` that name the argument, before anything is written.
    """
    checks.require_tensor("seq_lens", seq_lens)
    checks.require_tensor("extend_seq_lens", extend_seq_lens)
    device, requests = seq_lens.device, len(seq_lens)
    for name, given in (("cache_seqlens", cache_seqlens), ("cumulate_cache_seqlens", cumulate_cache_seqlens)):
        checks.lengths(name, given, requests, device)
    total = int(extend_seq_lens.clamp(min=0).sum().item())
    checks.tensor("page_indices", page_indices, checks.INT32, (total, None), device)
    columns = page_indices.shape[1]
    tensors = {name: getattr(metadata, name, None) for name in _FILLED}
    for name, size in (
        ("nsa_seqlens_expanded", total),
        ("nsa_cache_seqlens_int32", total),
        ("cache_seqlens_int32", requests),
        ("cu_seqlens_k", requests + 1),
    ):
        checks.vector(f"metadata.{name}", tensors[name], size, device)
    checks.table("metadata.page_table_1", tensors["page_table_1"], (total, columns), device)
    checks.disjoint({f"metadata.{name}": tensor for name, tensor in tensors.items()})
    fill_draft_extend_metadata_inplace(
        extend_seq_lens,
        seq_lens,
        nsa_index_topk,
        metadata.nsa_seqlens_expanded,
        metadata.nsa_cache_seqlens_int32,
        total_tokens=total,
    )
    metadata.cache_seqlens_int32[:requests].copy_(cache_seqlens)
    metadata.cu_seqlens_k[1 : requests + 1].copy_(cumulate_cache_seqlens)
    metadata.page_table_1[:total, :columns].copy_(page_indices[:total])
