"""The same fill in plain torch, without a wait for the device; equal to ``definition`` bit for bit."""

from __future__ import annotations

import torch

from nsa_runtime.batch import ReplayBatch
from nsa_runtime.pooled.buffers import PooledBuffers, PooledViews
from nsa_runtime.pooled.shapes import Pooling, write_start


def fill(buffers: PooledBuffers, batch: ReplayBatch, accepted: torch.Tensor | None) -> PooledViews:
    """Fill ``buffers`` from ``batch``, which were checked, and return the views."""
    views, pooling, shape = buffers.views(batch), buffers.pooling, batch.shape
    kpool, draft, requests = pooling.index_kpool, shape.draft_tokens, shape.batch_size
    columns = min(pooling.limits.width, batch.req_to_token.shape[1])
    kv = (batch.seq_lens.clamp(-shape.kv_delta, columns - shape.kv_delta) + shape.kv_delta).to(torch.int32)
    steps = torch.arange(draft, dtype=torch.int32, device=batch.device)
    keys = (kv[:, None] - draft + 1 + steps).clamp(min=0).reshape(-1)
    tail = keys % kpool
    views.nsa_cache_seqlens_int32.copy_((keys - tail).clamp(max=pooling.limits.index_topk) + tail)
    views.nsa_cu_seqlens_k[:1].zero_()
    views.nsa_cu_seqlens_k[1:].copy_(torch.cumsum(views.nsa_cache_seqlens_int32, 0, dtype=torch.int32))
    _copy(views.pooled_cache_seqlens_int32, kv // kpool)
    _copy(views.seqlens_per_q, keys)
    _copy(views.pool_seqlens_per_q, keys // kpool)
    _copy(views.effective_n_per_batch, accepted)
    if not requests:
        return views
    row = batch.req_pool_indices.clamp(0, batch.req_to_token.shape[0] - 1).to(torch.int64)
    if views.pooled_real_page_table is not None:
        every = pooling.limits.page_size * kpool
        pages = batch.req_to_token[:, :columns:every][row] >> pooling.shift
        begins = torch.arange(pages.shape[1], dtype=torch.int32, device=batch.device) * every
        owner = torch.arange(requests, device=batch.device).repeat_interleave(draft, output_size=requests * draft)
        out = views.pooled_real_page_table[:, : pages.shape[1]]
        out.copy_(torch.where((begins < kv[:, None])[owner], pages[owner], out))
    if views.write_loc is not None:
        _plan(views, pooling, batch, kv, row, columns)
    return views


def _plan(
    views: PooledViews, pooling: Pooling, batch: ReplayBatch, kv: torch.Tensor, row: torch.Tensor, columns: int
) -> None:
    kpool, size = pooling.index_kpool, pooling.limits.page_size
    start = kv + write_start(batch.shape, 0)
    base = torch.div(start, kpool, rounding_mode="trunc")
    _copy(views.req, batch.req_pool_indices)
    _copy(views.write_start, start)
    _copy(views.tail_logical_start, base * kpool)
    assert views.write_loc is not None
    pool = base[:, None] + torch.arange(views.write_loc.shape[1], dtype=torch.int32, device=batch.device)
    page = torch.div(pool, size, rounding_mode="trunc")
    column = (page * kpool).clamp(0, -(-columns // size) - 1).to(torch.int64)
    held = batch.req_to_token[row[:, None], column * size] >> pooling.shift
    views.write_loc.copy_(held.to(torch.int64) * size + (pool - page * size))


def _copy(out: torch.Tensor | None, values: torch.Tensor | None) -> None:
    if out is not None and values is not None:
        out.copy_(values)
