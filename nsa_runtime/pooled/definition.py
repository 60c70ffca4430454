"""What a fill of pooled metadata means, in plain Python; ``reference`` and ``kernels`` are held to it bit for bit.

Lengths and flags of the fill itself are :mod:`nsa_runtime.definition`'s. Needs no torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nsa_runtime.definition import Batch, int32, visible_keys
from nsa_runtime.pooled.shapes import Pooling, write_start


@dataclass
class Pooled:
    """What is written; names are those of :class:`nsa_runtime.pooled.buffers.PooledBuffers`."""

    nsa_cache_seqlens_int32: list[int] = field(default_factory=list)
    nsa_cu_seqlens_k: list[int] = field(default_factory=lambda: [0])
    pooled_cache_seqlens_int32: list[int] = field(default_factory=list)
    pooled_real_page_table: list[list[int]] = field(default_factory=list)
    req: list[int] = field(default_factory=list)
    write_start: list[int] = field(default_factory=list)
    tail_logical_start: list[int] = field(default_factory=list)
    write_loc: list[list[int]] = field(default_factory=list)
    seqlens_per_q: list[int] = field(default_factory=list)
    pool_seqlens_per_q: list[int] = field(default_factory=list)
    effective_n_per_batch: list[int] = field(default_factory=list)


def fill(pooling: Pooling, batch: Batch, accepted: Sequence[int] = ()) -> Pooled:
    """The pooled metadata of ``batch``."""
    out, limits, kpool = Pooled(), pooling.limits, pooling.index_kpool
    for request, seen in enumerate(batch.seq_lens):
        index = min(max(batch.req_pool_indices[request], 0), len(batch.req_to_token) - 1)
        source = batch.req_to_token[index]
        kv = min(max(seen + batch.shape.kv_delta, 0), limits.width, len(source))
        pages = [_page(pooling, slot) for slot in source[: kv : limits.page_size * kpool]]
        for keys in visible_keys(kv, batch.shape.draft_tokens, batch.shape.draft_tokens):
            out.nsa_cache_seqlens_int32.append(selected(keys, limits.index_topk, kpool))
            out.nsa_cu_seqlens_k.append(int32(out.nsa_cu_seqlens_k[-1] + out.nsa_cache_seqlens_int32[-1]))
            out.pooled_real_page_table.append(pages)
            out.seqlens_per_q.append(keys)
            out.pool_seqlens_per_q.append(keys // kpool)
        out.pooled_cache_seqlens_int32.append(kv // kpool)
        start = write_start(batch.shape, kv)
        base = _quotient(start, kpool)
        out.req.append(batch.req_pool_indices[request])
        out.write_start.append(start)
        out.tail_logical_start.append(base * kpool)
        out.write_loc.append(
            [_place(pooling, source, base + pool) for pool in range(pooling.closed(batch.shape.draft_tokens))]
        )
    out.effective_n_per_batch = list(accepted)
    return out


def selected(keys: int, topk: int, kpool: int) -> int:
    """Keys that a query token attends to of ``keys`` that it sees: whole pools up to ``topk`` tokens, and the tokens
    after the last whole pool, all of them."""
    return min(keys - keys % kpool, topk) + keys % kpool


def _page(pooling: Pooling, slot: int) -> int:
    page = slot // pooling.limits.page_size
    return page // pooling.index_kpool if pooling.packed else page


def _place(pooling: Pooling, source: Sequence[int], pool: int) -> int:
    """Where in the pooled cache the key of the ``pool``-th pool of a request goes."""
    size = pooling.limits.page_size
    column = min(
        max(_quotient(pool, size) * pooling.index_kpool, 0), -(-min(len(source), pooling.limits.width) // size) - 1
    )
    return _page(pooling, source[column * size]) * size + pool - _quotient(pool, size) * size


def _quotient(value: int, by: int) -> int:
    """Rounded towards zero, as the languages of kernels have it: padding has tokens before the first."""
    return value // by if value >= 0 else -(-value // by)
