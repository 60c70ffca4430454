# Triton's language carries no types, and its compiler wants plain nested branches:
# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
"""What every program of a kernel works out for itself: lengths of requests, and their sums over those before its own.

Each sum is one masked reduction over lengths that come from L2; within a request the running sum of clamped lengths is
an arithmetic series, so no scan over tokens is needed.
"""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.shapes import SEGMENT as _SEGMENT

SCAN: tl.constexpr = tl.constexpr(512)  # requests summed per step
FAR: tl.constexpr = tl.constexpr(256)  # requests summed in one step of their own where there are no more: 0.1 us less
NEAR: tl.constexpr = tl.constexpr(128)  # as few again
NEAREST: tl.constexpr = tl.constexpr(32)  # and again, one to a lane: 0.1 us less
INT32_MAX: tl.constexpr = tl.constexpr(2**31 - 1)
SEGMENT: tl.constexpr = tl.constexpr(_SEGMENT)


@triton.jit
def series(lo, hi, topk):
    """sum(min(v, topk) for v in range(max(lo, 0) + 1, max(hi, 0) + 1)), exact modulo 2**32.

    Each value up to topk is short of it, by one less than the value before: from ``most - 1`` down to ``least``,
    which sum to (most - least) * (most + least - 1) / 2.
    """
    a = tl.maximum(lo, 0)
    b = tl.maximum(hi, 0)
    most = tl.maximum(topk - a, 0)
    least = tl.maximum(topk - b, 0)
    n = (most - least).to(tl.uint32, bitcast=True)
    ends = (most + least - 1).to(tl.uint32, bitcast=True)
    short = (n.to(tl.uint64) * ends.to(tl.uint64)) >> 1
    return (b - a) * topk - short.to(tl.uint32).to(tl.int32, bitcast=True)


@triton.jit
def segments(lo, hi):
    """sum(ceil(v / SEGMENT) for v in range(max(lo, 0) + 1, max(hi, 0) + 1)) of at most SEGMENT values, which have no
    more than two results, one apart."""
    b = tl.maximum(hi, 0)
    n = b - tl.maximum(lo, 0)
    most = (b + SEGMENT - 1) // SEGMENT
    return most * n - (n - tl.minimum(b - (most - 1) * SEGMENT, n))


@triton.jit
def columns(index, stride, UNIT: tl.constexpr):
    if UNIT:
        return index
    else:
        return index.to(tl.int64) * stride


@triton.jit
def table_row(table, row, stride, ALIGNED: tl.constexpr):
    start = table + row.to(tl.int64) * stride
    if ALIGNED:
        start = tl.multiple_of(start, 16)
    return start


@triton.jit
def lengths(vector, index, stride, mask, other, UNIT: tl.constexpr):
    """The lengths of the requests ``index``, as the caller gave them."""
    return tl.load(vector + columns(index, stride, UNIT), mask=mask, other=other)


@triton.jit
def key_lengths(seq, kv_delta, width):
    """Key/value lengths, int32 from 0 to ``width``, of ``seq_lens`` of any value: clamped before anything is added."""
    return tl.minimum(tl.maximum(seq, -kv_delta), width - kv_delta).to(tl.int32) + kv_delta


@triton.jit
def asked_queries(extend_seq_lens, index, stride, draft, mask, RAGGED: tl.constexpr, UNIT: tl.constexpr):
    """Query tokens of the requests ``index``, as the caller gave them."""
    if RAGGED:
        return lengths(extend_seq_lens, index, stride, mask, 0, UNIT)
    else:
        return tl.where(mask, draft, 0)


@triton.jit
def queries(asked, most):
    """Query tokens, none negative and none more than ``most``."""
    return tl.minimum(tl.maximum(asked, 0), most).to(tl.int32)


@triton.jit
def others(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, start, end, draft, kv_delta,
    RAGGED: tl.constexpr, UNIT: tl.constexpr,
):  # fmt: skip
    """The lengths and query tokens, as given, of ``FAR`` requests from ``start`` on, none from ``end`` on, to be asked
    for early."""
    index = start + tl.arange(0, FAR)
    mask = index < end
    seq = lengths(seq_lens, index, seq_stride, mask, -kv_delta, UNIT)
    asked = draft
    if RAGGED:
        asked = lengths(extend_seq_lens, index, extend_stride, mask, 0, UNIT)
    return seq, asked


@triton.jit
def _terms(seq, asked, draft, kv_delta, width, topk, rows, RAGGED: tl.constexpr, CLAMPED: tl.constexpr):
    """What ``sums_of_others`` adds up, of the lengths of any requests."""
    q = queries(asked, rows)
    kv = key_lengths(seq, kv_delta, width)
    clamped = tl.minimum(kv, topk)  # of one query token, as when decoding: less to compute
    if CLAMPED:
        several = True if RAGGED else draft != 1
        if several:
            clamped = series(kv - q, kv, topk)
    return q, kv, clamped


