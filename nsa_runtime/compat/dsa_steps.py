"""The draft steps of SGLang 0.5.15 and later: its backend for several steps computes their metadata once and copies it
to each; here one fill writes the sets of all steps, and their page tables, which are the same, once for all.

What SGLang derives from the metadata afterwards (schedule, top-k plan) its own methods go on deriving, for the same
steps, or with ``refresh_schedules`` for all.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import torch

from nsa_runtime.batch import ReplayBatch
from nsa_runtime.compat import dsa_refresh, prepared
from nsa_runtime.compat import metadata as sglang_metadata
from nsa_runtime.compat.metadata import decode_mode
from nsa_runtime.compat.ports import DSA_BACKEND, Options
from nsa_runtime.compat.warmup import warm_steps
from nsa_runtime.shapes import Mode, ReplayShape

COPIED_AT_ONCE = 3
"""SGLang's copy for several sets takes this many, the first ones, and derives nothing for those."""


def filling_all_steps(original: Callable[..., Any], options: Options) -> Callable[..., Any]:
    """``DeepseekSparseAttnMultiStepBackend.init_forward_metadata_out_graph``. Capture, and keys pooled by the indexer
    (``dsa_index_kpool`` above 1), are left to ``original``."""

    @functools.wraps(original)
    def init_forward_metadata_out_graph(self: Any, forward_batch: Any, in_capture: bool = False) -> None:
        steps = self.attn_backends
        if in_capture and steps and dsa_refresh.prepares(steps[0]):
            for step in steps:
                setattr(step, dsa_refresh.IS_STEP, True)
            original(self, forward_batch, in_capture)
            share_tables(steps, forward_batch.batch_size)
            warm_steps(steps, forward_batch)
            first = _first_refreshed(steps, options)
            prepared.prepare(self, steps, forward_batch, decode_mode(), first, graph=not options.in_graph)
            return
        ready = None if in_capture else prepared.of(self, forward_batch.batch_size)
        if ready is None or not (ready.reads(forward_batch) or from_runner(forward_batch)):
            _replay(self, original, forward_batch, in_capture, options)
            if ready is not None and ready.recorded:
                ready.take(forward_batch)
            return
        ready.run()

    return init_forward_metadata_out_graph


def share_tables(steps: Sequence[Any], bs: int) -> None:
    """Give the draft steps of a batch size that has just been captured the page tables of the first: SGLang copies the
    same rows to each, and a model's graph reads them only. HiSparse rewrites a table after the refresh, so that each
    step then keeps its own."""
    if any(step.hisparse_coordinator is not None for step in steps):
        return
    first, *others = (step.decode_cuda_graph_metadata[bs] for step in steps)
    for each in others:
        for name in ("page_table_1", "real_page_table"):
            ours, theirs = getattr(first, name), getattr(each, name)
            if ours is not None and theirs is not None and _alike(ours, theirs):
                object.__setattr__(each, name, ours)  # it is a frozen dataclass


def _alike(left: torch.Tensor, right: torch.Tensor) -> bool:
    return (left.shape, left.stride(), left.dtype) == (right.shape, right.stride(), right.dtype)


def from_runner(batch: Any) -> bool:
    """Whether a batch is what SGLang's runner of the draft steps (0.5.20 and later) hands on: it has copied lengths and
    indices into its own buffers by then, from where the captured graph reads them, and adds ``num_padding``."""
    return isinstance(batch, SimpleNamespace) and hasattr(batch, "num_padding")


def _first_refreshed(steps: Sequence[Any], options: Options) -> int:
    """From which step on SGLang derives a schedule and a plan."""
    return COPIED_AT_ONCE if len(steps) >= COPIED_AT_ONCE and not options.refresh_schedules else 0


def _replay(self: Any, original: Callable[..., Any], forward_batch: Any, in_capture: bool, options: Options) -> None:
    """The same for a batch that was not prepared: several calls."""
    steps = self.attn_backends
    if in_capture or not steps or sglang_metadata.pools_keys(steps[0]):
        original(self, forward_batch, in_capture)
        if in_capture:
            warm_steps(steps, forward_batch)
        return
    bs, first = forward_batch.batch_size, steps[0]
    batch = ReplayBatch(
        shape=ReplayShape(Mode.DECODE, bs),
        seq_lens=forward_batch.seq_lens[:bs],
        req_pool_indices=forward_batch.req_pool_indices[:bs],
        req_to_token=first.req_to_token,
    )
    metadata = [step.decode_cuda_graph_metadata[bs] for step in steps]
    views = sglang_metadata.fill(metadata, batch, prefix="dsa", index_topk=first.dsa_index_topk)
    if first.dsa_decode_impl == "flashmla_kv":
        sglang_metadata.refresh_flashmla(first, metadata, views[0].nsa_cache_seqlens_int32)
    for step, each in zip(steps, metadata, strict=True):
        step.set_dsa_prefill_impl(forward_batch=None)
        step.forward_metadata = each
    if importlib.import_module(DSA_BACKEND).is_cuda():
        for step in steps[_first_refreshed(steps, options) :]:
            _derive(step, step.forward_metadata, bs)


def _derive(step: Any, metadata: Any, bs: int) -> None:
    """What SGLang derives for a step that it has copied to by itself."""
    lengths = metadata.cache_seqlens_int32.view(bs, 1)
    step._refresh_paged_mqa_schedule_metadata(metadata, lengths)
    step._refresh_topk_v2_plan(metadata)
    if metadata.paged_mqa_ctx_lens_2d is None:
        object.__setattr__(metadata, "paged_mqa_ctx_lens_2d", lengths)  # it is a frozen dataclass
    else:
        metadata.paged_mqa_ctx_lens_2d.copy_(lengths)
