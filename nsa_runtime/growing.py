# mypy: disable-error-code="no-untyped-def, untyped-decorator, no-untyped-call"
"""Page tables of which only what is new is copied: rows remember whose slots they hold, and how far.

A row is cut into parts of ``part_columns`` columns, and each part has a program and a memory of its own, which no other
program reads or writes: that is what lets one launch both rely on the memories and renew them. A memory is two int64,
the generation of the request's row of ``req_to_token``, and its index there with the column up to which its settled
slots are in the table. Slots of the query tokens themselves are not settled (drafts are rejected), and copied again.
"""

from __future__ import annotations

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from nsa_runtime.sums import INT32_MAX, columns, queries, rows_before, table_row

ROWS: tl.constexpr = tl.constexpr(32)  # memories looked at in one step, one to a lane
PAGES: tl.constexpr = tl.constexpr(128)  # columns of the compact page table per step
TOKENS: tl.constexpr = tl.constexpr(512)  # of page_table_1, of a row that is copied whole
LITTLE: tl.constexpr = tl.constexpr(64)  # of page_table_1, in one step where there are no more; none of the numbers
# above, because Triton lays out alike what begins with the same range, and would exchange slots through shared memory


@triton.jit
def _copy(
    source, token_column, table, row, live, stride, column_stride, start, end,
    UNIT: tl.constexpr, ALIGNED: tl.constexpr, SHIFT: tl.constexpr, COUNT: tl.constexpr,
):  # fmt: skip
    """The columns of a table from ``start`` to ``end``, ``COUNT`` at a time, in each of the ``live`` rows from ``row``
    on. A column is the page of every ``1 << SHIFT``-th slot of source."""
    for first in range(start, end, COUNT):
        column = first + tl.arange(0, COUNT)
        slots = tl.load(source + columns(column << SHIFT, token_column, UNIT), mask=column < end, other=0) >> SHIFT
        for j in range(live):
            out = table_row(table, row + j, stride, ALIGNED)
            tl.store(out + columns(column, column_stride, UNIT), slots, mask=column < end)


@triton.jit
def grow(
    source, token_column, real_page_table, real_row, real_column, page_table_1, wide_row, wide_column,
    held_rows, part, parts, part_columns, index, generation, kv,
    extend_seq_lens, extend_stride, r, asked, draft, rows,
    RAGGED: tl.constexpr, WIDE: tl.constexpr, SHIFT: tl.constexpr, UNIT: tl.constexpr, ALIGNED: tl.constexpr,
):  # fmt: skip
    """Part ``part`` of the table rows of request ``r``: copy what its rows do not hold, and remember it."""
    begin = part * part_columns
    end = tl.minimum(kv, begin + part_columns)
    if begin < end:
        row = rows_before(extend_seq_lens, extend_stride, r, draft, rows, RAGGED, UNIT, False)
        live = tl.minimum(queries(asked, rows), tl.maximum(rows - row, 0))
        settled = tl.minimum(tl.maximum(kv - queries(asked, INT32_MAX), begin), end)
        start = end
        for first in range(0, live, ROWS):
            j = first + tl.arange(0, ROWS)
            memory = held_rows + ((row + j).to(tl.int64) * parts + part) * 2
            whose = tl.load(memory, mask=j < live, other=0)
            where = tl.load(memory + 1, mask=j < live, other=0)
            known = (whose == generation) & ((where >> 32) == index)
            held = tl.where(known, (where & INT32_MAX).to(tl.int32), 0)
            start = tl.minimum(start, tl.min(tl.where(j < live, held, INT32_MAX), 0))
            changed = (j < live) & ((held < settled) | (known == 0))
            now = tl.maximum(held, settled).to(tl.int64) | (index << 32)
            tl.store(memory, tl.zeros((ROWS,), tl.int64) + generation, mask=changed)
            tl.store(memory + 1, now, mask=changed)
        start = tl.maximum(start, begin)
        if SHIFT > 0:
            _copy(
                source, token_column, real_page_table, row, live, real_row, real_column,
                (start + (1 << SHIFT) - 1) >> SHIFT, (end + (1 << SHIFT) - 1) >> SHIFT, UNIT, False, SHIFT, PAGES,
            )  # fmt: skip
        if WIDE:
            start = (start // 4) * 4  # held columns are copied again, to the same
            whole = (end // 4) * 4
            if end - start <= LITTLE:
                _copy(
                    source, token_column, page_table_1, row, live, wide_row, wide_column, start, end,
                    UNIT, ALIGNED, 0, LITTLE,
                )  # fmt: skip
            else:
                _copy(
                    source, token_column, page_table_1, row, live, wide_row, wide_column, start, whole,
                    UNIT, ALIGNED, 0, TOKENS,
                )  # fmt: skip
                _copy(
                    source, token_column, page_table_1, row, live, wide_row, wide_column, whole, end,
                    UNIT, False, 0, 4,
                )  # fmt: skip
