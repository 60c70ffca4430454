"""The fused metadata functions of SGLang 0.5.23, with its names, signatures and contracts.

They fill what SGLang's own fill, on the live prefix of every page-table row, and differ in three ways: nothing outside
the live region is written, lengths that exceed a table are clamped instead of written past its end (and recorded, see
:func:`nsa_runtime.compat.status.status`), and CPU tensors are taken too.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import torch

from nsa_runtime import dispatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers, ReplayBatch
from nsa_runtime.compat.status import status
from nsa_runtime.shapes import Limits, Mode, ReplayShape

_BOUND_KEPT = 4096
_bound: dict[tuple[object, ...], Callable[[], object]] = {}


def fused_dsa_decode_metadata(
    seq_lens: torch.Tensor,
    req_pool_indices: torch.Tensor,
    req_to_token: torch.Tensor,
    cache_seqlens: torch.Tensor,
    cu_seqlens_k: torch.Tensor,
    page_table_1: torch.Tensor | None,
    dsa_cache_seqlens: torch.Tensor,
    dsa_cu_seqlens_k: torch.Tensor,
    real_page_table: torch.Tensor | None,
    bs: int,
    max_len: int,
    dsa_index_topk: int,
    physical_page_size: int,
) -> None:
    """Decode: one query token per request; see :class:`nsa_runtime.buffers.MetadataViews` for what is filled.

    ``page_table_1`` may be None when ``physical_page_size`` is above 1. Key/value lengths are ``seq_lens``.
    """
    _fill(
        ReplayShape(Mode.DECODE, bs),
        (seq_lens, req_pool_indices, req_to_token, None),
        (cache_seqlens, cu_seqlens_k, cache_seqlens, dsa_cache_seqlens, dsa_cu_seqlens_k),
        (page_table_1, real_page_table, None),
        (max_len, dsa_index_topk, physical_page_size, bs),
    )


def fused_dsa_target_verify_metadata(
    seq_lens: torch.Tensor,
    req_pool_indices: torch.Tensor,
    req_to_token: torch.Tensor,
    cache_seqlens: torch.Tensor,
    cu_seqlens_k: torch.Tensor,
    page_table_1: torch.Tensor | None,
    seqlens_expanded: torch.Tensor,
    dsa_cache_seqlens: torch.Tensor,
    dsa_cu_seqlens_k: torch.Tensor,
    real_page_table: torch.Tensor | None,
    bs: int,
    max_seqlen_k: int,
    dsa_index_topk: int,
    physical_page_size: int,
    next_n: int,
    paged_mqa_ctx_lens_2d: torch.Tensor | None = None,
) -> None:
    """Target verify: ``next_n`` query tokens per request, which ``seq_lens`` does not count yet.

    ``paged_mqa_ctx_lens_2d [bs, next_n]``, where given, gets the key/value length of its request in every column.
    """
    _fill(
        ReplayShape(Mode.TARGET_VERIFY, bs, next_n),
        (seq_lens, req_pool_indices, req_to_token, None),
        (cache_seqlens, cu_seqlens_k, seqlens_expanded, dsa_cache_seqlens, dsa_cu_seqlens_k),
        (page_table_1, real_page_table, paged_mqa_ctx_lens_2d),
        (max_seqlen_k, dsa_index_topk, physical_page_size, bs * next_n),
    )


def fused_dsa_draft_extend_metadata(
    seq_lens: torch.Tensor,
    extend_seq_lens: torch.Tensor,
    req_pool_indices: torch.Tensor,
    req_to_token: torch.Tensor,
    cache_seqlens: torch.Tensor,
    cu_seqlens_k: torch.Tensor,
    page_table_1: torch.Tensor | None,
    seqlens_expanded: torch.Tensor,
    dsa_cache_seqlens: torch.Tensor,
    dsa_cu_seqlens_k: torch.Tensor,
    real_page_table: torch.Tensor | None,
    bs: int,
    total_len: int,
    max_seqlen_k: int,
    dsa_index_topk: int,
    physical_page_size: int,
    max_extend_len: int,
    max_total_len: int,
    static_extend_len: bool = False,
) -> None:
    """Draft extend: request ``r`` has ``extend_seq_lens[r]`` query tokens, already counted in ``seq_lens[r]``.

    ``total_len`` is their sum. With ``static_extend_len`` every request has ``total_len // bs`` of them.
    Raises ``ValueError`` if ``total_len`` exceeds ``max_total_len`` or ``bs * max_extend_len``.
    """
    if not 0 <= total_len <= min(max_total_len, bs * max_extend_len):
        raise ValueError(
            f"total_len: expected 0 to min(max_total_len, bs * max_extend_len) = "
            f"{min(max_total_len, bs * max_extend_len)}, got {total_len}"
        )
    uniform = static_extend_len and total_len > 0
    if uniform and total_len % bs:
        raise ValueError(f"total_len: expected a multiple of bs = {bs} with static_extend_len, got {total_len}")
    shape = (
        ReplayShape(Mode.DRAFT_EXTEND_V2, bs, total_len // bs)
        if uniform
        else ReplayShape(Mode.DRAFT_EXTEND, bs, max(1, max_extend_len))
    )
    _fill(
        shape,
        (seq_lens, req_pool_indices, req_to_token, None if uniform else extend_seq_lens),
        (cache_seqlens, cu_seqlens_k, seqlens_expanded, dsa_cache_seqlens, dsa_cu_seqlens_k),
        (page_table_1, real_page_table, None),
        (max_seqlen_k, dsa_index_topk, physical_page_size, total_len),
    )


@functools.cache
def _num_tokens(device: torch.device) -> torch.Tensor:
    return torch.zeros(1, dtype=torch.int32, device=device)


_Inputs = tuple[torch.Tensor, torch.Tensor, torch.Tensor, "torch.Tensor | None"]
_Vectors = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]
_Tables = tuple["torch.Tensor | None", "torch.Tensor | None", "torch.Tensor | None"]
_Numbers = tuple[int, int, int, int]


def _fill(shape: ReplayShape, inputs: _Inputs, vectors: _Vectors, tables: _Tables, numbers: _Numbers) -> None:
    """Check the arguments and fill; the second time that the same memory comes in the same layout, only fill.

    What is kept of a call are addresses and layouts, never tensors, so that nothing is kept alive by it.
    """
    key = (shape, numbers, *(_layout(each) for each in (*inputs, *vectors, *tables)))
    if key not in _bound:
        if len(_bound) >= _BOUND_KEPT:
            _bound.clear()
        run = _bind(shape, inputs, vectors, tables, numbers)
        if inputs[0].device.type != "cuda":
            run()
            return
        _bound[key] = run
    _bound[key]()


def _layout(tensor: torch.Tensor | None) -> object:
    if tensor is None:
        return None
    return (tensor.data_ptr(), tensor.dtype, tensor.shape, tensor.stride())


def _bind(
    shape: ReplayShape, inputs: _Inputs, vectors: _Vectors, tables: _Tables, numbers: _Numbers
) -> Callable[[], object]:
    seq_lens, req_pool_indices, req_to_token, extend_seq_lens = inputs
    cache_seqlens, cu_seqlens_k, expanded, clamped, running = vectors
    page_table_1, real_page_table, ctx_lens = tables
    max_len, index_topk, page_size, rows = numbers
    if page_size == 1:
        real_page_table = page_table_1  # with page size 1 they are one table
    if real_page_table is None:
        name = "page_table_1" if page_size == 1 else "real_page_table"
        raise ValueError(f"{name}: expected a tensor with physical_page_size {page_size}, got None")
    widths = [max_len, real_page_table.shape[1] * page_size]
    if page_table_1 is not None:
        widths.append(page_table_1.shape[1])
    requests, device = shape.batch_size, seq_lens.device
    buffers = MetadataBuffers(
        limits=Limits(requests, rows, min(widths), page_size, index_topk),
        cache_seqlens_int32=cache_seqlens,
        cu_seqlens_k=cu_seqlens_k,
        nsa_seqlens_expanded=expanded,
        nsa_cache_seqlens_int32=clamped,
        nsa_cu_seqlens_q=None,
        nsa_cu_seqlens_k=running,
        page_table_1=page_table_1,
        real_page_table=real_page_table,
        num_tokens=_num_tokens(device),
        status=status(device),
        paged_mqa_ctx_lens_2d=ctx_lens,
    )
    batch = ReplayBatch(
        shape=shape,
        seq_lens=seq_lens[:requests],
        req_pool_indices=req_pool_indices[:requests],
        req_to_token=req_to_token,
        extend_seq_lens=None if extend_seq_lens is None else extend_seq_lens[:requests],
        total_tokens=rows if shape.mode.ragged else None,
    )
    return dispatch.bind(BufferSets.of(buffers), batch, keep_alive=False)
