"""A floor under the figures: the tables of a case copied, and nothing else done.

For each request the kernel finds its row and its lengths, reads the slots and writes them for each query token: the
two waits for memory and the bytes that no fill can do without. It computes none of the six vectors, sums nothing
(rows of ragged requests lie ``draft_tokens`` apart) and checks nothing, and Triton may specialise it on the arguments.
"""

from __future__ import annotations

from collections.abc import Callable

import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from benchmarks.cases import PAGE_SIZE, Inputs

PAGES = 128  # columns per program of one warp, as many as one of ours has
TOKENS = 512
FEW = 256


# The alignment of the compact table is not looked at: wider stores would cost an exchange between the lanes first.
@triton.jit(do_not_specialize_on_alignment=["compact"])  # type: ignore[untyped-decorator, unused-ignore]
def _bare_kernel(  # type: ignore[no-untyped-def]
    seq_lens, extend, index, source, compact, wide, delta, token_row, compact_row, wide_row, page_programs,
    DRAFT: tl.constexpr, RAGGED: tl.constexpr, PAGE: tl.constexpr, PAGES: tl.constexpr, TOKENS: tl.constexpr,
):  # fmt: skip
    c = tl.program_id(0)
    r = tl.program_id(1)
    row = source + tl.load(index + r) * token_row
    kv = tl.load(seq_lens + r) + delta
    queries = tl.load(extend + r) if RAGGED else DRAFT
    if c < page_programs:
        page = c * PAGES + tl.arange(0, PAGES)
        pages = tl.load(row + page * PAGE, mask=page * PAGE < kv) // PAGE
        for j in tl.static_range(DRAFT):
            out = compact + (r * DRAFT + j) * compact_row
            tl.store(out + page, pages, mask=page * PAGE < tl.where(j < queries, kv, 0))
    else:
        token = (c - page_programs) * TOKENS + tl.arange(0, TOKENS)
        end = kv // 4 * 4  # 16 bytes at a time; up to three tokens a row are left out
        slots = tl.load(row + token, mask=token < end)
        for j in tl.static_range(DRAFT):
            out = wide + (r * DRAFT + j).to(tl.int64) * wide_row
            tl.store(out + token, slots, mask=token < tl.where(j < queries, end, 0))


def copy_tables(inputs: Inputs) -> Callable[[], object]:
    """The launch of that kernel for a case."""
    batch, buffers, shape = inputs.batch, inputs.buffers, inputs.batch.shape
    width, wide = batch.req_to_token.shape[1], buffers.page_table_1
    page_programs = triton.cdiv(width, PAGE_SIZE * PAGES)
    step = FEW if shape.batch_size * width // FEW <= 528 else TOKENS
    grid = (page_programs + (0 if wide is None else triton.cdiv(width, step)), shape.batch_size)
    return lambda: _bare_kernel[grid](
        batch.seq_lens, batch.extend_seq_lens, batch.req_pool_indices, batch.req_to_token, buffers.real_page_table,
        buffers.real_page_table if wide is None else wide, shape.kv_delta, batch.req_to_token.stride(0),
        buffers.real_page_table.stride(0), 0 if wide is None else wide.stride(0), page_programs,
        DRAFT=shape.draft_tokens, RAGGED=shape.mode.ragged, PAGE=PAGE_SIZE, PAGES=PAGES, TOKENS=step, num_warps=1,
    )  # fmt: skip
