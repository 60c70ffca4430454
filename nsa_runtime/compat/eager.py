"""The replay of SGLang 0.5.8 to 0.5.14, which computes its metadata by a chain of eager operations: one fill instead;
and one for all draft steps."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from nsa_runtime import schedule
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import MetadataViews
from nsa_runtime.compat import metadata as sglang_metadata
from nsa_runtime.compat.dsa_steps import COPIED_AT_ONCE
from nsa_runtime.compat.ports import Options
from nsa_runtime.compat.warmup import warm_steps
from nsa_runtime.shapes import Mode, ReplayShape


@dataclass(frozen=True)
class Chain:
    """What differs between these releases.

    * ``prefix``: of the names, ``nsa`` or ``dsa``.
    * ``accepted``: the attribute of ``spec_info`` with the query tokens of each request in a draft extend; with
      ``_cpu`` appended, the same on the host.
    * ``every_mode``: whether the DeepGEMM schedule is refreshed in every mode and for the draft steps that are copied
      one by one, as since 0.5.12; before, not for the second version of draft extend and not for copied steps.
    """

    prefix: str
    accepted: str
    every_mode: bool


def replaying(chain: Chain, original: Callable[..., Any], options: Options) -> Callable[..., None]:
    """``NativeSparseAttnBackend.init_forward_metadata_replay_cuda_graph``: refresh the metadata that the captured graph
    of batch size ``bs`` reads, in its own tensors.

    Arguments and results are those of SGLang's method, with two differences. Page-table rows are written on their
    live prefix only. Where a request has fewer keys than query tokens (padding), the tokens without keys get length
    0 instead of a negative one. ``seq_lens_cpu`` is not needed.
    """

    @functools.wraps(original)
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
        actual_forward_mode: Any = None,
    ) -> None:
        _replay(chain, self, bs, req_pool_indices, seq_lens, forward_mode, spec_info)

    return init_forward_metadata_replay_cuda_graph


def applying(chain: Chain, original: Callable[..., Any], options: Options) -> Callable[..., None]:
    """``DeepseekSparseAttnBackend._apply_cuda_graph_metadata``, likewise; the first call for a batch size, which makes
    its tensors, is left to ``original``."""

    @functools.wraps(original)
    def _apply_cuda_graph_metadata(
        self: Any,
        bs: int,
        req_pool_indices: torch.Tensor,
        seq_lens: torch.Tensor,
        seq_lens_cpu: torch.Tensor | None,
        forward_mode: Any,
        spec_info: Any,
        out_cache_loc: torch.Tensor | None = None,
        actual_forward_mode: Any = None,
    ) -> None:
        if bs in self.decode_cuda_graph_metadata:
            _replay(chain, self, bs, req_pool_indices, seq_lens, forward_mode, spec_info)
            return
        original(
            self, bs, req_pool_indices, seq_lens, seq_lens_cpu, forward_mode, spec_info, out_cache_loc,
            actual_forward_mode,
        )  # fmt: skip

    return _apply_cuda_graph_metadata


def replaying_steps(chain: Chain, original: Callable[..., Any], options: Options) -> Callable[..., None]:
    """``NativeSparseAttnMultiStepBackend.init_forward_metadata_replay_cuda_graph``: every draft step decodes the same
    batch, so its metadata sets are filled alike, in one launch.

    SGLang computes them once and copies them to each step, or with ``SGLANG_NSA_ENABLE_MTP_PRECOMPUTE_METADATA=0``
    computes each. The DeepGEMM schedules are refreshed where it does so, with ``options.refresh_schedules`` all.
    """

    @functools.wraps(original)
    def init_forward_metadata_replay_cuda_graph(self: Any, forward_batch: Any, bs: int) -> None:
        _replay_steps(chain, self.attn_backends, forward_batch, bs, options)

    return init_forward_metadata_replay_cuda_graph


def filling_all_steps(chain: Chain, original: Callable[..., Any], options: Options) -> Callable[..., None]:
    """``DeepseekSparseAttnMultiStepBackend.init_forward_metadata_out_graph``, likewise; capture is left to
    ``original``."""

    @functools.wraps(original)
    def init_forward_metadata_out_graph(self: Any, forward_batch: Any, in_capture: bool = False) -> None:
        if in_capture:
            original(self, forward_batch, in_capture)
            warm_steps(self.attn_backends, forward_batch)
        else:
            _replay_steps(chain, self.attn_backends, forward_batch, forward_batch.batch_size, options)

    return init_forward_metadata_out_graph


def _replay(
    chain: Chain,
    backend: Any,
    bs: int,
    req_pool_indices: torch.Tensor,
    seq_lens: torch.Tensor,
    forward_mode: Any,
    spec_info: Any,
) -> None:
    mode = sglang_metadata.mode_of(forward_mode, ragged=True)
    extend = getattr(spec_info, chain.accepted)[:bs] if mode is Mode.DRAFT_EXTEND else None
    batch = ReplayBatch(
        shape=ReplayShape(mode, bs, 1 if mode is Mode.DECODE else backend.speculative_num_draft_tokens),
        seq_lens=seq_lens[:bs],
        req_pool_indices=req_pool_indices[:bs],
        req_to_token=backend.req_to_token,
        extend_seq_lens=extend,
        total_tokens=None if extend is None else _total(spec_info, chain.accepted, extend, bs),
    )
    [views] = _fill(chain, [backend], batch)
    # before 0.5.12 it is refreshed for the first version of draft extend, not for the second
    if chain.every_mode or mode is not Mode.DRAFT_EXTEND or forward_mode.is_draft_extend():
        _refresh_schedule(chain, backend, views, mode, forward_mode)


def _replay_steps(chain: Chain, steps: Sequence[Any], forward_batch: Any, bs: int, options: Options) -> None:
    if not steps:
        return
    batch = ReplayBatch(
        shape=ReplayShape(Mode.DECODE, bs),
        seq_lens=forward_batch.seq_lens[:bs],
        req_pool_indices=forward_batch.req_pool_indices[:bs],
        req_to_token=steps[0].req_to_token,
    )
    views = _fill(chain, steps, batch)
    decode = sglang_metadata.decode_mode()
    for number in range(_first_refreshed(chain, len(steps), options), len(steps)):
        _refresh_schedule(chain, steps[number], views[number], Mode.DECODE, decode)


def _first_refreshed(chain: Chain, steps: int, options: Options) -> int:
    """From which draft step on the schedules are refreshed."""
    envs = importlib.import_module("sglang.srt.environ").envs
    copied = getattr(envs, f"SGLANG_{chain.prefix.upper()}_ENABLE_MTP_PRECOMPUTE_METADATA").get()
    if options.refresh_schedules or not copied:
        return 0
    if not chain.every_mode:
        return steps
    return COPIED_AT_ONCE if steps >= COPIED_AT_ONCE else 0


def _fill(chain: Chain, backends: Sequence[Any], batch: ReplayBatch) -> tuple[MetadataViews, ...]:
    first, prefix = backends[0], chain.prefix
    metadata = [backend.decode_cuda_graph_metadata[batch.shape.batch_size] for backend in backends]
    topk = getattr(first, f"{prefix}_index_topk")
    views = sglang_metadata.fill(metadata, batch, prefix=prefix, index_topk=topk)
    if getattr(first, f"{prefix}_decode_impl") == "flashmla_kv":
        sglang_metadata.refresh_flashmla(first, metadata, views[0].nsa_cache_seqlens_int32)
    for backend, each in zip(backends, metadata, strict=True):
        getattr(backend, f"set_{prefix}_prefill_impl")(forward_batch=None)
        backend.forward_metadata = each
    return views


def _refresh_schedule(chain: Chain, backend: Any, views: MetadataViews, mode: Mode, forward_mode: Any) -> None:
    metadata = backend.forward_metadata
    if metadata.paged_mqa_schedule_metadata is None:
        return
    lengths = views.cache_seqlens_int32 if mode is Mode.DECODE else views.nsa_seqlens_expanded
    if chain.prefix == "dsa":  # a method of SGLang's chooses them, for a draft extend from all rows of the buffer
        expanded = metadata.dsa_seqlens_expanded if mode is Mode.DRAFT_EXTEND else views.nsa_seqlens_expanded
        lengths = backend._build_paged_mqa_schedule_2d_ctx_lens(
            forward_mode, views.cache_seqlens_int32, expanded, len(views.cache_seqlens_int32)
        )
        if metadata.paged_mqa_ctx_lens_2d is not None:
            metadata.paged_mqa_ctx_lens_2d.copy_(lengths)
    schedule.refresh_from(lengths, metadata.paged_mqa_schedule_metadata)


def _total(spec_info: Any, accepted: str, extend: torch.Tensor, bs: int) -> int:
    """The number of query tokens: from the lengths that SGLang keeps on the host, else read back, as it does."""
    on_host = getattr(spec_info, f"{accepted}_cpu", None)
    return int(extend.sum().item()) if on_host is None or len(on_host) < bs else int(sum(on_host[:bs]))
