"""The definition of right: the same fill in plain torch, vectorised, on any device, without a wait for it.

No Python loop over requests and nothing read back to the host, so it is what runs where Triton does not, and it can
be captured in a CUDA graph too; it is merely slow (some forty launches). The kernels equal it bit for bit.
"""

from __future__ import annotations

import torch

from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews, ReplayBatch
from nsa_runtime.shapes import INT32_MAX, Overflow


def fill(buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
    """Fill ``buffers`` from ``batch`` and return the views.

    For request ``r`` with key/value length ``kv`` and ``q`` query tokens, and its query token ``j`` (``0 <= j < q``):

    * ``cache_seqlens_int32[r] = kv``, and ``cu_seqlens_k`` is its running sum from 0;
    * ``nsa_seqlens_expanded[t] = max(0, kv - q + 1 + j)``: token ``j`` sees the keys up to itself. Padded rows, where
      ``kv < q``, give 0, never a negative length: consumers read these as unsigned;
    * ``nsa_cache_seqlens_int32[t] = min(nsa_seqlens_expanded[t], index_topk)``, and ``nsa_cu_seqlens_k`` is its
      running sum from 0;
    * ``page_table_1[t, c] = req_to_token[req_pool_indices[r], c]`` for ``c < kv``, and
      ``real_page_table[t, p] = req_to_token[req_pool_indices[r], p * page_size] // page_size`` for every page that
      begins before ``kv``.

    Raises before anything is written if the batch cannot fit; lengths that only the device knows are clamped, and
    ``buffers.status`` says so.
    """
    buffers.require(batch)
    views = buffers.views(batch)
    requests, rows = batch.shape.batch_size, buffers.token_rows(batch)
    kv = (batch.seq_lens + batch.shape.kv_delta).to(torch.int32)
    views.cache_seqlens_int32.copy_(kv)
    _running_sum(views.cu_seqlens_k, kv)
    if views.paged_mqa_ctx_lens_2d is not None:
        views.paged_mqa_ctx_lens_2d.copy_(kv[:, None].expand_as(views.paged_mqa_ctx_lens_2d))
    asked = _asked(batch)
    queries = asked.clamp(0, rows).to(torch.int32)  # for counting rows: one request cannot have more than all
    ends = torch.cumsum(queries, 0)  # int64
    buffers.num_tokens.copy_(ends[-1:].clamp(max=rows) if requests else torch.zeros_like(buffers.num_tokens))
    buffers.status.bitwise_or_(_overflow(buffers, batch, kv, asked, queries, rows))
    if not rows:
        views.nsa_cu_seqlens_k.zero_()
        return views

    token = torch.arange(rows, device=batch.device)
    live = token < ends[-1]
    owner = torch.searchsorted(ends, token, right=True).clamp(max=requests - 1)
    local = token - (ends - queries)[owner]
    seen = kv - asked.clamp(0, INT32_MAX).to(torch.int32)
    expanded = (seen[owner] + 1 + local).clamp(min=0).to(torch.int32)
    clamped = expanded.clamp(max=buffers.limits.index_topk)
    _write_live(views.nsa_seqlens_expanded, expanded, live)
    _write_live(views.nsa_cache_seqlens_int32, clamped, live)
    _write_live(views.nsa_cu_seqlens_k[1:], torch.cumsum(clamped, 0, dtype=torch.int32), live)
    views.nsa_cu_seqlens_k[:1].zero_()
    _write_tables(buffers, batch, views, kv, owner, live)
    return views


def fill_many(sets: BufferSets, batch: ReplayBatch) -> tuple[MetadataViews, ...]:
    """:func:`fill` for every set."""
    return tuple(fill(buffers, batch) for buffers in sets.sets)


def expand(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    index_topk: int,
    out_seqlens_expanded: torch.Tensor,
    out_nsa_cache_seqlens: torch.Tensor,
    rows: int,
) -> None:
    """The two expanded vectors of :func:`fill` alone, for at most ``rows`` query tokens; the rest stays untouched."""
    if not rows:
        return
    queries = extend_seq_lens.clamp(0, rows).to(torch.int32)
    ends = torch.cumsum(queries, 0)
    token = torch.arange(rows, device=seq_lens.device)
    owner = torch.searchsorted(ends, token, right=True).clamp(max=len(queries) - 1)
    local = token - (ends - queries)[owner]
    seen = seq_lens.to(torch.int32) - extend_seq_lens.clamp(0, INT32_MAX).to(torch.int32)
    expanded = (seen[owner] + 1 + local).clamp(min=0).to(torch.int32)
    _write_live(out_seqlens_expanded[:rows], expanded, token < ends[-1])
    _write_live(out_nsa_cache_seqlens[:rows], expanded.clamp(max=index_topk), token < ends[-1])


def _asked(batch: ReplayBatch) -> torch.Tensor:
    """Query tokens of each request, as the caller gave them."""
    if batch.extend_seq_lens is not None:
        return batch.extend_seq_lens
    return torch.full((batch.shape.batch_size,), batch.shape.draft_tokens, dtype=torch.int32, device=batch.device)


def _overflow(
    buffers: MetadataBuffers,
    batch: ReplayBatch,
    kv: torch.Tensor,
    asked: torch.Tensor,
    queries: torch.Tensor,
    rows: int,
) -> torch.Tensor:
    """The bits that this fill adds to ``status``, int32 [1]."""
    found = {
        Overflow.TOKENS: (queries.sum() > rows) | (asked > rows).any(),
        Overflow.WIDTH: (kv > _columns(buffers, batch)).any(),
        Overflow.POOL: (batch.req_pool_indices < 0).any()
        | (batch.req_pool_indices >= batch.req_to_token.shape[0]).any(),
        Overflow.NEGATIVE: (asked < 0).any() | (kv < 0).any(),
    }
    bits = [yes.to(torch.int32) * int(bit) for bit, yes in found.items()]
    return torch.stack(bits).sum(0, dtype=torch.int32).reshape(1)


def _columns(buffers: MetadataBuffers, batch: ReplayBatch) -> int:
    """Tokens of a request that both the source and the tables have room for."""
    return min(buffers.limits.width, batch.req_to_token.shape[1])


def _write_tables(
    buffers: MetadataBuffers,
    batch: ReplayBatch,
    views: MetadataViews,
    kv: torch.Tensor,
    owner: torch.Tensor,
    live: torch.Tensor,
) -> None:
    columns, page = _columns(buffers, batch), buffers.limits.page_size
    request = batch.req_pool_indices.clamp(0, batch.req_to_token.shape[0] - 1).to(torch.int64)
    slots = batch.req_to_token[request[owner], :columns]
    kv_rows = torch.where(live, kv[owner], 0)[:, None]
    first = torch.arange(columns, device=batch.device, dtype=torch.int32)
    if views.page_table_1 is not None:
        _write_live(views.page_table_1[:, :columns], slots, first < kv_rows)
    if page > 1:
        begins = first[::page]
        _write_live(
            views.real_page_table[:, : len(begins)],
            torch.div(slots[:, ::page], page, rounding_mode="floor"),
            begins < kv_rows,
        )


def _running_sum(out: torch.Tensor, values: torch.Tensor) -> None:
    out[:1].zero_()
    out[1:].copy_(torch.cumsum(values, 0, dtype=torch.int32))


def _write_live(out: torch.Tensor, values: torch.Tensor, live: torch.Tensor) -> None:
    out.copy_(torch.where(live, values, out))
