# Triton's language carries no types, and its compiler wants plain nested branches:
# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
"""The fill as one Triton launch, bit for bit what ``definition`` says. ``sums`` and ``header`` are parts of it.

How the work is laid out, and why (times are for one H100, see docs/benchmarks-runtime.md):

* Capacities decide the grid, never a length, so a captured launch stays right when lengths change. Its first rows are
  the programs that write no tables; then comes a row of programs for each request. A program past its request's end
  writes nothing.
* The vectors are written by two programs for each 32 requests, one to a lane: ``write_queries`` what has an entry for
  each query token, ``write_keys`` the rest. A program for each request would need no scan, but to start 512 more takes
  0.2 us, and each sums what the others sum as well; both halves in one program take 0.15 us longer.
* None waits for another: each sums the lengths of the requests before its own in one reduction (a few hundred bytes
  from L2) and has its place in every running sum. Within a request the running sum of clamped lengths is an arithmetic
  series. The lengths of the others are asked for, in two halves, before anything is waited for, without a branch: a
  jump waits for instructions, about 0.1 us, and cost more than it saved.
* The first ``page_programs`` of a request share its compact page-table row, and read of ``req_to_token`` only the first
  token of each page; the others share its ``page_table_1`` row. A row is read once and written for each of the
  request's query tokens. Its slots are asked for before the rows are counted, which then runs while they come.
* DeepGEMM's schedule is written by programs of its own, each for a few slots and 32 requests: which slots begin in
  those follows from the sum of segments before them, so none needs the sums of another.
* The order of the code is the order in memory: the tables, which wait for memory twice, stand before the rest.
* A program is one warp. Four requests to a program of four warps make a quarter of the programs, but whatever is
  decided for all four then waits at a barrier: 0.1 us each, in all more than was won.
* Stores of ``page_table_1`` end on a multiple of four tokens, so that they are 16 bytes wide though a length is not.
  The at most three tokens behind that are copied by the first of the ``page_programs``, whose own row is short.
* Where rows remember what they hold (``growing``), one program has a part of both tables of a request.
* Nothing is specialised on batch, lengths, widths or strides: integers are passed as they come, and what the
  compiler may assume about alignment is one flag. ``compiled.compiled_variants`` counts what a run has compiled.
"""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.growing import grow
from nsa_runtime.header import GROUP, SLOTS, write_keys, write_queries, write_schedule
from nsa_runtime.outputs import WRITTEN
from nsa_runtime.sums import INT32_MAX, asked_queries, columns, key_lengths, lengths, queries, rows_before, table_row

ROWS: tl.constexpr = tl.constexpr(4)  # table rows of one request stored without a loop, all at once: 0.1 us less
DRAFT: tl.constexpr = tl.constexpr(32)  # query tokens of one request expanded per step, by expand_kernel
PAGES: tl.constexpr = tl.constexpr(128)  # page-table columns per step and program
TOKENS: tl.constexpr = tl.constexpr(512)  # page_table_1 columns per step and program
FEW: tl.constexpr = tl.constexpr(256)  # page_table_1 columns per program where that makes few programs: 0.1 us less
FIELDS: tl.constexpr = tl.constexpr(len(WRITTEN) + 2)  # addresses of one set: of what is written, schedule, held_rows

INTERPRETED = bool(triton.knobs.runtime.interpret)
"""Whether triton runs the kernels in its interpreter, on tensors of the CPU; decided when they were decorated."""


@triton.jit
def _of_set(sets, field: tl.constexpr):
    return tl.load(sets + field).to(tl.pointer_type(tl.int32))


@triton.jit
def _store_rows(table, row, live, stride, column, end, column_stride, slots, UNIT: tl.constexpr, ALIGNED: tl.constexpr):
    """The same slots in the columns before ``end`` of each of the ``live`` rows from ``row`` on."""
    at = columns(column, column_stride, UNIT)
    for j in tl.static_range(ROWS):
        out = table_row(table, row + j, stride, ALIGNED)
        tl.store(out + at, slots, mask=column < tl.where(j < live, end, 0))
    for j in range(ROWS, live):
        out = table_row(table, row + j, stride, ALIGNED)
        tl.store(out + at, slots, mask=column < end)


