"""The draft steps of SGLang 0.5.15 and later: its backend for several steps computes their metadata once and copies it
to each; here one fill writes the sets of all steps.

What SGLang derives from the metadata afterwards (schedule, top-k plan) its own methods go on deriving, for the same
steps, or with ``refresh_schedules`` for all.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

from nsa_runtime.buffers import ReplayBatch
from nsa_runtime.compat import metadata as sglang_metadata
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
            copied = COPIED_AT_ONCE if len(steps) >= COPIED_AT_ONCE and not options.refresh_schedules else 0
            for step in steps[copied:]:
                _derive(step, step.forward_metadata, bs)

    return init_forward_metadata_out_graph


def _derive(step: Any, metadata: Any, bs: int) -> None:
    """What SGLang derives for a step that it has copied to by itself."""
    lengths = metadata.cache_seqlens_int32.view(bs, 1)
    step._refresh_paged_mqa_schedule_metadata(metadata, lengths)
    step._refresh_topk_v2_plan(metadata)
    if metadata.paged_mqa_ctx_lens_2d is None:
        object.__setattr__(metadata, "paged_mqa_ctx_lens_2d", lengths)  # it is a frozen dataclass
    else:
        metadata.paged_mqa_ctx_lens_2d.copy_(lengths)
