# Triton's language carries no types, and its compiler wants plain nested branches:
# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
# ruff: noqa: C901, SIM102
"""The fill as one Triton launch, bit for bit what ``definition`` says; the only module that imports triton.

How the work is laid out, and why (times are for one H100, see docs/benchmarks-runtime.md):

* The grid is ``(programs, batch_size)``: capacities decide it, never a length, so a captured launch stays right when
  lengths change. A program past its request's end writes nothing.
* No program scans the batch in sequence and none waits for another: each sums the lengths of the requests before its
  own in one masked reduction (a few hundred bytes from L2) and has its place in every running sum. Within a request
  the running sum of clamped lengths is an arithmetic series, so no scan is needed there either.
* Program 0 of a request writes its lengths; the next ``page_programs`` share its compact page-table row, and read of
  ``req_to_token`` only the first token of each page; the others share its ``page_table_1`` row. A row is read once
  and written for each of the request's query tokens. Its slots are asked for before the rows are counted, which then
  runs while they come.
* The order of the code is the order in memory, and a jump waits for instructions: what all programs load stands
  before the first branch, and the tables, which wait for memory twice, before the lengths. 0.1 us.
* A program is one warp. Four requests to a program of four warps make a quarter of the programs, which costs less to
  start, but whatever is decided for all four then waits at a barrier: 0.1 us each, in all more than was won.
* Stores of ``page_table_1`` end on a multiple of four tokens, so that they are 16 bytes wide though a length is not.
  The at most three tokens behind that are the last program's: done by another, they would cost it 0.15 us.
* Nothing is specialised on batch, lengths, widths or strides: integers are passed as they come, and what the
  compiler may assume about alignment is one flag. ``compiled.compiled_variants`` counts what a run has compiled.
"""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.outputs import WRITTEN

SCAN: tl.constexpr = tl.constexpr(256)  # requests summed per step
NEAR: tl.constexpr = tl.constexpr(128)  # requests summed in one step of their own where there are no more: 0.1 us less
NEAREST: tl.constexpr = tl.constexpr(32)  # as few again, one to a lane: 0.1 us less
DRAFT: tl.constexpr = tl.constexpr(32)  # query tokens of one request written per step
ROWS: tl.constexpr = tl.constexpr(4)  # table rows of one request stored without a loop, all at once: 0.1 us less
PAGES: tl.constexpr = tl.constexpr(128)  # page-table columns per step and program
TOKENS: tl.constexpr = tl.constexpr(512)  # page_table_1 columns per step and program
FEW: tl.constexpr = tl.constexpr(256)  # page_table_1 columns per program where that makes few programs: 0.1 us less
INT32_MAX: tl.constexpr = tl.constexpr(2**31 - 1)
FIELDS: tl.constexpr = tl.constexpr(len(WRITTEN))  # addresses of one set

INTERPRETED = bool(triton.knobs.runtime.interpret)
"""Whether triton runs the kernels in its interpreter, on tensors of the CPU; decided when they were decorated."""


@triton.jit
def _series(lo, hi, topk):
    """sum(min(v, topk) for v in range(max(lo, 0) + 1, max(hi, 0) + 1)), exact modulo 2**32.

    The values up to topk rise by one each: n of them, from first to last, sum to n * (first + last) / 2. The rest are
    topk.
    """
    a = tl.maximum(lo, 0)
    b = tl.maximum(hi, 0)
    low_a = tl.minimum(a, topk)
    low_b = tl.minimum(b, topk)
    n = (low_b - low_a).to(tl.uint32, bitcast=True)
    ends = (low_a + low_b + 1).to(tl.uint32, bitcast=True)
    rising = (n.to(tl.uint64) * ends.to(tl.uint64)) >> 1
    return rising.to(tl.uint32).to(tl.int32, bitcast=True) + (b - low_b - (a - low_a)) * topk


@triton.jit
def _columns(index, stride, UNIT: tl.constexpr):
    if UNIT:
        return index
    else:
        return index.to(tl.int64) * stride


@triton.jit
def _lengths(lengths, index, stride, mask, other, UNIT: tl.constexpr):
    """The lengths of the requests ``index``, as the caller gave them."""
    return tl.load(lengths + _columns(index, stride, UNIT), mask=mask, other=other)


@triton.jit
def _kv(seq, kv_delta, width):
    """Key/value lengths, int32 from 0 to ``width``, of ``seq_lens`` of any value: clamped before anything is added."""
    return tl.minimum(tl.maximum(seq, -kv_delta), width - kv_delta).to(tl.int32) + kv_delta


@triton.jit
def _asked(extend_seq_lens, index, stride, draft, mask, RAGGED: tl.constexpr, UNIT: tl.constexpr):
    """Query tokens of the requests ``index``, as the caller gave them."""
    if RAGGED:
        return _lengths(extend_seq_lens, index, stride, mask, 0, UNIT)
    else:
        return tl.where(mask, draft, 0)


