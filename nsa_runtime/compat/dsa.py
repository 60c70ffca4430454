"""The fused metadata functions of SGLang 0.5.23, with its names, signatures and contracts.

They fill what SGLang's own fill, on the live prefix of every page-table row, and differ in three ways: nothing outside
the live region is written, lengths that exceed a table are clamped instead of written past its end (and recorded, see
:func:`nsa_runtime.compat.status.status`), and CPU tensors are taken too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from nsa_runtime import checks, dispatch
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers
from nsa_runtime.compat.bound import BoundFills, layout
from nsa_runtime.compat.status import notes, owner_of
from nsa_runtime.shapes import INT32_MAX, Limits, Mode, ReplayShape, in_range

_fills = BoundFills()


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
        _Call(
            seq_lens=seq_lens,
            extend_seq_lens=None,
            req_pool_indices=req_pool_indices,
            req_to_token=req_to_token,
            cache_seqlens=cache_seqlens,
            cu_seqlens_k=cu_seqlens_k,
            expanded=cache_seqlens,
            clamped=dsa_cache_seqlens,
            running=dsa_cu_seqlens_k,
            page_table_1=page_table_1,
            real_page_table=real_page_table,
            ctx_lens=None,
            shape=_shape(Mode.DECODE, bs),
            width=max_len,
            index_topk=dsa_index_topk,
            page_size=physical_page_size,
            rows=bs,
        )
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
        _Call(
            seq_lens=seq_lens,
            extend_seq_lens=None,
            req_pool_indices=req_pool_indices,
            req_to_token=req_to_token,
            cache_seqlens=cache_seqlens,
            cu_seqlens_k=cu_seqlens_k,
            expanded=seqlens_expanded,
            clamped=dsa_cache_seqlens,
            running=dsa_cu_seqlens_k,
            page_table_1=page_table_1,
            real_page_table=real_page_table,
            ctx_lens=paged_mqa_ctx_lens_2d,
            shape=_shape(Mode.TARGET_VERIFY, bs, next_n),
            width=max_seqlen_k,
            index_topk=dsa_index_topk,
            page_size=physical_page_size,
            rows=bs * next_n,
        )
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
    for name, number in (("bs", bs), ("total_len", total_len), ("max_extend_len", max_extend_len)):
        in_range(name, number, 0, INT32_MAX)
    in_range("max_total_len", max_total_len, 0, INT32_MAX)
    if not 0 <= total_len <= min(max_total_len, bs * max_extend_len):
        raise ValueError(
            f"total_len: expected 0 to min(max_total_len, bs * max_extend_len) = "
            f"{min(max_total_len, bs * max_extend_len)}, got {total_len}"
        )
    uniform = static_extend_len and total_len > 0
    if uniform and total_len % bs:
        raise ValueError(f"total_len: expected a multiple of bs = {bs} with static_extend_len, got {total_len}")
    shape = (
        _shape(Mode.DRAFT_EXTEND_V2, bs, total_len // bs)
        if uniform
        else _shape(Mode.DRAFT_EXTEND, bs, max(1, max_extend_len))
    )
    _fill(
        _Call(
            seq_lens=seq_lens,
            extend_seq_lens=None if uniform else extend_seq_lens,
            req_pool_indices=req_pool_indices,
            req_to_token=req_to_token,
            cache_seqlens=cache_seqlens,
            cu_seqlens_k=cu_seqlens_k,
            expanded=seqlens_expanded,
            clamped=dsa_cache_seqlens,
            running=dsa_cu_seqlens_k,
            page_table_1=page_table_1,
            real_page_table=real_page_table,
            ctx_lens=None,
            shape=shape,
            width=max_seqlen_k,
            index_topk=dsa_index_topk,
            page_size=physical_page_size,
            rows=total_len,
        )
    )


class _Call(NamedTuple):
    """What one of these functions was called with, under the names of what it is: tensors, then numbers."""

    seq_lens: torch.Tensor
    extend_seq_lens: torch.Tensor | None
    req_pool_indices: torch.Tensor
    req_to_token: torch.Tensor
    cache_seqlens: torch.Tensor
    cu_seqlens_k: torch.Tensor
    expanded: torch.Tensor
    clamped: torch.Tensor
    running: torch.Tensor
    page_table_1: torch.Tensor | None
    real_page_table: torch.Tensor | None
    ctx_lens: torch.Tensor | None
    shape: ReplayShape
    width: int
    index_topk: int
    page_size: int
    rows: int


_TENSORS = _Call._fields.index("shape")
_OPTIONAL = ("extend_seq_lens", "page_table_1", "real_page_table", "ctx_lens")
_NAMES = {
    "cache_seqlens_int32": "cache_seqlens",
    "nsa_seqlens_expanded": "seqlens_expanded",
    "expanded": "seqlens_expanded",
    "nsa_cache_seqlens_int32": "dsa_cache_seqlens",
    "clamped": "dsa_cache_seqlens",
    "nsa_cu_seqlens_k": "dsa_cu_seqlens_k",
    "running": "dsa_cu_seqlens_k",
    "ctx_lens": "paged_mqa_ctx_lens_2d",
    "batch_size": "bs",
    "draft_tokens": "next_n",
    "width": "max_len",
    "index_topk": "dsa_index_topk",
    "page_size": "physical_page_size",
}
"""What is called otherwise in SGLang's signatures."""


