"""The same expansion in plain torch, without a wait for the device; equal to ``definition`` bit for bit."""

from __future__ import annotations

import torch

from nsa_runtime.compat.vllm.buffers import DecodeBatch, DecodeBuffers
from nsa_runtime.compat.vllm.shapes import Counting


def expand(out: DecodeBuffers, batch: DecodeBatch) -> None:
    """Expand ``batch`` into ``out``, which were checked."""
    tokens, requests = batch.num_tokens, batch.requests
    begins, ends = batch.query_start_loc[:-1], batch.query_start_loc[1:]
    if out.per_request_lens is not None:
        out.per_request_lens[:requests] = ends - begins
    out.decode_lens[:tokens] = 1
    out.seq_lens[tokens:] = 0
    token = torch.arange(tokens, dtype=torch.int32, device=batch.device)
    if not requests:
        out.seq_lens[:tokens] = 0
        out.block_table[:tokens] = 0
        if out.indices is not None:
            out.indices[:tokens] = token
        return
    live = token < ends[-1]
    owner = torch.searchsorted(ends.contiguous(), token, right=True).clamp(max=requests - 1)
    lengths = (batch.seq_lens[owner] - ends[owner] + token + 1).clamp(min=0)
    out.seq_lens[:tokens] = torch.where(live, _counted(lengths, batch.counting), 0)
    if out.indices is not None:
        out.indices[:tokens] = torch.where(live, owner.to(torch.int32), requests + token - ends[-1])
    table, rows = out.block_table[:tokens], batch.block_table[owner]
    if batch.block_size is not None:
        keys = batch.seq_lens.clamp(min=0)
        pages = keys // batch.block_size + (keys % batch.block_size != 0).to(torch.int32)
        begun = torch.arange(batch.columns, device=batch.device) < pages[owner][:, None]
        rows = torch.where(begun, rows, table)
    table.copy_(torch.where(live[:, None], rows, 0))


def _counted(length: torch.Tensor, counting: Counting) -> torch.Tensor:
    """:meth:`Counting.of` each of ``length``."""
    step = counting.dcp_interleave
    whole = length // step // counting.dcp_world * step
    rest = length - whole * counting.dcp_world - counting.dcp_rank * step
    return (whole + rest.clamp(0, step)) // counting.compress_ratio
