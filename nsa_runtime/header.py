# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
"""The part of a fill that is not a table: the vectors, the flags, and DeepGEMM's schedule."""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.sums import (
    FAR,
    INT32_MAX,
    SEGMENT,
    asked_queries,
    counts_before,
    key_lengths,
    lengths,
    others,
    queries,
    segments,
    series,
    sums_of_others,
)

GROUP: tl.constexpr = tl.constexpr(2**5)  # requests of one program, of vectors or of the slots that begin in them
SLOTS: tl.constexpr = tl.constexpr(32)  # slots of which one program writes those that begin in its requests


@triton.jit
def write_queries(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, first, bs, draft, kv_delta, rows, width, topk,
    seqlens_expanded, nsa_cache_seqlens, nsa_cu_seqlens_k, RAGGED: tl.constexpr, UNIT: tl.constexpr,
):  # fmt: skip
    """What has an entry for each query token, of ``GROUP`` requests from ``first`` on, one to a lane."""
    r = first + tl.arange(0, GROUP)
    inside = r < bs
    seq = lengths(seq_lens, r, seq_stride, inside, -kv_delta, UNIT)
    asked = asked_queries(extend_seq_lens, r, extend_stride, draft, inside, RAGGED, UNIT)
    other_seq, other_asked = others(
        seq_lens, extend_seq_lens, seq_stride, extend_stride, 0, first, draft, kv_delta, RAGGED, UNIT
    )
    more_seq, more_asked = others(
        seq_lens, extend_seq_lens, seq_stride, extend_stride, FAR, first, draft, kv_delta, RAGGED, UNIT
    )
    kv = key_lengths(seq, kv_delta, width)
    q = queries(asked, rows)
    row = tl.cumsum(q, 0) - q if RAGGED else r * draft
    clamped = series(kv - q, kv, topk)
    running = tl.cumsum(clamped, 0) - clamped
    if first > 0:
        rows_before_these, _, clamped_before = sums_of_others(
            other_seq, other_asked, more_seq, more_asked, seq_lens, extend_seq_lens, seq_stride, extend_stride, first,
            draft, kv_delta, width, topk, rows, RAGGED, UNIT, False, True,
        )  # fmt: skip
        row += rows_before_these if RAGGED else 0
        running += clamped_before
    live = tl.minimum(q, tl.maximum(rows - row, 0))
    seen = kv - queries(asked, INT32_MAX)  # keys before the first query token
    if first == 0:
        tl.store(nsa_cu_seqlens_k, 0)
    for j in range(tl.max(live, 0) if RAGGED else draft):
        mask = j < live
        expanded = tl.maximum(seen + 1 + j, 0)
        attended = tl.minimum(expanded, topk)
        running += attended
        tl.store(seqlens_expanded + row + j, expanded, mask=mask)
        tl.store(nsa_cache_seqlens + row + j, attended, mask=mask)
        tl.store(nsa_cu_seqlens_k + row + 1 + j, running, mask=mask)


@triton.jit
def write_keys(
    seq_lens, extend_seq_lens, req_pool_indices, seq_stride, extend_stride, pool_stride, first, bs, draft, kv_delta,
    pool, rows, width, cache_seqlens, cu_seqlens_k, num_tokens, status, ctx_lens, ctx_row, ctx_column, total,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, CTX_LENS: tl.constexpr,
):  # fmt: skip
    """What has an entry for each request, of ``GROUP`` requests from ``first`` on, one to a lane; how many query tokens
    there are, and what was found wrong with a request."""
    r = first + tl.arange(0, GROUP)
    inside = r < bs
    last = r == tl.maximum(bs, 1) - 1
    seq = lengths(seq_lens, r, seq_stride, inside, -kv_delta, UNIT)
    asked = asked_queries(extend_seq_lens, r, extend_stride, draft, inside, RAGGED, UNIT)
    index = lengths(req_pool_indices, r, pool_stride, inside, 0, UNIT)
    other_seq, other_asked = others(
        seq_lens, extend_seq_lens, seq_stride, extend_stride, 0, first, draft, kv_delta, RAGGED, UNIT
    )
    more_seq, more_asked = others(
        seq_lens, extend_seq_lens, seq_stride, extend_stride, FAR, first, draft, kv_delta, RAGGED, UNIT
    )
    kv = key_lengths(seq, kv_delta, width)
    q = queries(asked, rows)
    running = tl.cumsum(kv, 0)
    end = tl.cumsum(q, 0) if RAGGED else r * draft + q
    tl.store(cache_seqlens + r, kv, mask=inside)
    if first > 0:
        rows_before_these, kv_before, _ = sums_of_others(
            other_seq, other_asked, more_seq, more_asked, seq_lens, extend_seq_lens, seq_stride, extend_stride, first,
            draft, kv_delta, width, 0, rows, RAGGED, UNIT, True, False,
        )  # fmt: skip
        end += rows_before_these if RAGGED else 0
        running += kv_before
    else:
        tl.store(cu_seqlens_k, 0)
    tl.store(cu_seqlens_k + r + 1, running, mask=inside)
    tl.store(num_tokens + tl.zeros_like(r), tl.minimum(end, rows), mask=last)
    if CTX_LENS:
        for j in range(draft):
            tl.store(ctx_lens + r.to(tl.int64) * ctx_row + tl.cast(j, tl.int64) * ctx_column, kv, mask=inside)
    found = ((end > rows) | (asked > rows)).to(tl.int32)
    found |= (seq > width - kv_delta).to(tl.int32) << 1
    found |= ((index < 0) | (index >= pool)).to(tl.int32) << 2
    found |= ((asked < 0) | (seq < -kv_delta)).to(tl.int32) << 3
    found = tl.where(inside, found, 0) | (last & (end < total)).to(tl.int32) << 4
    tl.atomic_or(status + tl.zeros_like(r), found, mask=found != 0)