@triton.jit
def _copy(
    source, token_column, table, table_row, table_column, start, step, end,
    extend_seq_lens, extend_stride, r, asked, draft, rows,
    RAGGED: tl.constexpr, UNIT: tl.constexpr, ALIGNED: tl.constexpr, COUNT: tl.constexpr, AGAIN: tl.constexpr,
):  # fmt: skip
    """``COUNT`` columns of ``page_table_1`` from ``start`` on, none at ``end`` or behind, in each row of request ``r``;
    where AGAIN, also ``step`` columns further, and so on."""
    column = start + tl.arange(0, COUNT)
    slots = tl.load(source + columns(column, token_column, UNIT), mask=column < end, other=0)
    row, live = _rows_of(extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, UNIT)
    _store_rows(table, row, live, table_row, column, end, table_column, slots, UNIT, ALIGNED)
    if AGAIN:
        for again in range(start + step, end, step):
            more = again + tl.arange(0, COUNT)
            slots = tl.load(source + columns(more, token_column, UNIT), mask=more < end, other=0)
            _store_rows(table, row, live, table_row, more, end, table_column, slots, UNIT, ALIGNED)


@triton.jit
def _copy_pages(
    source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
    c, page_programs, kv, extend_seq_lens, extend_stride, r, asked, draft, rows,
    RAGGED: tl.constexpr, WIDE: tl.constexpr, PAGE_SHIFT: tl.constexpr, UNIT: tl.constexpr,
):  # fmt: skip
    """The columns of the compact page table of program ``c`` of request ``r``: the page of every ``1 << PAGE_SHIFT``-th
    slot. The first program also copies what ``page_table_1`` has behind the last multiple of four tokens."""
    column = c * PAGES + tl.arange(0, PAGES)
    pages = (kv + (1 << PAGE_SHIFT) - 1) >> PAGE_SHIFT
    slots = tl.zeros((PAGES,), tl.int32)
    if PAGE_SHIFT > 0:
        slots = tl.load(source + columns(column << PAGE_SHIFT, token_column, UNIT), mask=column < pages, other=0)
    token = (kv // 4) * 4 + tl.arange(0, 4)
    end = tl.where(c == 0, kv, 0)
    tail = tl.zeros((4,), tl.int32)
    if WIDE:
        tail = tl.load(source + columns(token, token_column, UNIT), mask=token < end, other=0)
    row, live = _rows_of(extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, UNIT)
    if WIDE:
        _store_rows(page_table_1, row, live, wide_row, token, end, wide_column, tail, UNIT, False)
    if PAGE_SHIFT > 0:
        _store_rows(real_page_table, row, live, real_row, column, pages, real_column, slots >> PAGE_SHIFT, UNIT, False)
        step = page_programs * PAGES
        for again in range(c * PAGES + step, pages, step):
            more = again + tl.arange(0, PAGES)
            slots = tl.load(source + columns(more << PAGE_SHIFT, token_column, UNIT), mask=more < pages, other=0)
            found = slots >> PAGE_SHIFT
            _store_rows(real_page_table, row, live, real_row, more, pages, real_column, found, UNIT, False)


@triton.jit
def _rows_of(extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED: tl.constexpr, UNIT: tl.constexpr):
    """The first row of request ``r``, and how many it has."""
    row = rows_before(extend_seq_lens, extend_stride, r, draft, rows, RAGGED, UNIT, False)
    return row, tl.minimum(queries(asked, rows), tl.maximum(rows - row, 0))


@triton.jit
def _copy_tables(
    source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
    c, programs, page_programs, few, kv, extend_seq_lens, extend_stride, r, asked, draft, rows,
    RAGGED: tl.constexpr, WIDE: tl.constexpr, PAGE_SHIFT: tl.constexpr, UNIT: tl.constexpr, ALIGNED: tl.constexpr,
):  # fmt: skip
    """The part of program ``c`` in the tables of request ``r``."""
    if c < page_programs:
        _copy_pages(
            source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
            c, page_programs, kv, extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, WIDE, PAGE_SHIFT, UNIT,
        )  # fmt: skip
    elif WIDE:
        first = c - page_programs
        whole = (kv // 4) * 4
        if few:
            _copy(
                source, token_column, page_table_1, wide_row, wide_column, first * FEW, FEW, whole,
                extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, UNIT, ALIGNED, FEW, False,
            )  # fmt: skip
        elif first * TOKENS < whole:
            _copy(
                source, token_column, page_table_1, wide_row, wide_column,
                first * TOKENS, (programs - page_programs) * TOKENS, whole,
                extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, UNIT, ALIGNED, TOKENS, True,
            )  # fmt: skip


POINTERS = [
    "seq_lens", "extend_seq_lens", "req_pool_indices", "req_to_token", "real_page_table", "page_table_1",
    "cache_seqlens", "cu_seqlens_k", "seqlens_expanded", "nsa_cache_seqlens", "nsa_cu_seqlens_k", "num_tokens",
    "status", "ctx_lens", "schedule", "sets", "held_rows", "generations",
]  # fmt: skip
INTEGERS = [
    "seq_stride", "extend_stride", "pool_stride", "bs", "draft", "kv_delta", "pool", "rows", "width", "head_rows",
    "page_programs", "table_programs", "few", "token_row", "real_row", "wide_row", "topk", "token_column",
    "real_column", "wide_column", "ctx_row", "ctx_column", "n_sets", "table_sets", "total", "slots", "short_first",
    "generation_stride", "part_columns",
]  # fmt: skip


@triton.jit(do_not_specialize=INTEGERS, do_not_specialize_on_alignment=POINTERS)
def fill_kernel(
    # What a program needs first stands first: parameters come in lines of 64 bytes, each with a wait of its own.
    seq_lens,  # in [bs] int32 | int64
    extend_seq_lens,  # in [bs] int32 | int64, RAGGED alone
    req_pool_indices,  # in [bs] int32 | int64
    req_to_token,  # in [pool, >= width] int32
    seq_stride, extend_stride, pool_stride, bs, draft, kv_delta, pool, rows, width,
    head_rows,  # of the grid, for the programs that write no tables
    page_programs,
    table_programs,  # of each request: the page_programs, and those of page_table_1
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
    schedule,  # out [slots + 1, 2], SCHEDULE alone
    sets,  # in [n_sets, FIELDS] int64, FANOUT alone: addresses, in the order of outputs.WRITTEN, then of the last two
    held_rows,  # in/out [rows, table_programs, 2] int64, GROWS alone
    generations,  # in [pool] int32 | int64, GROWS alone
    token_column, real_column, wide_column, ctx_row, ctx_column, n_sets,
    table_sets,  # sets whose tables are filled: the first alone where all share its tables, else n_sets
    total,  # query tokens that the host says there are, 0 where it says nothing
    slots, short_first,  # of the schedule: 1 where the slots with a segment less come first
    generation_stride,
    part_columns,  # of a row of page_table_1, for which one program has both tables where GROWS
    RAGGED: tl.constexpr, WIDE: tl.constexpr, PAGE_SHIFT: tl.constexpr, CTX_LENS: tl.constexpr,
    UNIT: tl.constexpr, ALIGNED: tl.constexpr, FANOUT: tl.constexpr, SCHEDULE: tl.constexpr,
    GROWS: tl.constexpr,
):  # fmt: skip
    r = tl.program_id(1) - head_rows
    c = tl.program_id(0)
    if r >= 0:
        if FANOUT:
            this = sets + (c % table_sets) * FIELDS
            page_table_1 = _of_set(this, 5)
            real_page_table = _of_set(this, 6)
            if GROWS:
                held_rows = _of_set(this, 11).to(tl.pointer_type(tl.int64))
            c = c // table_sets
        index = lengths(req_pool_indices, r, pool_stride, True, 0, UNIT).to(tl.int64)
        seq = lengths(seq_lens, r, seq_stride, True, 0, UNIT)
        asked = asked_queries(extend_seq_lens, r, extend_stride, draft, True, RAGGED, UNIT)
        kv = key_lengths(seq, kv_delta, width)
        of_pool = tl.minimum(tl.maximum(index, 0), pool - 1)
        source = table_row(req_to_token, of_pool, token_row, ALIGNED)
        if GROWS:
            grow(
                source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
                held_rows, c, table_programs, part_columns, of_pool,
                tl.load(generations + of_pool * generation_stride).to(tl.int64), kv,
                extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, WIDE, PAGE_SHIFT, UNIT, ALIGNED,
            )  # fmt: skip
        else:
            _copy_tables(
                source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
                c, table_programs, page_programs, few, kv, extend_seq_lens, extend_stride, r, asked, draft, rows,
                RAGGED, WIDE, PAGE_SHIFT, UNIT, ALIGNED,
            )  # fmt: skip
    else:
        number = tl.program_id(1) * tl.num_programs(0) + c
        if FANOUT:
            this = sets + (number % n_sets) * FIELDS
            number = number // n_sets
            cache_seqlens = _of_set(this, 0)
            cu_seqlens_k = _of_set(this, 1)
            seqlens_expanded = _of_set(this, 2)
            nsa_cache_seqlens = _of_set(this, 3)
            nsa_cu_seqlens_k = _of_set(this, 4)
            num_tokens = _of_set(this, 7)
            status = _of_set(this, 8)
            ctx_lens = _of_set(this, 9)
            schedule = _of_set(this, 10)
            if SCHEDULE:  # not every set has one
                slots = tl.where(tl.load(this + 10) != 0, slots, 0)
        first = number // 2 * GROUP
        if first < tl.maximum(bs, 1):
            if number % 2 == 0:
                write_queries(
                    seq_lens, extend_seq_lens, seq_stride, extend_stride, first, bs, draft, kv_delta, rows, width, topk,
                    seqlens_expanded, nsa_cache_seqlens, nsa_cu_seqlens_k, RAGGED, UNIT,
                )  # fmt: skip
            else:
                write_keys(
                    seq_lens, extend_seq_lens, req_pool_indices, seq_stride, extend_stride, pool_stride, first, bs,
                    draft, kv_delta, pool, rows, width, cache_seqlens, cu_seqlens_k, num_tokens, status, ctx_lens,
                    ctx_row, ctx_column, total, RAGGED, UNIT, CTX_LENS,
                )  # fmt: skip
        elif SCHEDULE:
            part = number - 2 * tl.cdiv(tl.maximum(bs, 1), GROUP)
            parts = (slots + SLOTS) // SLOTS
            first = part // parts * GROUP
            if (first < bs) & (slots > 0):
                write_schedule(
                    seq_lens, seq_stride, first, part % parts * SLOTS, bs, draft, kv_delta, width, rows, schedule,
                    slots, short_first, UNIT,
                )  # fmt: skip


@triton.jit(do_not_specialize=INTEGERS, do_not_specialize_on_alignment=POINTERS)
def expand_kernel(
    seq_lens, extend_seq_lens, seqlens_expanded, nsa_cache_seqlens, status, seq_stride, extend_stride, topk, rows,
    STATUS: tl.constexpr,
):  # fmt: skip
    """One program per request: the two expanded vectors alone, and where STATUS the flags."""
    r = tl.program_id(0)
    seq = lengths(seq_lens, r, seq_stride, True, 0, False)
    kv = key_lengths(seq, 0, INT32_MAX)
    asked = lengths(extend_seq_lens, r, extend_stride, True, 0, False)
    before = rows_before(extend_seq_lens, extend_stride, r, 0, rows, True, False, True)
    row = tl.minimum(before, rows).to(tl.int32)  # of requests so many that 32 bits may not hold the sum
    live = tl.minimum(queries(asked, rows), tl.maximum(rows - row, 0))
    seen = kv - queries(asked, INT32_MAX)
    if STATUS:
        after = before + queries(asked, rows)
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
