"""SGLang's own metadata objects, one or several alike, as buffers that one launch fills.

The objects of 0.5.8 to 0.5.12 and of later releases differ in the prefix of three names, ``nsa`` and ``dsa``.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from nsa_runtime import dispatch
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews
from nsa_runtime.compat.bound import BoundFills, layout
from nsa_runtime.compat.status import notes, owner_of
from nsa_runtime.shapes import Limits, Mode, ReplayShape, Split


def fill(metadata: Sequence[Any], batch: ReplayBatch, *, prefix: str, index_topk: int) -> tuple[MetadataViews, ...]:
    """Fill every one of ``metadata`` from ``batch``, in its own tensors; the DeepGEMM schedules are not touched."""
    adopted = _adopted(metadata, batch.shape, prefix, index_topk)
    inputs = (batch.seq_lens, batch.req_pool_indices, batch.req_to_token, batch.extend_seq_lens)
    adopted.fills.run(
        (batch.shape, batch.total_tokens, *map(layout, inputs)),
        batch.device,
        lambda: dispatch.bind(adopted.sets, batch, keep_alive=False),
    )
    return tuple(buffers.views(batch) for buffers in adopted.sets.sets)


def compile_for(metadata: Sequence[Any], batch: ReplayBatch, *, prefix: str, index_topk: int, ctx_lens: bool) -> None:
    """Compile what fills ``metadata`` from a batch of this kind, without filling. With ``ctx_lens`` the tables of
    context lengths that a refresh fills too are taken to be filled."""
    tables = [filled_table(each, batch.shape) if ctx_lens else None for each in metadata]
    buffers = adopt_all(metadata, batch.shape, prefix, index_topk, splits=[None] * len(metadata), tables=tables)
    dispatch.bind(BufferSets.of(*buffers), batch)


def filled_table(metadata: Any, shape: ReplayShape) -> torch.Tensor | None:
    """The table of context lengths where it has a column for each draft token, as a target verify has on Blackwell."""
    table: torch.Tensor | None = metadata.paged_mqa_ctx_lens_2d
    verify = shape.mode is Mode.TARGET_VERIFY and shape.draft_tokens > 1
    return table if table is not None and verify and table.shape == (shape.batch_size, shape.draft_tokens) else None


def mode_of(forward_mode: Any, *, ragged: bool) -> Mode:
    """Our mode for one of SGLang's; with ``ragged`` either version of draft extend is the ragged one."""
    if forward_mode.is_decode_or_idle():
        return Mode.DECODE
    if forward_mode.is_target_verify():
        return Mode.TARGET_VERIFY
    if forward_mode.is_draft_extend_v2() or getattr(forward_mode, "is_draft_extend", lambda: False)():
        return Mode.DRAFT_EXTEND if ragged else Mode.DRAFT_EXTEND_V2
    raise ValueError(f"forward_mode: expected decode, idle, target verify or draft extend, got {forward_mode!r}")


def pools_keys(backend: Any) -> bool:
    """Whether the indexer of one of SGLang's backends pools its keys, which makes other metadata than ours."""
    return int(vars(backend).get("dsa_index_kpool", 1)) > 1


def decode_mode() -> Any:
    """SGLang's own ``ForwardMode.DECODE``, in which draft steps run."""
    return importlib.import_module("sglang.srt.model_executor.forward_batch_info").ForwardMode.DECODE


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
            getattr(buffers, name) is getattr(each, name)
            for buffers, each in zip(self.sets.sets, metadata, strict=True)
            for name in ("cache_seqlens_int32", "cu_seqlens_k", "page_table_1", "real_page_table")
        )


def _adopted(metadata: Sequence[Any], shape: ReplayShape, prefix: str, index_topk: int) -> _Adopted:
    """Made once and kept on the first of the objects, so that it goes when that goes."""
    name = f"_nsa_runtime_{len(metadata)}_{index_topk}"
    if not hasattr(metadata[0], name) or not getattr(metadata[0], name).holds(metadata):
        sets = BufferSets.of(*adopt_all(metadata, shape, prefix, index_topk))
        object.__setattr__(metadata[0], name, _Adopted(sets))  # they are frozen dataclasses
    adopted: _Adopted = getattr(metadata[0], name)
    return adopted


def adopt_all(
    metadata: Sequence[Any],
    shape: ReplayShape,
    prefix: str,
    index_topk: int,
    *,
    splits: Sequence[Split | None] = (),
    tables: Sequence[torch.Tensor | None] = (),
) -> list[MetadataBuffers]:
    """SGLang's objects as buffers. A fill writes the schedule of each that has one of ``splits``, and the table of
    context lengths of each that has one of ``tables``."""
    buffers = []
    for step, each in enumerate(metadata):
        adopted = _adopt(each, owner_of(shape, step, len(metadata)), prefix, index_topk)
        split, table = (splits[step], tables[step]) if splits else (None, None)
        if split is not None or table is not None:
            adopted = dataclasses.replace(
                adopted,
                paged_mqa_ctx_lens_2d=table,
                paged_mqa_schedule_metadata=None if split is None else each.paged_mqa_schedule_metadata,
                paged_mqa_split=split,
            )
        buffers.append(adopted)
    return buffers


def _adopt(metadata: Any, owner: str, prefix: str, index_topk: int) -> MetadataBuffers:
    noted = notes(metadata.cache_seqlens_int32.device, owner)
    clamped = getattr(metadata, f"{prefix}_cache_seqlens_int32")
    return MetadataBuffers(
        limits=Limits(
            max_batch=len(metadata.cache_seqlens_int32),
            max_tokens=len(clamped),
            width=metadata.real_page_table.shape[1] * metadata.page_size
            if metadata.page_table_1 is None
            else metadata.page_table_1.shape[1],
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
        name=owner,
    )
