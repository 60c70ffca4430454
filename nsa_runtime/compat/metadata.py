"""SGLang's own metadata objects, one or several alike, as buffers that one launch fills.

The objects of 0.5.8 to 0.5.10 and of 0.5.23 differ in the prefix of three names, ``nsa`` and ``dsa``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from nsa_runtime import dispatch, schedule
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews, ReplayBatch
from nsa_runtime.compat.bound import BoundFills, layout
from nsa_runtime.compat.status import notes
from nsa_runtime.shapes import Limits


def fill(
    metadata: Sequence[Any], batch: ReplayBatch, *, prefix: str, index_topk: int, scheduled: bool
) -> tuple[MetadataViews, ...]:
    """Fill every one of ``metadata`` from ``batch``, in its own tensors. With ``scheduled`` the DeepGEMM schedule of
    each is refreshed too, where it has one."""
    adopted = _adopted(metadata, prefix, index_topk, scheduled)
    inputs = (batch.seq_lens, batch.req_pool_indices, batch.req_to_token, batch.extend_seq_lens)
    adopted.fills.run(
        (batch.shape, batch.total_tokens, *map(layout, inputs)),
        batch.device,
        lambda: dispatch.bind(adopted.sets, batch, keep_alive=False),
    )
    return tuple(schedule.refresh(buffers.views(batch), batch.shape.mode) for buffers in adopted.sets.sets)


def refresh_flashmla(backend: Any, metadata: Sequence[Any], lengths: torch.Tensor) -> None:
    """FlashMLA's metadata for these lengths of query tokens, by SGLang's own call, into each of ``metadata``."""
    computed = backend._compute_flashmla_metadata(cache_seqlens=lengths, seq_len_q=1)
    for each in metadata:
        each.flashmla_metadata.slice(slice(0, len(lengths) + 1)).copy_(computed)


@dataclass(frozen=True, eq=False)
class _Adopted:
    sets: BufferSets
    fills: BoundFills = field(default_factory=BoundFills)

    def holds(self, metadata: Sequence[Any]) -> bool:
        """Whether these are the objects whose tensors the sets hold: a new capture makes new ones."""
        return all(
            buffers.cu_seqlens_k is each.cu_seqlens_k for buffers, each in zip(self.sets.sets, metadata, strict=True)
        )


def _adopted(metadata: Sequence[Any], prefix: str, index_topk: int, scheduled: bool) -> _Adopted:
    """Made once and kept on the first of the objects, so that it goes when that goes."""
    name = f"_nsa_runtime_{len(metadata)}_{index_topk}_{scheduled}"
    if not hasattr(metadata[0], name) or not getattr(metadata[0], name).holds(metadata):
        sets = BufferSets.of(*(_adopt(each, prefix, index_topk, scheduled) for each in metadata))
        object.__setattr__(metadata[0], name, _Adopted(sets))  # they are frozen dataclasses
    adopted: _Adopted = getattr(metadata[0], name)
    return adopted


def _adopt(metadata: Any, prefix: str, index_topk: int, scheduled: bool) -> MetadataBuffers:
    noted = notes(metadata.cache_seqlens_int32.device)
    clamped = getattr(metadata, f"{prefix}_cache_seqlens_int32")
    return MetadataBuffers(
        limits=Limits(
            max_batch=len(metadata.cache_seqlens_int32),
            max_tokens=len(clamped),
            width=metadata.page_table_1.shape[1],
            page_size=metadata.page_size,
            index_topk=index_topk,
        ),
        cache_seqlens_int32=metadata.cache_seqlens_int32,
        cu_seqlens_k=metadata.cu_seqlens_k,
        nsa_seqlens_expanded=getattr(metadata, f"{prefix}_seqlens_expanded"),
        nsa_cache_seqlens_int32=clamped,
        nsa_cu_seqlens_q=None,
        nsa_cu_seqlens_k=getattr(metadata, f"{prefix}_cu_seqlens_k"),
        page_table_1=metadata.page_table_1,
        real_page_table=metadata.real_page_table,
        num_tokens=noted.num_tokens,
        status=noted.status,
        paged_mqa_schedule_metadata=metadata.paged_mqa_schedule_metadata if scheduled else None,
    )
