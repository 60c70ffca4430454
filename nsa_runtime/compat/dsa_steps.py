"""The draft steps of SGLang 0.5.23: its backend for several steps computes their metadata once and copies it to each;
here one fill writes the sets of all steps.

What SGLang derives from the metadata afterwards (schedule, top-k plan) stays its own code, for the same steps.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

from nsa_runtime.buffers import ReplayBatch
from nsa_runtime.compat import metadata as sglang_metadata
from nsa_runtime.shapes import Mode, ReplayShape

COPIED_AT_ONCE = 3
"""SGLang's copy for several sets takes this many, the first ones, and derives nothing for those."""

_FILLED = object()  # stands for the metadata to copy from: there is none, the sets are filled already


def filling_all_steps(original: Callable[..., Any]) -> Callable[..., Any]:
    """``DeepseekSparseAttnMultiStepBackend.init_forward_metadata_out_graph``. Capture, and keys pooled by the indexer
    (``dsa_index_kpool`` above 1), are left to ``original``."""

    @functools.wraps(original)
    def init_forward_metadata_out_graph(self: Any, forward_batch: Any, in_capture: bool = False) -> None:
        steps = self.attn_backends
        if in_capture or not steps or steps[0].dsa_index_kpool > 1:
            original(self, forward_batch, in_capture)
            return
        bs, first = forward_batch.batch_size, steps[0]
        batch = ReplayBatch(
            shape=ReplayShape(Mode.DECODE, bs),
            seq_lens=forward_batch.seq_lens[:bs],
            req_pool_indices=forward_batch.req_pool_indices[:bs],
            req_to_token=first.req_to_token,
        )
        metadata = [step.decode_cuda_graph_metadata[bs] for step in steps]
        views = sglang_metadata.fill(metadata, batch, prefix="dsa", index_topk=first.dsa_index_topk, scheduled=False)
        if first.dsa_decode_impl == "flashmla_kv":
            sglang_metadata.refresh_flashmla(first, metadata, views[0].nsa_cache_seqlens_int32)
        together = COPIED_AT_ONCE if len(steps) >= COPIED_AT_ONCE else 0
        for step, each in zip(steps[:together], metadata, strict=False):
            step.set_dsa_prefill_impl(forward_batch=None)
            step.forward_metadata = each
        decode = importlib.import_module("sglang.srt.model_executor.forward_batch_info").ForwardMode.DECODE
        for step in steps[together:]:
            step.init_forward_metadata_replay_cuda_graph_from_precomputed(
                bs=bs, precomputed=_FILLED, forward_mode=decode
            )

    return init_forward_metadata_out_graph


def copying_what_is_not_filled(original: Callable[..., Any]) -> Callable[..., Any]:
    """``DSAMetadataManagementMixin._copy_base_replay_buffers``, which has nothing to do for a set that is filled."""

    @functools.wraps(original)
    def _copy_base_replay_buffers(self: Any, bs: int, metadata: Any, precomputed: Any, forward_mode: Any) -> None:
        if precomputed is not _FILLED:
            original(self, bs, metadata, precomputed, forward_mode)

    return _copy_base_replay_buffers
