# Triton's language carries no types, and its compiler wants plain nested branches:
# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
# ruff: noqa: SIM102
"""The fill as one Triton launch, bit for bit what ``definition`` says. ``sums`` and ``header`` are parts of it.

How the work is laid out, and why (times are for one H100, see docs/benchmarks-runtime.md):

* The grid is ``(programs, batch_size)``: capacities decide it, never a length, so a captured launch stays right when
  lengths change. A program past its request's end writes nothing.
* No program scans the batch in sequence and none waits for another: each sums the lengths of the requests before its
  own in one masked reduction (a few hundred bytes from L2) and has its place in every running sum. Within a request
  the running sum of clamped lengths is an arithmetic series, so no scan is needed there either. (A program for 32
  requests, one to a lane, needs fewer of them but scans instead: 0.3 us slower for small batches, no faster for 512.)
* Program 0 of a request writes its lengths; the next ``page_programs`` share its compact page-table row, and read of
  ``req_to_token`` only the first token of each page; the others share its ``page_table_1`` row. A row is read once
  and written for each of the request's query tokens. Its slots are asked for before the rows are counted, which then
  runs while they come.
* DeepGEMM's schedule is written by programs of its own, each for a few slots and 32 requests: which slots begin in
  those follows from the sum of segments before them, so none needs the sums of another.
* The order of the code is the order in memory, and a jump waits for instructions: what all programs load stands
  before the first branch, and the tables, which wait for memory twice, before the lengths. 0.1 us.
* A program is one warp. Four requests to a program of four warps make a quarter of the programs, which costs less to
  start, but whatever is decided for all four then waits at a barrier: 0.1 us each, in all more than was won.
* Stores of ``page_table_1`` end on a multiple of four tokens, so that they are 16 bytes wide though a length is not.
  The at most three tokens behind that are the last program's: done by another, they would cost it 0.15 us.
* Where rows remember what they hold (``growing``), one program has a part of both tables of a request.
* Nothing is specialised on batch, lengths, widths or strides: integers are passed as they come, and what the
  compiler may assume about alignment is one flag. ``compiled.compiled_variants`` counts what a run has compiled.
"""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.growing import grow
from nsa_runtime.header import GROUP, SLOTS, write_schedule, write_vectors
from nsa_runtime.outputs import WRITTEN
from nsa_runtime.sums import INT32_MAX, asked_queries, columns, key_lengths, lengths, queries, rows_before, table_row

ROWS: tl.constexpr = tl.constexpr(4)  # table rows of one request stored without a loop, all at once: 0.1 us less
DRAFT: tl.constexpr = tl.constexpr(32)  # query tokens of one request expanded per step
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
def _program_of_set(c, n_sets, table_programs, table_sets):
    """Which set a program is for, and its number among those of that set. First come the lengths of every set, then
    the tables of the first ``table_sets``, then the schedules of every set."""
    of_tables = c - n_sets
    of_schedules = of_tables - table_programs * table_sets
    if of_schedules >= 0:
        return of_schedules % n_sets, 1 + table_programs + of_schedules // n_sets
    elif of_tables >= 0:
        return of_tables % table_sets, 1 + of_tables // table_sets
    else:
        return c, 0


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
    RAGGED: tl.constexpr, UNIT: tl.constexpr, ALIGNED: tl.constexpr, SHIFT: tl.constexpr, COUNT: tl.constexpr,
    AGAIN: tl.constexpr,
):  # fmt: skip
    """``COUNT`` columns of a table from ``start`` on, none at ``end`` or behind, in each row of request ``r``; where
    AGAIN, also ``step`` columns further, and so on. A column is the page of every ``1 << SHIFT``-th slot of source."""
    column = start + tl.arange(0, COUNT)
    slots = tl.load(source + columns(column << SHIFT, token_column, UNIT), mask=column < end, other=0)
    row = rows_before(extend_seq_lens, extend_stride, r, draft, rows, RAGGED, UNIT, False)
    live = tl.minimum(queries(asked, rows), tl.maximum(rows - row, 0))
    _store_rows(table, row, live, table_row, column, end, table_column, slots >> SHIFT, UNIT, ALIGNED)
    if AGAIN:
        for again in range(start + step, end, step):
            more = again + tl.arange(0, COUNT)
            slots = tl.load(source + columns(more << SHIFT, token_column, UNIT), mask=more < end, other=0)
            _store_rows(table, row, live, table_row, more, end, table_column, slots >> SHIFT, UNIT, ALIGNED)