@triton.jit
def _queries(asked, most):
    """Query tokens, none negative and none more than ``most``."""
    return tl.minimum(tl.maximum(asked, 0), most).to(tl.int32)


@triton.jit
def _sums(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, start, r, draft, kv_delta, width, topk, rows,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, ALL: tl.constexpr, LONG: tl.constexpr, COUNT: tl.constexpr,
):  # fmt: skip
    """Those of ``_sums_before``, of at most ``COUNT`` requests from ``start`` on."""
    index = start + tl.arange(0, COUNT)
    mask = index < r
    q = _queries(_asked(extend_seq_lens, index, extend_stride, draft, mask, RAGGED, UNIT), rows)
    queries = tl.sum(q.to(tl.int64) if LONG else q, 0) if RAGGED else 0
    lengths = 0
    clamped = 0
    if ALL:
        kv = _kv(_lengths(seq_lens, index, seq_stride, mask, -kv_delta, UNIT), kv_delta, width)
        lengths = tl.sum(kv, 0)
        clamped = tl.sum(_series(kv - q, kv, topk), 0)
    return queries, lengths, clamped


@triton.jit
def _sums_before(
    seq_lens, extend_seq_lens, seq_stride, extend_stride, r, draft, kv_delta, width, topk, rows,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, ALL: tl.constexpr, LONG: tl.constexpr,
):  # fmt: skip
    """Over the requests before ``r``: their query tokens, which is the first row of ``r``, 64 bits where LONG; where
    ALL also their key/value lengths and their clamped lengths."""
    if RAGGED or ALL:
        if r <= NEAREST:
            queries, lengths, clamped = _sums(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, 0, r, draft, kv_delta, width, topk, rows,
                RAGGED, UNIT, ALL, LONG, NEAREST,
            )  # fmt: skip
        elif r <= NEAR:
            queries, lengths, clamped = _sums(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, 0, r, draft, kv_delta, width, topk, rows,
                RAGGED, UNIT, ALL, LONG, NEAR,
            )  # fmt: skip
        else:
            queries, lengths, clamped = _sums(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, 0, r, draft, kv_delta, width, topk, rows,
                RAGGED, UNIT, ALL, LONG, SCAN,
            )  # fmt: skip
            for start in range(SCAN, r, SCAN):
                more_queries, more_lengths, more_clamped = _sums(
                    seq_lens, extend_seq_lens, seq_stride, extend_stride, start, r, draft, kv_delta, width, topk, rows,
                    RAGGED, UNIT, ALL, LONG, SCAN,
                )  # fmt: skip
                if RAGGED:
                    queries += more_queries
                if ALL:
                    lengths += more_lengths
                    clamped += more_clamped
        return queries if RAGGED else r * draft, lengths, clamped
    else:
        return r * draft, 0, 0


@triton.jit
def _rows_before(
    extend_seq_lens, extend_stride, r, draft, rows, RAGGED: tl.constexpr, UNIT: tl.constexpr, LONG: tl.constexpr
):
    """The first row of request ``r``."""
    row, _, _ = _sums_before(
        extend_seq_lens, extend_seq_lens, 0, extend_stride, r, draft, 0, 0, 0, rows, RAGGED, UNIT, False, LONG
    )
    return row


@triton.jit
def _table_row(table, row, stride, ALIGNED: tl.constexpr):
    start = table + row.to(tl.int64) * stride
    if ALIGNED:
        start = tl.multiple_of(start, 16)
    return start


@triton.jit
def _of_set(sets, field: tl.constexpr):
    return tl.load(sets + field).to(tl.pointer_type(tl.int32))


@triton.jit
def _store_rows(table, row, live, stride, column, end, column_stride, slots, UNIT: tl.constexpr, ALIGNED: tl.constexpr):
    """The same slots in the columns before ``end`` of each of the ``live`` rows from ``row`` on."""
    at = _columns(column, column_stride, UNIT)
    for j in tl.static_range(ROWS):
        out = _table_row(table, row + j, stride, ALIGNED)
        tl.store(out + at, slots, mask=column < tl.where(j < live, end, 0))
    for j in range(ROWS, live):
        out = _table_row(table, row + j, stride, ALIGNED)
        tl.store(out + at, slots, mask=column < end)


