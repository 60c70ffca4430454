"""Compile at start what the first replays would compile: while SGLang captures its graphs, before it takes requests."""

from __future__ import annotations

import functools
import inspect
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

import torch

from nsa_runtime.batch import ReplayBatch
from nsa_runtime.compat import metadata as sglang_metadata
from nsa_runtime.compat.ports import Options
from nsa_runtime.shapes import Mode, ReplayShape

logger = logging.getLogger(__name__)


def warmup(
    backends: Sequence[Any],
    batch_size: int,
    *,
    seq_lens: torch.Tensor,
    req_pool_indices: torch.Tensor,
    forward_mode: Any,
) -> None:
    """Compile what a replay of ``batch_size`` requests in ``forward_mode`` launches, without launching it.

    ``backends`` is one of SGLang's backends, or those of all draft steps, which captured this batch size;
    ``seq_lens`` and ``req_pool_indices`` are the runner's tensors, at least ``batch_size`` long. The batch size makes
    no difference to what is compiled: one that was captured is as good as another. Installed fills do this while
    SGLang captures; call it for backends that captured before :func:`nsa_runtime.compat.sglang.install`.
    """
    first = backends[0]
    prefix = "nsa" if hasattr(type(first), "set_nsa_prefill_impl") else "dsa"
    if sglang_metadata.pools_keys(first):
        return
    metadata = [backend.decode_cuda_graph_metadata[batch_size] for backend in backends]
    fused = hasattr(type(first), "_refresh_topk_v2_plan")
    mode = sglang_metadata.mode_of(forward_mode, ragged=not fused)
    draft = 1 if mode is Mode.DECODE else first.speculative_num_draft_tokens
    batch = ReplayBatch(
        shape=ReplayShape(mode, batch_size, draft),
        seq_lens=seq_lens[:batch_size],
        req_pool_indices=req_pool_indices[:batch_size],
        req_to_token=first.req_to_token,
        extend_seq_lens=torch.ones(batch_size, dtype=torch.int32, device=seq_lens.device) if mode.ragged else None,
    )
    begin = time.perf_counter()
    sglang_metadata.compile_for(
        metadata, batch, prefix=prefix, index_topk=getattr(first, f"{prefix}_index_topk"), ctx_lens=fused
    )
    logger.debug("%s of batch size %d compiled in %.1f s", mode.value, batch_size, time.perf_counter() - begin)


def warming(original: Callable[..., Any], options: Options) -> Callable[..., Any]:
    """The method of a backend that makes the tensors of a batch size, and compiles for them then."""
    signature = inspect.signature(original)

    @functools.wraps(original)
    def making(self: Any, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        given = signature.bind(self, *arguments, **named).arguments
        warmup(
            [self],
            given["bs"],
            seq_lens=given["seq_lens"],
            req_pool_indices=given["req_pool_indices"],
            forward_mode=given["forward_mode"],
        )

    return making


def warming_steps(original: Callable[..., Any], options: Options) -> Callable[..., Any]:
    """The method that captures all draft steps, and compiles for all of them then."""

    @functools.wraps(original)
    def init_forward_metadata_capture_cuda_graph(self: Any, forward_batch: Any) -> None:
        original(self, forward_batch)
        warm_steps(self.attn_backends, forward_batch)

    return init_forward_metadata_capture_cuda_graph


def warm_steps(steps: Sequence[Any], forward_batch: Any) -> None:
    """Compile for the draft steps that have just been captured."""
    if steps:
        warmup(
            steps,
            forward_batch.batch_size,
            seq_lens=forward_batch.seq_lens,
            req_pool_indices=forward_batch.req_pool_indices,
            forward_mode=sglang_metadata.decode_mode(),
        )