def _fill(call: _Call) -> None:
    """Check the arguments and fill; the second time that the same memory comes in the same layout, only fill."""
    tensors: tuple[Any, ...] = call[:_TENSORS]
    try:
        key = (call[_TENSORS:], *map(layout, tensors))
        _fills.run(key, call.seq_lens.device, lambda: _bind(call))
    except (AttributeError, TypeError, ValueError) as error:  # not looked at before: most calls are bound already
        for name, tensor in zip(call._fields, tensors, strict=False):
            if tensor is not None or name not in _OPTIONAL:
                checks.require_tensor(_NAMES.get(name, name), tensor)
        raise _renamed(error, call.shape.mode) from None


def _shape(mode: Mode, bs: int, draft_tokens: int = 1) -> ReplayShape:
    try:
        return ReplayShape(mode, bs, draft_tokens)
    except (TypeError, ValueError) as error:
        raise _renamed(error, mode) from None


def _renamed(error: Exception, mode: Mode) -> Exception:
    """The error with the argument's name in SGLang's signature."""
    name, _, rest = str(error).partition(":")
    if name == "width" and mode is not Mode.DECODE:
        return type(error)(f"max_seqlen_k:{rest}")
    return type(error)(f"{_NAMES[name]}:{rest}") if name in _NAMES else error


def _bind(call: _Call) -> Callable[[], object]:
    requests, real_page_table = call.shape.batch_size, call.real_page_table
    limits = Limits(requests, call.rows, call.width, call.page_size, call.index_topk)
    if call.page_size == 1:
        real_page_table = call.page_table_1  # with page size 1 they are one table
    if real_page_table is None:
        name = "page_table_1" if call.page_size == 1 else "real_page_table"
        raise ValueError(f"{name}: expected a tensor with physical_page_size {call.page_size}, got None")
    width = min(call.width, real_page_table.shape[1] * call.page_size)
    if call.page_table_1 is not None:
        width = min(width, call.page_table_1.shape[1])
    owner = owner_of(call.shape)
    noted = notes(call.seq_lens.device, owner)
    buffers = MetadataBuffers(
        limits=dataclasses.replace(limits, width=width),
        cache_seqlens_int32=call.cache_seqlens,
        cu_seqlens_k=call.cu_seqlens_k,
        nsa_seqlens_expanded=call.expanded,
        nsa_cache_seqlens_int32=call.clamped,
        nsa_cu_seqlens_q=None,
        nsa_cu_seqlens_k=call.running,
        page_table_1=call.page_table_1,
        real_page_table=real_page_table,
        num_tokens=noted.num_tokens,
        status=noted.status,
        paged_mqa_ctx_lens_2d=call.ctx_lens,
        name=owner,
    )
    batch = ReplayBatch(
        shape=call.shape,
        seq_lens=call.seq_lens[:requests],
        req_pool_indices=call.req_pool_indices[:requests],
        req_to_token=call.req_to_token,
        extend_seq_lens=None if call.extend_seq_lens is None else call.extend_seq_lens[:requests],
        total_tokens=call.rows if call.shape.mode.ragged else None,
    )
    return dispatch.bind(BufferSets.of(buffers), batch, keep_alive=False)