@triton.jit
def _copy(
    source, token_column, table, table_row, table_column, start, step, end,
    extend_seq_lens, extend_stride, r, asked, draft, rows,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, ALIGNED: tl.constexpr, SHIFT: tl.constexpr, COUNT: tl.constexpr,
    AGAIN: tl.constexpr,
):  # fmt: skip
    """``COUNT`` columns of a table from ``start`` on, none at ``end`` or behind, in each row of request ``r``; where
    AGAIN, also ``step`` columns further, and so on. A column is the page of every ``1 << SHIFT``-th slot of source."""
    column = start + tl.arange(0, COUNT)
    slots = tl.load(source + _columns(column << SHIFT, token_column, UNIT), mask=column < end, other=0)
    row = _rows_before(extend_seq_lens, extend_stride, r, draft, rows, RAGGED, UNIT, False)
    live = tl.minimum(_queries(asked, rows), tl.maximum(rows - row, 0))
    _store_rows(table, row, live, table_row, column, end, table_column, slots >> SHIFT, UNIT, ALIGNED)
    if AGAIN:
        for again in range(start + step, end, step):
            more = again + tl.arange(0, COUNT)
            slots = tl.load(source + _columns(more << SHIFT, token_column, UNIT), mask=more < end, other=0)
            _store_rows(table, row, live, table_row, more, end, table_column, slots >> SHIFT, UNIT, ALIGNED)


POINTERS = [
    "seq_lens", "extend_seq_lens", "req_pool_indices", "req_to_token", "real_page_table", "page_table_1",
    "cache_seqlens", "cu_seqlens_k", "seqlens_expanded", "nsa_cache_seqlens", "nsa_cu_seqlens_k", "num_tokens",
    "status", "ctx_lens", "sets",
]  # fmt: skip
INTEGERS = [
    "seq_stride", "extend_stride", "pool_stride", "bs", "draft", "kv_delta", "pool", "rows", "width", "page_programs",
    "few", "token_row", "real_row", "wide_row", "topk", "token_column", "real_column", "wide_column", "ctx_row",
    "ctx_column", "n_sets", "total",
]  # fmt: skip


