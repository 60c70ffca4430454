"""SGLang's backend objects with the attributes that their graph metadata needs, and no model."""

from __future__ import annotations

import contextlib
import types
from typing import Any

import torch


def native_backend(
    module: Any, *, page_size: int, draft: int, topk: int, req_to_token: torch.Tensor, decode: str = "fa3"
) -> Any:
    """SGLang 0.5.8's to 0.5.12's backend with the attributes that its graph metadata needs, and no model."""
    backend = object.__new__(module.NativeSparseAttnBackend)
    vars(backend).update(
        device=req_to_token.device,
        real_page_size=page_size,
        nsa_index_topk=topk,
        num_q_heads=64,
        flashmla_kv_num_q_heads=64,
        max_context_len=req_to_token.shape[1],
        req_to_token=req_to_token,
        speculative_num_draft_tokens=draft,
        nsa_decode_impl=decode,
        set_nsa_prefill_impl=lambda forward_batch: None,
        _arange_buf=torch.arange(1024, dtype=torch.int32, device=req_to_token.device),
    )
    return backend


def sparse_backend(
    module: Any,
    *,
    page_size: int,
    draft: int,
    topk: int,
    req_to_token: torch.Tensor,
    decode: str = "fa3",
    wide: bool = True,
) -> Any:
    """The backend of 0.5.13 and later likewise; without ``wide`` its decode is fused, so that it drops the table of
    page size 1, which it does without speculation alone."""
    backend = object.__new__(module.DeepseekSparseAttnBackend)
    vars(backend).update(
        device=req_to_token.device,
        physical_page_size=page_size,
        real_page_size=page_size,
        max_context_len=req_to_token.shape[1],
        dsa_index_topk=topk,
        dsa_index_kpool=1,
        num_q_heads=64,
        flashmla_kv_num_q_heads=64,
        req_to_token=req_to_token,
        speculative_num_draft_tokens=draft if wide else 0,
        dsa_decode_impl=decode,
        hisparse_coordinator=None,
        use_fused_topk=not wide,
        set_dsa_prefill_impl=lambda forward_batch: None,
        dsa_topk_backend=types.SimpleNamespace(should_use_topk_v2=lambda: not wide),
        _build_topk_v2_plan=lambda seqlens_expanded: None,
        _memory_saver_adapter=types.SimpleNamespace(region=lambda tag: contextlib.nullcontext()),
        _multi_ctas_kv_counter_buffer=None,
        _arange_buf=torch.arange(1024, dtype=torch.int32, device=req_to_token.device),
    )
    if hasattr(backend, "_init_kpool_metadata_fusion"):
        backend._init_kpool_metadata_fusion()
    return backend
