# Triton's language carries no types, and its compiler wants plain nested branches:
# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
"""The fill of pooled metadata as one Triton launch, bit for bit what ``definition`` says.

The grid is ``(1 + page_programs, batch_size)``: capacities decide it, never a length. A request's first program writes
its vectors and its part of the plan; the others share its row of the pooled table. As in the fill, no program waits for
another: the running sum of selected keys has a closed form within a request, and each sums it over those before.
"""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.sums import key_lengths

SCAN: tl.constexpr = tl.constexpr(128)  # requests summed per step
DRAFT: tl.constexpr = tl.constexpr(32)  # query tokens of one request per step
PAGES: tl.constexpr = tl.constexpr(128)  # columns of the pooled table per step and program

POINTERS = [
    "seq_lens", "req_pool_indices", "req_to_token", "accepted", "nsa_cache_seqlens", "nsa_cu_seqlens_k",
    "pooled_seqlens", "pooled_table", "req", "start_out", "tail_start", "write_loc", "seqlens_per_q",
    "pools_per_q", "effective_n",
]  # fmt: skip
LONG_POINTERS = ["req", "write_loc"]
INTEGERS = [
    "seq_stride", "pool_stride", "accepted_stride", "token_row", "token_column", "table_row", "table_column", "loc_row",
    "loc_column", "bs", "draft", "kv_delta", "pool", "width", "topk", "kpool", "page", "shift", "closed",
]  # fmt: skip


@triton.jit
def _selected_sum(keys, topk, kpool):
    """The sum of ``definition.selected`` over 1 to ``keys``, int64: pools within ``topk`` rise by ``kpool``, the rest
    are ``topk``, and the tokens of each pool add 0 to ``kpool - 1``."""
    pools = keys // kpool
    rest = keys % kpool
    within = tl.minimum(pools, topk // kpool + 1).to(tl.int64)
    whole = pools.to(tl.int64)
    history = (within * (within - 1) // 2 * kpool + (whole - within) * topk) * kpool
    history += (rest + 1).to(tl.int64) * tl.minimum(pools * kpool, topk)
    return history + whole * (kpool * (kpool - 1) // 2) + rest * (rest + 1) // 2


@triton.jit
def _request_sum(kv, draft, topk, kpool):
    """Over the query tokens of a request of ``kv`` keys."""
    return _selected_sum(kv, topk, kpool) - _selected_sum(tl.maximum(kv - draft, 0), topk, kpool)


@triton.jit(do_not_specialize=INTEGERS, do_not_specialize_on_alignment=POINTERS)
def pooled_kernel(
    seq_lens,  # in [bs] int32 | int64
    req_pool_indices,  # in [bs] int32 | int64
    req_to_token,  # in [pool, >= width] int32
    accepted,  # in [bs] int32 | int64, ACCEPTED alone
    nsa_cache_seqlens,  # out [bs * draft] int32, as all that follow but two
    nsa_cu_seqlens_k,  # out [bs * draft + 1]
    pooled_seqlens,  # out [bs], LENGTHS alone
    pooled_table,  # out [bs * draft, pages], TABLE alone
    req,  # out [bs] int64, PLAN alone, as the next three
    start_out,  # out [bs]
    tail_start,  # out [bs]
    write_loc,  # out [bs, closed] int64
    seqlens_per_q,  # out [bs * draft], PER_TOKEN alone
    pools_per_q,  # out [bs * draft], PER_TOKEN alone
    effective_n,  # out [bs], ACCEPTED alone
    seq_stride, pool_stride, accepted_stride, token_row, token_column, table_row, table_column, loc_row, loc_column,
    bs, draft, kv_delta, pool, width, topk, kpool,
    page,  # tokens of a page
    shift,  # of a slot, to give a page of the pooled cache
    closed,
    LENGTHS: tl.constexpr, TABLE: tl.constexpr, PLAN: tl.constexpr, PER_TOKEN: tl.constexpr, ACCEPTED: tl.constexpr,
):  # fmt: skip
    r = tl.program_id(1)
    c = tl.program_id(0)
    inside = r < bs  # an empty batch is one program that writes the zero of the running sum
    index = tl.load(req_pool_indices + r.to(tl.int64) * pool_stride, mask=inside, other=0).to(tl.int64)
    seq = tl.load(seq_lens + r.to(tl.int64) * seq_stride, mask=inside, other=-kv_delta)
    kv = key_lengths(seq, kv_delta, width)
    source = req_to_token + tl.minimum(tl.maximum(index, 0), pool - 1) * token_row
    first = r.to(tl.int64) * draft
    if c > 0:
        if TABLE:
            every = page * kpool
            pages = tl.where(inside, kv // every + (kv % every != 0).to(tl.int32), 0)
            for column in range((c - 1) * PAGES, pages, (tl.num_programs(0) - 1) * PAGES):
                at = (column + tl.arange(0, PAGES)).to(tl.int64)
                slots = tl.load(source + at * every * token_column, mask=at < pages, other=0)
                out = pooled_table + first * table_row + at * table_column
                for _ in range(draft):
                    tl.store(out, slots >> shift, mask=at < pages)
                    out += table_row
    else:
        before = tl.zeros((), tl.int64)
        for start in range(0, r, SCAN):
            other = start + tl.arange(0, SCAN)
            seqs = tl.load(seq_lens + other.to(tl.int64) * seq_stride, mask=other < r, other=-kv_delta)
            before += tl.sum(_request_sum(key_lengths(seqs, kv_delta, width), draft, topk, kpool), 0)
        if r == 0:
            tl.store(nsa_cu_seqlens_k, 0)
        earlier = before - _selected_sum(tl.maximum(kv - draft, 0), topk, kpool)
        rows = tl.where(inside, draft, 0)
        for start in range(0, rows, DRAFT):
            token = start + tl.arange(0, DRAFT)
            live = token < rows
            keys = tl.maximum(kv - draft + 1 + token, 0)
            tail = keys % kpool
            tl.store(nsa_cache_seqlens + first + token, tl.minimum(keys - tail, topk) + tail, mask=live)
            running = earlier + _selected_sum(keys, topk, kpool)
            tl.store(nsa_cu_seqlens_k + first + 1 + token, running.to(tl.int32), mask=live)
            if PER_TOKEN:
                tl.store(seqlens_per_q + first + token, keys, mask=live)
                tl.store(pools_per_q + first + token, keys // kpool, mask=live)
        if LENGTHS:
            tl.store(pooled_seqlens + r, kv // kpool, mask=inside)
        if ACCEPTED:
            taken = tl.load(accepted + r.to(tl.int64) * accepted_stride, mask=inside, other=0)
            tl.store(effective_n + r, taken.to(tl.int32), mask=inside)
        if PLAN:
            begin = kv - draft
            base = begin // kpool  # rounded towards zero, as all that follow
            tl.store(req + r, index, mask=inside)
            tl.store(start_out + r, begin, mask=inside)
            tl.store(tail_start + r, base * kpool, mask=inside)
            last = (width + page - 1) // page - 1
            for number in range(closed):
                at = base + number
                group = at // page
                column = tl.minimum(tl.maximum(group * kpool, 0), last).to(tl.int64)
                slot = tl.load(source + column * page * token_column, mask=inside, other=0)
                place = (slot >> shift).to(tl.int64) * page + (at - group * page)
                tl.store(write_loc + r.to(tl.int64) * loc_row + number * loc_column, place, mask=inside)
