# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
"""The part of a fill that is not a table: the vectors, the flags, and DeepGEMM's schedule."""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.sums import (
    INT32_MAX,
    SEGMENT,
    key_lengths,
    lengths,
    queries,
    segments,
    series,
    sums_before,
)

DRAFT: tl.constexpr = tl.constexpr(32)  # query tokens of one request written per step
GROUP: tl.constexpr = tl.constexpr(2**5)  # requests in which the slots of a schedule that one program writes begin
SLOTS: tl.constexpr = tl.constexpr(32)  # slots of which one program writes those that begin in its requests


@triton.jit
def write_vectors(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, r, seq, index, asked, bs, draft, kv_delta, pool, rows, width,
    topk, cache_seqlens, cu_seqlens_k, seqlens_expanded, nsa_cache_seqlens, nsa_cu_seqlens_k, num_tokens, status,
    ctx_lens, ctx_row, ctx_column, total, RAGGED: tl.constexpr, UNIT: tl.constexpr, CTX_LENS: tl.constexpr,
):  # fmt: skip
    """The vectors of request ``r``, ``DRAFT`` query tokens at a time, and what was found wrong with it."""
    inside = r < bs
    row, kv_before, clamped_before, _, _ = sums_before(
        seq_lens, extend_seq_lens, seq_stride, extend_stride, bs, r, draft, kv_delta, width, topk, rows,
        RAGGED, UNIT, True, False, False,
    )  # fmt: skip
    kv = key_lengths(seq, kv_delta, width)
    q = queries(asked, rows)
    tl.store(cache_seqlens + r, kv, mask=inside)
    tl.store(cu_seqlens_k + r + 1, kv_before + kv, mask=inside)
    if r == 0:
        tl.store(cu_seqlens_k, 0)
        tl.store(nsa_cu_seqlens_k, 0)
    if r >= bs - 1:
        tl.store(num_tokens, tl.minimum(row + q, rows))
    live = tl.minimum(q, tl.maximum(rows - row, 0))
    seen = kv - queries(asked, INT32_MAX)  # keys before the first query token
    for start in range(0, live, DRAFT):
        local = start + tl.arange(0, DRAFT)
        mask = local < live
        expanded = tl.maximum(seen + 1 + local, 0)
        tl.store(seqlens_expanded + row + local, expanded, mask=mask)
        tl.store(nsa_cache_seqlens + row + local, tl.minimum(expanded, topk), mask=mask)
        running = clamped_before + series(seen, seen + 1 + local, topk)
        tl.store(nsa_cu_seqlens_k + row + 1 + local, running, mask=mask)
    if CTX_LENS:
        for start in range(0, tl.where(inside, draft, 0), DRAFT):
            local = start + tl.arange(0, DRAFT)
            at = ctx_lens + r.to(tl.int64) * ctx_row + local.to(tl.int64) * ctx_column
            tl.store(at, tl.full((DRAFT,), 0, tl.int32) + kv, mask=local < draft)
    found = ((row + q > rows) | (asked > rows)).to(tl.int32)
    found |= (seq > width - kv_delta).to(tl.int32) << 1
    found |= ((index < 0) | (index >= tl.where(inside, pool, 1))).to(tl.int32) << 2
    found |= ((asked < 0) | (seq < -kv_delta)).to(tl.int32) << 3
    found |= ((r >= bs - 1) & (row + q < total)).to(tl.int32) << 4
    if found != 0:
        tl.atomic_or(status, found)


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
    _, _, _, before, total = sums_before(
        seq_lens, seq_lens, seq_stride, 0, bs, first, draft, kv_delta, width, 0, rows, False, UNIT, True, False, True
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
