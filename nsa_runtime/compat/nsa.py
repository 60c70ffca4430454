"""The replay of SGLang 0.5.8 to 0.5.10's ``NativeSparseAttnBackend``, computed by one fill; and that of the backend
which holds one of them for each draft step, by one fill for all."""

from __future__ import annotations

import importlib
from typing import Any

import torch

from nsa_runtime.buffers import ReplayBatch
from nsa_runtime.compat import metadata as sglang_metadata
from nsa_runtime.shapes import Mode, ReplayShape


def init_forward_metadata_replay_cuda_graph(
    self: Any,
    bs: int,
    req_pool_indices: torch.Tensor,
    seq_lens: torch.Tensor,
    seq_lens_sum: int,
    encoder_lens: torch.Tensor | None,
    forward_mode: Any,
    spec_info: Any,
    seq_lens_cpu: torch.Tensor | None,
    out_cache_loc: torch.Tensor | None = None,
) -> None:
    """Refresh the metadata that the captured graph of batch size ``bs`` reads, in its own tensors.

    Arguments and results are those of SGLang's method, with two differences. Page-table rows are written on their
    live prefix only. Where a request has fewer keys than query tokens (padding), the tokens without keys get length
    0 instead of a negative one. ``seq_lens_cpu`` is not needed.
    """
    mode = _mode(forward_mode)
    extend = spec_info.accept_length[:bs] if mode is Mode.DRAFT_EXTEND else None
    batch = ReplayBatch(
        shape=ReplayShape(mode, bs, 1 if mode is Mode.DECODE else self.speculative_num_draft_tokens),
        seq_lens=seq_lens[:bs],
        req_pool_indices=req_pool_indices[:bs],
        req_to_token=self.req_to_token,
        extend_seq_lens=extend,
        total_tokens=None if extend is None else _total(spec_info, extend, bs),
    )
    # SGLang refreshes DeepGEMM's schedule for the first version of draft extend, not for the second
    _replay([self], batch, scheduled=mode is not Mode.DRAFT_EXTEND or forward_mode.is_draft_extend())


def replay_draft_steps(self: Any, forward_batch: Any, bs: int) -> None:
    """``NativeSparseAttnMultiStepBackend.init_forward_metadata_replay_cuda_graph``: every draft step decodes the same
    batch, so its metadata sets are filled alike, in one launch.

    SGLang computes them once and copies them to each step, which leaves the DeepGEMM schedules as they were captured,
    or with ``SGLANG_NSA_ENABLE_MTP_PRECOMPUTE_METADATA=0`` computes each, schedules too; and so does this.
    """
    if not self.attn_backends:
        return
    batch = ReplayBatch(
        shape=ReplayShape(Mode.DECODE, bs),
        seq_lens=forward_batch.seq_lens[:bs],
        req_pool_indices=forward_batch.req_pool_indices[:bs],
        req_to_token=self.attn_backends[0].req_to_token,
    )
    envs = importlib.import_module("sglang.srt.environ").envs
    _replay(self.attn_backends, batch, scheduled=not envs.SGLANG_NSA_ENABLE_MTP_PRECOMPUTE_METADATA.get())


def _replay(backends: list[Any], batch: ReplayBatch, *, scheduled: bool) -> None:
    first = backends[0]
    metadata = [backend.decode_cuda_graph_metadata[batch.shape.batch_size] for backend in backends]
    views = sglang_metadata.fill(metadata, batch, prefix="nsa", index_topk=first.nsa_index_topk, scheduled=scheduled)
    if first.nsa_decode_impl == "flashmla_kv":
        sglang_metadata.refresh_flashmla(first, metadata, views[0].nsa_cache_seqlens_int32)
    for backend, each in zip(backends, metadata, strict=True):
        backend.set_nsa_prefill_impl(forward_batch=None)
        backend.forward_metadata = each


def _mode(forward_mode: Any) -> Mode:
    if forward_mode.is_decode_or_idle():
        return Mode.DECODE
    if forward_mode.is_target_verify():
        return Mode.TARGET_VERIFY
    if forward_mode.is_draft_extend(include_v2=True):
        return Mode.DRAFT_EXTEND
    raise ValueError(f"forward_mode: expected decode, idle, target verify or draft extend, got {forward_mode!r}")


def _total(spec_info: Any, extend: torch.Tensor, bs: int) -> int:
    """The number of query tokens: from the lengths that SGLang keeps on the host, else read back, as it does."""
    on_host = getattr(spec_info, "accept_length_cpu", None)
    return int(extend.sum().item()) if on_host is None or len(on_host) < bs else int(sum(on_host[:bs]))
