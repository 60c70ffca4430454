"""How the kernels are launched, one launch each: the other :class:`nsa_runtime.backend.Backend`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch

from nsa_runtime import compiled, header, kernels
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews
from nsa_runtime.compiled import Launch
from nsa_runtime.shapes import Split

SPREAD = 528  # up to this many programs of page_table_1 are small ones: four to a multiprocessor of an H100
PROGRAMS = 16_384  # beyond about this many, a program takes several steps instead


def fill(buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
    """As :meth:`nsa_runtime.backend.Backend.fill`, in one launch on the current stream of the buffers' device."""
    buffers.require(batch)
    compiled.bind(_launch(buffers, batch, None), buffers.device)()
    return buffers.views(batch)


def bind(sets: BufferSets, batch: ReplayBatch, *, keep_alive: bool = True) -> Callable[[], None]:
    """Check the pair and compile; the result fills every set in one launch, with nothing left to look up.

    Without ``keep_alive`` it holds the addresses of the tensors alone (under the interpreter always the tensors).
    """
    for buffers in sets.sets:
        buffers.require(batch)
    several = sets if len(sets.sets) > 1 else None
    return compiled.bind(_launch(sets.first, batch, several), sets.first.device, keep_alive=keep_alive)


def expand(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    index_topk: int,
    out_seqlens_expanded: torch.Tensor,
    out_nsa_cache_seqlens: torch.Tensor,
    rows: int,
    status: torch.Tensor | None = None,
) -> None:
    """As :meth:`nsa_runtime.backend.Backend.expand`, in one launch."""
    if not len(seq_lens) or not (rows or status is not None):
        return
    launch = Launch(
        kernel=kernels.expand_kernel,
        grid=(len(seq_lens), 1, 1),
        arguments=(
            seq_lens, extend_seq_lens, out_seqlens_expanded, out_nsa_cache_seqlens,
            out_seqlens_expanded if status is None else status,
            seq_lens.stride(0), extend_seq_lens.stride(0), index_topk, rows,
        ),
        dtypes=(seq_lens.dtype, extend_seq_lens.dtype),
        constants=(status is not None,),
    )  # fmt: skip
    compiled.bind(launch, seq_lens.device)()


def warmup(buffers: MetadataBuffers, batch: ReplayBatch) -> None:
    """Compile what :func:`fill` would launch for this pair, or any other of its kind, without launching it."""
    buffers.require(batch)
    compiled.warmup(_launch(buffers, batch, None), buffers.device)


def _launch(buffers: MetadataBuffers, batch: ReplayBatch, sets: BufferSets | None) -> Launch:
    limits, shape, source = buffers.limits, batch.shape, batch.req_to_token
    wide, real, ctx = buffers.page_table_1, buffers.real_page_table, buffers.paged_mqa_ctx_lens_2d
    extend = batch.seq_lens if batch.extend_seq_lens is None else batch.extend_seq_lens
    columns = min(limits.width, source.shape[1])
    copies, table_sets = (1, 1) if sets is None else (len(sets.sets), sets.table_sets)
    share = _share(buffers, columns, shape.batch_size, table_sets)
    generations = batch.generations if share.grows else None
    lengths = (batch.seq_lens, extend, batch.req_pool_indices)
    unit = all(t.stride(0) == 1 for t in lengths)
    unit = unit and source.stride(1) == 1 and all(t is None or t.stride(1) == 1 for t in (wide, real))
    tables = (source, wide) if sets is None else (source, *(each.page_table_1 for each in sets.sets))
    aligned = unit and all(t is None or (t.stride(0) % 4 == 0 and t.data_ptr() % 16 == 0) for t in tables)
    stand_in = buffers.status
    scheduled = [each for each in (sets.sets if sets else (buffers,)) if each.writes_schedule(batch)]
    held = scheduled[0].paged_mqa_schedule_metadata if scheduled else None
    groups = -(-max(shape.batch_size, 1) // header.GROUP.value)
    parts = 0 if held is None else groups * -(-len(held) // header.SLOTS.value)
    across = share.programs * table_sets
    head_rows = -(-(2 * groups + parts) * copies // across)
    return Launch(
        kernel=kernels.fill_kernel,
        grid=(across, head_rows + shape.batch_size, 1),
        arguments=(
            batch.seq_lens, extend, batch.req_pool_indices, source,
            batch.seq_lens.stride(0), extend.stride(0), batch.req_pool_indices.stride(0),
            shape.batch_size, shape.draft_tokens, shape.kv_delta, source.shape[0], buffers.token_rows(batch), columns,
            head_rows, share.page_programs, share.programs, int(share.few), source.stride(0),
            real, stand_in if wide is None else wide, real.stride(0), 0 if wide is None else wide.stride(0),
            limits.index_topk,
            buffers.cache_seqlens_int32, buffers.cu_seqlens_k, buffers.nsa_seqlens_expanded,
            buffers.nsa_cache_seqlens_int32, buffers.nsa_cu_seqlens_k, buffers.num_tokens, buffers.status,
            stand_in if ctx is None else ctx, stand_in if held is None else held,
            stand_in if sets is None else sets.addresses, stand_in if buffers.held_rows is None else buffers.held_rows,
            stand_in if generations is None else generations,
            source.stride(1), real.stride(1), 0 if wide is None else wide.stride(1),
            *((0, 0) if ctx is None else ctx.stride()), copies, table_sets, batch.total_tokens or 0,
            0 if held is None else len(held) - 1,
            int(bool(scheduled) and scheduled[0].paged_mqa_split is Split.SHORT_FIRST),
            0 if generations is None else generations.stride(0), share.part_columns,
        ),
        dtypes=(
            batch.seq_lens.dtype, extend.dtype, batch.req_pool_indices.dtype,
            stand_in.dtype if generations is None else generations.dtype,
        ),
        constants=(  # RAGGED, WIDE, PAGE_SHIFT, CTX_LENS, UNIT, ALIGNED, FANOUT, SCHEDULE, GROWS
            shape.mode.ragged, wide is not None, limits.page_size.bit_length() - 1, ctx is not None, unit, aligned,
            sets is not None, held is not None, share.grows,
        ),
    )  # fmt: skip


class _Share(NamedTuple):
    """How the programs of one request share its table rows. Made for every fill: a dataclass takes twice as long."""

    programs: int
    page_programs: int = 0  # of these, those of the compact table, at least one
    few: bool = False  # whether a program has few columns of page_table_1, and no second step
    part_columns: int = 0  # of page_table_1, for which one program has both tables, where rows remember what they hold

    @property
    def grows(self) -> bool:
        return self.part_columns > 0


def _share(buffers: MetadataBuffers, columns: int, batch_size: int, table_sets: int) -> _Share:
    limits, held_rows = buffers.limits, buffers.held_rows
    if held_rows is not None:
        return _Share(held_rows.shape[1], part_columns=limits.part_columns(held_rows.shape[1]))
    compact = limits.page_size > 1
    pages = _programs(-(-columns // limits.page_size), kernels.PAGES.value, batch_size) if compact else 1
    few = -(-columns // kernels.FEW.value) * batch_size * table_sets <= min(SPREAD, PROGRAMS)  # else several steps
    step = kernels.FEW.value if few else kernels.TOKENS.value
    wide = 0 if buffers.page_table_1 is None else _programs(columns, step, batch_size)
    return _Share(pages + wide, pages, few)


def _programs(columns: int, step: int, batch_size: int) -> int:
    return max(1, min(-(-columns // step), PROGRAMS // max(batch_size, 1)))
