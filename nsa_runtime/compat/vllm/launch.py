"""How the kernel is launched: the twin of ``reference``."""

from __future__ import annotations

from nsa_runtime import compiled
from nsa_runtime.compat.vllm import kernels
from nsa_runtime.compat.vllm.buffers import DecodeBatch, DecodeBuffers
from nsa_runtime.compat.vllm.shapes import Counting
from nsa_runtime.compiled import Launch

_PROGRAMS = 4096  # of the table in all; beyond, a program takes several steps instead


def expand(out: DecodeBuffers, batch: DecodeBatch) -> None:
    """Expand ``batch`` into ``out``, which were checked, in one launch."""
    compiled.bind(_launch(out, batch), out.device, keep_alive=False)()


def compile_for(out: DecodeBuffers, batch: DecodeBatch) -> None:
    """Compile what :func:`expand` launches for such a pair."""
    compiled.warmup(_launch(out, batch), out.device)


def _launch(out: DecodeBuffers, batch: DecodeBatch) -> Launch:
    counting, rows = batch.counting, batch.requests + 1
    steps = -(-batch.columns // kernels.PAGES.value)
    programs = 1 + min(steps, max(1, _PROGRAMS // rows))
    return Launch(
        kernel=kernels.expand_decode_kernel,
        grid=(programs, rows, 1),
        arguments=(
            batch.seq_lens, batch.query_start_loc, batch.block_table, out.seq_lens, out.block_table, out.decode_lens,
            out.seq_lens if out.indices is None else out.indices,
            out.seq_lens if out.per_request_lens is None else out.per_request_lens,
            batch.seq_lens.stride(0), batch.query_start_loc.stride(0), *batch.block_table.stride(),
            *out.block_table.stride(), batch.requests, batch.num_tokens, out.capacity, batch.columns,
            batch.block_size or 0,
            counting.dcp_rank, counting.dcp_world, counting.dcp_interleave, counting.compress_ratio,
        ),
        dtypes=(),
        constants=(out.indices is not None, out.per_request_lens is not None, counting != Counting()),
    )  # fmt: skip
