"""The same fill in plain torch, vectorised, on any device, without a wait for it; equal to ``definition`` bit for bit.

No Python loop over requests and nothing read back to the host, so it is what runs where Triton does not, and it can
be captured in a CUDA graph too; it is merely slow (some forty launches).
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import torch

from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews
from nsa_runtime.shapes import INT32_MAX, SEGMENT, Overflow, Split


def fill(buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
    """Fill ``buffers`` from ``batch`` and return the views.

    Raises before anything is written if the batch cannot fit; lengths that only the device knows are clamped, and
    ``buffers.status`` says so.
    """
    buffers.require(batch)
    views = buffers.views(batch)
    buffers.forget_rows()  # the tables are written whole
    requests, rows = batch.shape.batch_size, buffers.token_rows(batch)
    low, high = _bounds(buffers, batch)
    kv = (batch.seq_lens.clamp(low, high) + batch.shape.kv_delta).to(torch.int32)
    views.cache_seqlens_int32.copy_(kv)
    _running_sum(views.cu_seqlens_k, kv)
    if views.paged_mqa_ctx_lens_2d is not None:
        views.paged_mqa_ctx_lens_2d.copy_(kv[:, None].expand_as(views.paged_mqa_ctx_lens_2d))
    asked = _asked(batch)
    queries = asked.clamp(0, rows).to(torch.int32)  # for counting rows: one request cannot have more than all
    ends = torch.cumsum(queries, 0)  # int64
    buffers.num_tokens.copy_(ends[-1:].clamp(max=rows) if requests else torch.zeros_like(buffers.num_tokens))
    buffers.status.bitwise_or_(_overflow(buffers, batch, asked, queries))
    views.nsa_cu_seqlens_k[:1].zero_()
    if not rows:  # nor where there are no requests
        return views

    token = torch.arange(rows, device=batch.device)
    live = token < ends[-1]
    owner = torch.searchsorted(ends, token, right=True).clamp(max=requests - 1)
    expanded = _visible_keys(kv, asked, token - (ends - queries)[owner], owner)
    clamped = expanded.clamp(max=buffers.limits.index_topk)
    _write_live(views.nsa_seqlens_expanded, expanded, live)
    _write_live(views.nsa_cache_seqlens_int32, clamped, live)
    _write_live(views.nsa_cu_seqlens_k[1:], torch.cumsum(clamped, 0, dtype=torch.int32), live)
    _write_tables(buffers, batch, views, torch.where(live, kv[owner], 0)[:, None], owner)
    if buffers.writes_schedule(batch):
        _write_schedule(views.paged_mqa_schedule_metadata, expanded, buffers.paged_mqa_split)
    return views


def bind(sets: BufferSets, batch: ReplayBatch, *, keep_alive: bool = True) -> Callable[[], object]:
    """Check the pair; each call of the result fills every set. It always keeps the tensors alive."""
    for buffers in sets.sets:
        buffers.require(batch)
    return functools.partial(_fill_all, sets, batch)


def _fill_all(sets: BufferSets, batch: ReplayBatch) -> None:
    for buffers in sets.sets:
        fill(buffers, batch)


def expand(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    index_topk: int,
    out_seqlens_expanded: torch.Tensor,
    out_nsa_cache_seqlens: torch.Tensor,
    rows: int,
    status: torch.Tensor | None = None,
) -> None:
    """The two expanded vectors of :func:`fill` alone, for at most ``rows`` query tokens; the rest stays untouched."""
    if not len(seq_lens):
        return
    queries = extend_seq_lens.clamp(0, rows).to(torch.int32)
    ends = torch.cumsum(queries, 0)
    if status is not None:
        found = {
            Overflow.TOKENS: (ends[-1] > rows) | (extend_seq_lens > rows).any(),
            Overflow.WIDTH: (seq_lens > INT32_MAX).any(),
            Overflow.NEGATIVE: (extend_seq_lens < 0).any() | (seq_lens < 0).any(),
            Overflow.SHORT: ends[-1] < rows,
        }
        status.bitwise_or_(_bits(found))
    if not rows:
        return
    token = torch.arange(rows, device=seq_lens.device)
    owner = torch.searchsorted(ends, token, right=True).clamp(max=len(queries) - 1)
    kv = seq_lens.clamp(0, INT32_MAX).to(torch.int32)
    expanded = _visible_keys(kv, extend_seq_lens, token - (ends - queries)[owner], owner)
    _write_live(out_seqlens_expanded[:rows], expanded, token < ends[-1])
    _write_live(out_nsa_cache_seqlens[:rows], expanded.clamp(max=index_topk), token < ends[-1])


def warmup(buffers: MetadataBuffers, batch: ReplayBatch) -> None:
    """Nothing is compiled here; the pair is checked."""
    buffers.require(batch)


def _visible_keys(kv: torch.Tensor, asked: torch.Tensor, local: torch.Tensor, owner: torch.Tensor) -> torch.Tensor:
    """Keys that each query token sees, int32: token ``local`` of request ``owner``."""
    before = kv - asked.clamp(0, INT32_MAX).to(torch.int32)  # keys before the first query token
    return (before[owner] + 1 + local).clamp(min=0).to(torch.int32)


def _asked(batch: ReplayBatch) -> torch.Tensor:
    """Query tokens of each request, as the caller gave them."""
    if batch.extend_seq_lens is not None:
        return batch.extend_seq_lens
    return torch.full((batch.shape.batch_size,), batch.shape.draft_tokens, dtype=torch.int32, device=batch.device)


def _overflow(buffers: MetadataBuffers, batch: ReplayBatch, asked: torch.Tensor, queries: torch.Tensor) -> torch.Tensor:
    """The bits that this fill adds to ``status``, int32 [1]."""
    index, rows = batch.req_pool_indices, buffers.token_rows(batch)
    low, high = _bounds(buffers, batch)
    found = {
        Overflow.TOKENS: (queries.sum() > rows) | (asked > rows).any(),
        Overflow.WIDTH: (batch.seq_lens > high).any(),
        Overflow.POOL: (index < 0).any() | (index >= batch.req_to_token.shape[0]).any(),
        Overflow.NEGATIVE: (asked < 0).any() | (batch.seq_lens < low).any(),
        Overflow.SHORT: queries.sum() < (batch.total_tokens or 0),
    }
    return _bits(found)


def _bits(found: dict[Overflow, torch.Tensor]) -> torch.Tensor:
    """Flags, each a bool on the device, as int32 [1]."""
    bits = [yes.to(torch.int32) * int(bit) for bit, yes in found.items()]
    return torch.stack(bits).sum(0, dtype=torch.int32).reshape(1)


def _bounds(buffers: MetadataBuffers, batch: ReplayBatch) -> tuple[int, int]:
    """The values of ``seq_lens`` that give key/value lengths of 0 and of all columns."""
    return -batch.shape.kv_delta, _columns(buffers, batch) - batch.shape.kv_delta


def _columns(buffers: MetadataBuffers, batch: ReplayBatch) -> int:
    """Tokens of a request that both the source and the tables have room for."""
    return min(buffers.limits.width, batch.req_to_token.shape[1])


def _write_tables(
    buffers: MetadataBuffers, batch: ReplayBatch, views: MetadataViews, ends: torch.Tensor, owner: torch.Tensor
) -> None:
    """The rows of every query token, up to its column in ``ends [t, 1]``; only columns that are kept are gathered."""
    columns, page = _columns(buffers, batch), buffers.limits.page_size
    row = batch.req_pool_indices.clamp(0, batch.req_to_token.shape[0] - 1).to(torch.int64)[owner]
    begins = torch.arange(columns, device=batch.device, dtype=torch.int32)
    if views.page_table_1 is not None:
        _write_live(views.page_table_1[:, :columns], batch.req_to_token[:, :columns][row], begins < ends)
    if page > 1:
        begins = begins[::page]
        pages = torch.div(batch.req_to_token[:, :columns:page][row], page, rounding_mode="floor")
        _write_live(views.real_page_table[:, : len(begins)], pages, begins < ends)


def _write_schedule(out: torch.Tensor | None, lengths: torch.Tensor, split: Split | None) -> None:
    """``definition.schedule`` of these query tokens, into ``out [slots + 1, 2]``."""
    assert out is not None  # checked with the buffers
    slots, tokens = len(out) - 1, len(lengths)
    segments = torch.div(lengths + (SEGMENT - 1), SEGMENT, rounding_mode="floor").to(torch.int64)
    ends = torch.cumsum(segments, 0)
    each, longer = torch.div(ends[-1], slots, rounding_mode="floor"), ends[-1] % slots
    slot = torch.arange(slots, device=out.device)
    longer_before = torch.minimum(slot, longer) if split is Split.LONG_FIRST else (slot - slots + longer).clamp(min=0)
    starts = slot * each + longer_before
    token = torch.searchsorted(ends, starts, right=True)
    inside = token.clamp(max=tokens - 1)
    segment = torch.where(token < tokens, starts - (ends - segments)[inside], 0)
    out[:-1].copy_(torch.stack((token, segment), 1))
    out[-1, 0], out[-1, 1] = tokens, 0


def _running_sum(out: torch.Tensor, values: torch.Tensor) -> None:
    out[:1].zero_()
    out[1:].copy_(torch.cumsum(values, 0, dtype=torch.int32))


def _write_live(out: torch.Tensor, values: torch.Tensor, live: torch.Tensor) -> None:
    out.copy_(torch.where(live, values, out))