@triton.jit
def _slot_of(segment, lead, each_lead, each, knee):
    """The first slot that begins at ``segment`` or behind it."""
    each_lead = tl.maximum(each_lead, 1)
    each = tl.maximum(each, 1)
    ahead = (segment + each_lead - 1) // each_lead
    behind = lead + (segment - knee + each - 1) // each
    return tl.where(segment <= knee, ahead, behind)


@triton.jit
def write_schedule(
    seq_lens, seq_stride, first, start, bs, draft, kv_delta, width, rows, schedule, slots, short_first,
    UNIT: tl.constexpr,
):  # fmt: skip
    """Those of the ``SLOTS`` slots of DeepGEMM's schedule from ``start`` on that begin in a token of the ``GROUP``
    requests from ``first`` on, of a uniform batch: ``definition.schedule``.

    Segments are numbered over the whole batch; the group has those from ``before`` on, each request ``own`` of them.
    A slot has one number of segments up to the slot ``lead``, and another one behind it. No program needs to know where
    the others' slots begin: where its own do follows from the first segment of each.
    """
    r = first + tl.arange(0, GROUP)
    inside = r < bs
    kv = key_lengths(lengths(seq_lens, r, seq_stride, inside, -kv_delta, UNIT), kv_delta, width)
    own = segments(kv - tl.where(inside, draft, 0), kv)
    _, before, total = counts_before(
        seq_lens, seq_lens, seq_stride, 0, bs, first, draft, kv_delta, width, rows, False, UNIT, False, True
    )
    last = first + GROUP >= bs
    small = total // slots
    extra = total - small * slots
    lead = tl.where(short_first != 0, slots - extra, extra)
    each_lead = tl.where(short_first != 0, small, small + 1)
    each = tl.where(short_first != 0, small + 1, small)
    knee = lead * each_lead
    ends = before + tl.cumsum(own, 0)
    begin = _slot_of(before, lead, each_lead, each, knee)
    end = tl.where(last, slots + 1, _slot_of(before + tl.sum(own, 0), lead, each_lead, each, knee))
    slot = start + tl.arange(0, SLOTS)
    segment = tl.where(slot <= lead, slot * each_lead, knee + (slot - lead) * each)
    passed = tl.zeros((SLOTS,), tl.int32)  # requests that end before the slot begins: found by halves
    for power in tl.static_range(1, 6):
        behind = passed + (GROUP >> power)
        passed = tl.where(tl.gather(ends, behind - 1, 0) <= segment, behind, passed)
    keys = tl.gather(kv, passed, 0)
    offset = segment - tl.gather(ends - own, passed, 0)
    n = tl.minimum(keys, draft)  # query tokens with keys: the last ones
    most = (keys + SEGMENT - 1) // SEGMENT
    shorter = n - tl.minimum(keys - (most - 1) * SEGMENT, n)  # tokens with a segment less than the last one has
    behind = offset - shorter * (most - 1)
    less = tl.maximum(most - 1, 1)
    most = tl.maximum(most, 1)
    token = tl.where(behind < 0, offset // less, shorter + behind // most)
    part = tl.where(behind < 0, offset % less, behind % most)
    over = (slot == slots) | (segment >= total)
    mine = (slot >= begin) & (slot < end)
    tl.store(schedule + 2 * slot, tl.where(over, bs * draft, (first + passed + 1) * draft - n + token), mine)
    tl.store(schedule + 2 * slot + 1, tl.where(over, 0, part), mine)