@triton.jit
def sums_of_others(
    seq, asked, more_seq, more_asked, seq_lens, extend_seq_lens, seq_stride, extend_stride, end, draft, kv_delta, width,
    topk, rows, RAGGED: tl.constexpr, UNIT: tl.constexpr, KEYS: tl.constexpr, CLAMPED: tl.constexpr,
):  # fmt: skip
    """Over the requests before ``end``, of which ``seq`` and ``asked`` are the first ``FAR`` and ``more_seq`` and
    ``more_asked`` the next: their query tokens; where KEYS their key/value lengths; where CLAMPED those of their query
    tokens, clamped."""
    q, kv, clamped = _terms(seq, asked, draft, kv_delta, width, topk, rows, RAGGED, CLAMPED)
    if end > FAR:
        more_q, more_kv, more_clamped = _terms(
            more_seq, more_asked, draft, kv_delta, width, topk, rows, RAGGED, CLAMPED
        )
        if RAGGED:
            q += more_q
        kv += more_kv
        clamped += more_clamped
        for start in range(2 * FAR, end, FAR):
            rest_seq, rest_asked = others(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, start, end, draft, kv_delta, RAGGED, UNIT
            )
            rest_q, rest_kv, rest_clamped = _terms(
                rest_seq, rest_asked, draft, kv_delta, width, topk, rows, RAGGED, CLAMPED
            )
            if RAGGED:
                q += rest_q
            kv += rest_kv
            clamped += rest_clamped
    return (
        tl.sum(q, 0) if RAGGED else end * draft,
        tl.sum(kv, 0) if KEYS else 0,
        tl.sum(clamped, 0) if CLAMPED else 0,
    )


@triton.jit
def _counts(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, start, end, r, draft, kv_delta, width, rows,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, LONG: tl.constexpr, SCHEDULE: tl.constexpr, COUNT: tl.constexpr,
):  # fmt: skip
    """What ``counts_before`` adds up, of each of ``COUNT`` requests from ``start`` on."""
    index = start + tl.arange(0, COUNT)
    mask = index < end
    q = queries(asked_queries(extend_seq_lens, index, extend_stride, draft, mask, RAGGED, UNIT), rows)
    split = tl.zeros((COUNT,), tl.int32)
    if SCHEDULE:
        kv = key_lengths(lengths(seq_lens, index, seq_stride, mask, -kv_delta, UNIT), kv_delta, width)
        split = segments(kv - q, kv)
    return q.to(tl.int64) if LONG else q, tl.where(index < r, split, 0), split


@triton.jit
def _step(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, end, r, draft, kv_delta, width, rows,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, LONG: tl.constexpr, SCHEDULE: tl.constexpr, COUNT: tl.constexpr,
    AGAIN: tl.constexpr,
):  # fmt: skip
    """Those of ``counts_before``, ``COUNT`` requests at a time, lane by lane; the lanes are added once, at the end."""
    q, before, split = _counts(
        seq_lens, extend_seq_lens, seq_stride, extend_stride, 0, end, r, draft, kv_delta, width, rows,
        RAGGED, UNIT, LONG, SCHEDULE, COUNT,
    )  # fmt: skip
    if AGAIN:
        for start in range(COUNT, end, COUNT):
            more_q, more_before, more_split = _counts(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, start, end, r, draft, kv_delta, width, rows,
                RAGGED, UNIT, LONG, SCHEDULE, COUNT,
            )  # fmt: skip
            q += more_q
            before += more_before
            split += more_split
    return (
        tl.sum(q, 0) if RAGGED else r * draft,
        tl.sum(before, 0) if SCHEDULE else 0,
        tl.sum(split, 0) if SCHEDULE else 0,
    )


@triton.jit
def counts_before(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, bs, r, draft, kv_delta, width, rows,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, LONG: tl.constexpr, SCHEDULE: tl.constexpr,
):  # fmt: skip
    """Over the requests before ``r``: their query tokens, which is the first row of ``r``, 64 bits where LONG; where
    SCHEDULE the segments of their tokens, and those of all ``bs`` requests."""
    end = bs if SCHEDULE else r
    if RAGGED or SCHEDULE:
        if end <= NEAREST:
            q, before, split = _step(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, end, r, draft, kv_delta, width, rows,
                RAGGED, UNIT, LONG, SCHEDULE, NEAREST, False,
            )  # fmt: skip
        elif end <= NEAR:
            q, before, split = _step(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, end, r, draft, kv_delta, width, rows,
                RAGGED, UNIT, LONG, SCHEDULE, NEAR, False,
            )  # fmt: skip
        elif end <= FAR:
            q, before, split = _step(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, end, r, draft, kv_delta, width, rows,
                RAGGED, UNIT, LONG, SCHEDULE, FAR, False,
            )  # fmt: skip
        else:
            q, before, split = _step(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, end, r, draft, kv_delta, width, rows,
                RAGGED, UNIT, LONG, SCHEDULE, SCAN, True,
            )  # fmt: skip
        return q, before, split
    else:
        return r * draft, 0, 0


@triton.jit
def rows_before(
    extend_seq_lens, extend_stride, r, draft, rows, RAGGED: tl.constexpr, UNIT: tl.constexpr, LONG: tl.constexpr
):
    """The first row of request ``r``."""
    row, _, _ = counts_before(
        extend_seq_lens, extend_seq_lens, 0, extend_stride, r, r, draft, 0, 0, rows, RAGGED, UNIT, LONG, False
    )
    return row
