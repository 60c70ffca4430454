"""The replay of SGLang 0.5.8 to 0.5.10's ``NativeSparseAttnBackend``, computed by one fill."""

from __future__ import annotations

from typing import Any

import torch

from nsa_runtime import dispatch
from nsa_runtime.buffers import MetadataBuffers, MetadataViews, ReplayBatch
from nsa_runtime.compat.status import status
from nsa_runtime.shapes import Limits, Mode, ReplayShape


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
    self.set_nsa_prefill_impl(forward_batch=None)
    metadata = self.decode_cuda_graph_metadata[bs]
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
    scheduled = mode is not Mode.DRAFT_EXTEND or forward_mode.is_draft_extend()
    views = dispatch.fill(_buffers(metadata, self.nsa_index_topk, scheduled), batch)
    if self.nsa_decode_impl == "flashmla_kv":
        _refresh_flashmla(self, metadata, views)
    self.forward_metadata = metadata


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


def _buffers(metadata: Any, index_topk: int, scheduled: bool) -> MetadataBuffers:
    """The tensors of SGLang's own metadata object, as buffers; made once and kept on that object."""
    name = f"_nsa_runtime_buffers_{index_topk}_{scheduled}"
    if not hasattr(metadata, name):
        object.__setattr__(metadata, name, _adopt(metadata, index_topk, scheduled))  # it is a frozen dataclass
    buffers: MetadataBuffers = getattr(metadata, name)
    return buffers


def _adopt(metadata: Any, index_topk: int, scheduled: bool) -> MetadataBuffers:
    device = metadata.cache_seqlens_int32.device
    return MetadataBuffers(
        limits=Limits(
            max_batch=len(metadata.cache_seqlens_int32),
            max_tokens=len(metadata.nsa_cache_seqlens_int32),
            width=metadata.page_table_1.shape[1],
            page_size=metadata.page_size,
            index_topk=index_topk,
        ),
        cache_seqlens_int32=metadata.cache_seqlens_int32,
        cu_seqlens_k=metadata.cu_seqlens_k,
        nsa_seqlens_expanded=metadata.nsa_seqlens_expanded,
        nsa_cache_seqlens_int32=metadata.nsa_cache_seqlens_int32,
        nsa_cu_seqlens_q=None,
        nsa_cu_seqlens_k=metadata.nsa_cu_seqlens_k,
        page_table_1=metadata.page_table_1,
        real_page_table=metadata.real_page_table,
        num_tokens=torch.zeros(1, dtype=torch.int32, device=device),
        status=status(device),
        paged_mqa_schedule_metadata=metadata.paged_mqa_schedule_metadata if scheduled else None,
    )


def _refresh_flashmla(backend: Any, metadata: Any, views: MetadataViews) -> None:
    lengths = views.nsa_cache_seqlens_int32
    held = metadata.flashmla_metadata.slice(slice(0, len(lengths) + 1))
    held.copy_(backend._compute_flashmla_metadata(cache_seqlens=lengths, seq_len_q=1))
