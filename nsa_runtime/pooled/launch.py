"""How the kernel is launched: the twin of ``reference``."""

from __future__ import annotations

import torch

from nsa_runtime import compiled
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.compiled import Launch
from nsa_runtime.pooled import kernels
from nsa_runtime.pooled.buffers import PooledBuffers, PooledViews
from nsa_runtime.pooled.shapes import OUTPUTS

_PROGRAMS = 4096  # of the table in all; beyond, a program takes several steps instead


def fill(buffers: PooledBuffers, batch: ReplayBatch, accepted: torch.Tensor | None) -> PooledViews:
    """Fill ``buffers`` from ``batch``, which were checked, in one launch, and return the views."""
    compiled.bind(_launch(buffers, batch, accepted), buffers.device, keep_alive=False)()
    return buffers.views(batch)


def compile_for(buffers: PooledBuffers, batch: ReplayBatch, accepted: torch.Tensor | None) -> None:
    """Compile what :func:`fill` launches for such a pair."""
    compiled.warmup(_launch(buffers, batch, accepted), buffers.device)


def _launch(buffers: PooledBuffers, batch: ReplayBatch, accepted: torch.Tensor | None) -> Launch:
    pooling, shape, source = buffers.pooling, batch.shape, batch.req_to_token
    limits, table, places = pooling.limits, buffers.pooled_real_page_table, buffers.write_loc
    given = batch.seq_lens if accepted is None else accepted
    columns, rows = min(limits.width, source.shape[1]), max(shape.batch_size, 1)
    steps = -(-columns // (limits.page_size * pooling.index_kpool * kernels.PAGES.value))
    outputs = [getattr(buffers, output.name) for output in OUTPUTS]
    outputs = [buffers.nsa_cache_seqlens_int32 if each is None else each for each in outputs]
    return Launch(
        kernel=kernels.pooled_kernel,
        grid=(1 + (0 if table is None else min(steps, max(1, _PROGRAMS // rows))), rows, 1),
        arguments=(
            batch.seq_lens, batch.req_pool_indices, source, given, *outputs,
            batch.seq_lens.stride(0), batch.req_pool_indices.stride(0), given.stride(0), *source.stride(),
            *((0, 0) if table is None else table.stride()), *((0, 0) if places is None else places.stride()),
            shape.batch_size, shape.draft_tokens, shape.kv_delta, source.shape[0], columns, limits.index_topk,
            pooling.index_kpool, limits.page_size, pooling.shift, pooling.closed(shape.draft_tokens),
        ),
        dtypes=(batch.seq_lens.dtype, batch.req_pool_indices.dtype, given.dtype),
        constants=(  # LENGTHS, TABLE, PLAN, PER_TOKEN, ACCEPTED
            buffers.pooled_cache_seqlens_int32 is not None, table is not None, places is not None,
            buffers.seqlens_per_q is not None, accepted is not None,
        ),
    )  # fmt: skip