@triton.jit
def _copy_tables(
    source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
    c, programs, page_programs, few, kv, extend_seq_lens, extend_stride, r, asked, draft, rows,
    RAGGED: tl.constexpr, WIDE: tl.constexpr, PAGE_SHIFT: tl.constexpr, UNIT: tl.constexpr, ALIGNED: tl.constexpr,
):  # fmt: skip
    """The part of program ``c`` in the tables of request ``r``."""
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


POINTERS = [
    "seq_lens", "extend_seq_lens", "req_pool_indices", "req_to_token", "real_page_table", "page_table_1",
    "cache_seqlens", "cu_seqlens_k", "seqlens_expanded", "nsa_cache_seqlens", "nsa_cu_seqlens_k", "num_tokens",
    "status", "ctx_lens", "schedule", "sets", "held_rows", "generations",
]  # fmt: skip
INTEGERS = [
    "seq_stride", "extend_stride", "pool_stride", "bs", "draft", "kv_delta", "pool", "rows", "width", "page_programs",
    "table_programs", "few", "token_row", "real_row", "wide_row", "topk", "token_column", "real_column", "wide_column",
    "ctx_row", "ctx_column", "n_sets", "table_sets", "total", "slots", "short_first", "schedule_programs",
    "generation_stride", "part_columns",
]  # fmt: skip


@triton.jit(do_not_specialize=INTEGERS, do_not_specialize_on_alignment=POINTERS)
def fill_kernel(
    # What a program needs first stands first: parameters come in lines of 64 bytes, each with a wait of its own.
    seq_lens,  # in [bs] int32 | int64
    extend_seq_lens,  # in [bs] int32 | int64, RAGGED alone
    req_pool_indices,  # in [bs] int32 | int64
    req_to_token,  # in [pool, >= width] int32
    seq_stride, extend_stride, pool_stride, bs, draft, kv_delta, pool, rows, width, page_programs,
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
    schedule_programs, generation_stride,
    part_columns,  # of a row of page_table_1, for which one program has both tables where GROWS
    RAGGED: tl.constexpr, WIDE: tl.constexpr, PAGE_SHIFT: tl.constexpr, CTX_LENS: tl.constexpr,
    UNIT: tl.constexpr, ALIGNED: tl.constexpr, FANOUT: tl.constexpr, SCHEDULE: tl.constexpr,
    GROWS: tl.constexpr,
):  # fmt: skip
    r = tl.program_id(1)
    c = tl.program_id(0)
    programs = 1 + table_programs  # those after them write the schedule
    if FANOUT:
        number, c = _program_of_set(c, n_sets, table_programs, table_sets)
        this = sets + number * FIELDS
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
        schedule = _of_set(this, 10)
        if GROWS:
            held_rows = _of_set(this, 11).to(tl.pointer_type(tl.int64))
        if SCHEDULE:  # not every set has one
            slots = tl.where(tl.load(this + 10) != 0, slots, 0)

    inside = r < bs  # an empty batch is one program that writes the zeros
    index = lengths(req_pool_indices, r, pool_stride, inside, 0, UNIT).to(tl.int64)
    seq = lengths(seq_lens, r, seq_stride, inside, -kv_delta, UNIT)
    asked = asked_queries(extend_seq_lens, r, extend_stride, draft, inside, RAGGED, UNIT)

    kv = key_lengths(seq, kv_delta, width)

    if (c > 0) & (c < programs):
        of_pool = tl.minimum(tl.maximum(index, 0), pool - 1)
        source = table_row(req_to_token, of_pool, token_row, ALIGNED)
        if GROWS:
            grow(
                source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
                held_rows, c - 1, table_programs, part_columns, of_pool,
                tl.load(generations + of_pool * generation_stride).to(tl.int64), kv,
                extend_seq_lens, extend_stride, r, asked, draft, rows, RAGGED, WIDE, PAGE_SHIFT, UNIT, ALIGNED,
            )  # fmt: skip
        else:
            _copy_tables(
                source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
                c, programs, page_programs, few, kv, extend_seq_lens, extend_stride, r, asked, draft, rows,
                RAGGED, WIDE, PAGE_SHIFT, UNIT, ALIGNED,
            )  # fmt: skip
    else:
        if c == 0:
            write_vectors(
                seq_lens, extend_seq_lens, seq_stride, extend_stride, r, seq, index, asked, bs, draft, kv_delta, pool,
                rows, width, topk, cache_seqlens, cu_seqlens_k, seqlens_expanded, nsa_cache_seqlens, nsa_cu_seqlens_k,
                num_tokens, status, ctx_lens, ctx_row, ctx_column, total, RAGGED, UNIT, CTX_LENS,
            )  # fmt: skip
        if SCHEDULE:
            parts = (slots + SLOTS) // SLOTS
            part = r * schedule_programs + c - programs
            first = part // parts * GROUP
            if (c >= programs) & (first < bs) & (slots > 0):
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