@triton.jit(do_not_specialize=INTEGERS, do_not_specialize_on_alignment=POINTERS)
def fill_kernel(
    # What a program needs first stands first: parameters come in lines of 64 bytes, each with a wait of its own.
    seq_lens,  # in [bs] int32 | int64
    extend_seq_lens,  # in [bs] int32 | int64, RAGGED alone
    req_pool_indices,  # in [bs] int32 | int64
    req_to_token,  # in [pool, >= width] int32
    seq_stride, extend_stride, pool_stride, bs, draft, kv_delta, pool, rows, width, page_programs,
    few,  # 1: a program has FEW columns of page_table_1 and no second step, 0: TOKENS and as many steps as it takes
    token_row,
    real_page_table,  # out [rows, ceil(width / page)] int32, as all that follow; PAGE_SHIFT > 0 alone
    page_table_1,  # out [rows, width], WIDE alone
    real_row, wide_row, topk,
    cache_seqlens,  # out [bs]
    cu_seqlens_k,  # out [bs + 1]
    seqlens_expanded,  # out [rows]
    nsa_cache_seqlens,  # out [rows]
    nsa_cu_seqlens_k,  # out [rows + 1]
    num_tokens,  # out [1]
    status,  # in/out [1], bits of Overflow
    ctx_lens,  # out [bs, draft], CTX_LENS alone
    sets,  # in [n_sets, FIELDS] int64, FANOUT alone: addresses, in the order of outputs.WRITTEN
    token_column, real_column, wide_column, ctx_row, ctx_column, n_sets,
    total,  # query tokens that the host says there are, 0 where it says nothing
    RAGGED: tl.constexpr, WIDE: tl.constexpr, PAGE_SHIFT: tl.constexpr, CTX_LENS: tl.constexpr,
    UNIT: tl.constexpr, ALIGNED: tl.constexpr, FANOUT: tl.constexpr,
):  # fmt: skip
    r = tl.program_id(1)
    c = tl.program_id(0)
    programs = tl.num_programs(0)
    if FANOUT:
        this = sets + (c % n_sets) * FIELDS
        c = c // n_sets
        programs = programs // n_sets
        cache_seqlens = _of_set(this, 0)
        cu_seqlens_k = _of_set(this, 1)
        seqlens_expanded = _of_set(this, 2)
        nsa_cache_seqlens = _of_set(this, 3)
        nsa_cu_seqlens_k = _of_set(this, 4)
        page_table_1 = _of_set(this, 5)
        real_page_table = _of_set(this, 6)
        num_tokens = _of_set(this, 7)
        status = _of_set(this, 8)
        ctx_lens = _of_set(this, 9)

    inside = r < bs  # an empty batch is one program that writes the zeros
    index = _lengths(req_pool_indices, r, pool_stride, inside, 0, UNIT).to(tl.int64)
    seq = _lengths(seq_lens, r, seq_stride, inside, -kv_delta, UNIT)
    asked = _asked(extend_seq_lens, r, extend_stride, draft, inside, RAGGED, UNIT)

    kv = _kv(seq, kv_delta, width)

    if c > 0:
        source = _table_row(req_to_token, tl.minimum(tl.maximum(index, 0), pool - 1), token_row, ALIGNED)
        if PAGE_SHIFT > 0:
            if c <= page_programs:
                pages = (kv + (1 << PAGE_SHIFT) - 1) >> PAGE_SHIFT
                _copy(
                    source, token_column, real_page_table, real_row, real_column,
                    (c - 1) * PAGES, page_programs * PAGES, pages,
                    extend_seq_lens, extend_stride, r, asked, draft, rows,
                    RAGGED, UNIT, False, PAGE_SHIFT, PAGES, True,
                )  # fmt: skip
        if WIDE:
            if c > page_programs:
                first = c - 1 - page_programs
                whole = (kv // 4) * 4
                if c == programs - 1:
                    _copy(
                        source, token_column, page_table_1, wide_row, wide_column, whole, 4, kv,
                        extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, UNIT, False, 0, 4, False,
                    )  # fmt: skip
                elif few:
                    _copy(
                        source, token_column, page_table_1, wide_row, wide_column, first * FEW, FEW, whole,
                        extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, UNIT, ALIGNED, 0, FEW, False,
                    )  # fmt: skip
                elif first * TOKENS < whole:
                    _copy(
                        source, token_column, page_table_1, wide_row, wide_column,
                        first * TOKENS, (programs - 2 - page_programs) * TOKENS, whole,
                        extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, UNIT, ALIGNED, 0, TOKENS, True,
                    )  # fmt: skip
    else:
        row, kv_before, clamped_before = _sums_before(
            seq_lens, extend_seq_lens, seq_stride, extend_stride, r, draft, kv_delta, width, topk, rows,
            RAGGED, UNIT, True, False,
        )  # fmt: skip
        q = _queries(asked, rows)
        tl.store(cache_seqlens + r, kv, mask=inside)
        tl.store(cu_seqlens_k + r + 1, kv_before + kv, mask=inside)
        if r == 0:
            tl.store(cu_seqlens_k, 0)
            tl.store(nsa_cu_seqlens_k, 0)
        if r >= bs - 1:
            tl.store(num_tokens, tl.minimum(row + q, rows))
        live = tl.minimum(q, tl.maximum(rows - row, 0))
        seen = kv - _queries(asked, INT32_MAX)  # keys before the first query token
        for start in range(0, live, DRAFT):
            local = start + tl.arange(0, DRAFT)
            mask = local < live
            expanded = tl.maximum(seen + 1 + local, 0)
            tl.store(seqlens_expanded + row + local, expanded, mask=mask)
            tl.store(nsa_cache_seqlens + row + local, tl.minimum(expanded, topk), mask=mask)
            running = clamped_before + _series(seen, seen + 1 + local, topk)
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


@triton.jit(do_not_specialize=INTEGERS, do_not_specialize_on_alignment=POINTERS)
def expand_kernel(
    seq_lens, extend_seq_lens, seqlens_expanded, nsa_cache_seqlens, status, seq_stride, extend_stride, topk, rows,
    STATUS: tl.constexpr,
):  # fmt: skip
    """One program per request: the two expanded vectors alone, and where STATUS the flags."""
    r = tl.program_id(0)
    seq = _lengths(seq_lens, r, seq_stride, True, 0, False)
    kv = _kv(seq, 0, INT32_MAX)
    asked = _lengths(extend_seq_lens, r, extend_stride, True, 0, False)
    before = _rows_before(extend_seq_lens, extend_stride, r, 0, rows, True, False, True)
    row = tl.minimum(before, rows).to(tl.int32)  # of requests so many that 32 bits may not hold the sum
    live = tl.minimum(_queries(asked, rows), tl.maximum(rows - row, 0))
    seen = kv - _queries(asked, INT32_MAX)
    if STATUS:
        after = before + _queries(asked, rows)
        found = ((after > rows) | (asked > rows)).to(tl.int32)
        found |= (seq > INT32_MAX).to(tl.int32) << 1
        found |= ((asked < 0) | (seq < 0)).to(tl.int32) << 3
        found |= ((r == tl.num_programs(0) - 1) & (after < rows)).to(tl.int32) << 4
        if found != 0:
            tl.atomic_or(status, found)
    for start in range(0, live, DRAFT):
        local = start + tl.arange(0, DRAFT)
        mask = local < live
        expanded = tl.maximum(seen + 1 + local, 0)
        tl.store(seqlens_expanded + row + local, expanded, mask=mask)
        tl.store(nsa_cache_seqlens + row + local, tl.minimum(expanded, topk), mask=mask)
