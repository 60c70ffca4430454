"""What we are measured against, each doing the work of the same fill.

SGLang's functions are loaded at run time from its unpacked wheel; nothing of it is part of this project.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]
import triton.language as tl  # type: ignore[import-untyped, import-not-found, unused-ignore]

from benchmarks.cases import INDEX_TOPK, PAGE_SIZE, Inputs
from nsa_runtime import MetadataBuffers, ReplayBatch
from nsa_runtime.shapes import Mode

Call = Callable[[], object]


@triton.jit  # type: ignore[untyped-decorator, unused-ignore]
def _empty_kernel() -> None:
    pass


def empty_kernel() -> None:
    """A launch that does nothing: the floor of every GPU time here."""
    _empty_kernel[(1,)]()


@triton.jit  # type: ignore[untyped-decorator, unused-ignore]
def _token_search_kernel(extend, seq_lens, offsets, topk, bs, expanded, clamped, BLOCK: tl.constexpr):  # type: ignore[no-untyped-def]
    token = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    mask = token < tl.load(offsets + bs)
    owner = tl.zeros((BLOCK,), tl.int32)
    for r in range(bs):
        inside = (token >= tl.load(offsets + r)) & (token < tl.load(offsets + r + 1))
        owner = tl.where(inside, r, owner)
    q = tl.load(extend + owner, mask=mask, other=0)
    kv = tl.load(seq_lens + owner, mask=mask, other=0)
    value = kv - q + 1 + token - tl.load(offsets + owner, mask=mask, other=0)
    tl.store(expanded + token, value, mask=mask)
    tl.store(clamped + token, tl.minimum(value, topk), mask=mask)


def seed_inplace(inputs: Inputs) -> Call:
    """The algorithm of the in-place kernel that this work began from: a prefix sum made of eager operations, its last
    element read back to the host to size the grid, then a kernel in which every token searches for its request. It
    fills the two expanded vectors alone."""
    batch, buffers = inputs.batch, inputs.buffers
    extend = batch.extend_seq_lens
    assert extend is not None

    def call() -> object:
        zero = torch.zeros(1, dtype=torch.int32, device=extend.device)
        offsets = torch.cumsum(torch.cat([zero, extend]), dim=0)
        total = int(offsets[-1].item())
        _token_search_kernel[(triton.cdiv(total, 256),)](
            extend,
            batch.seq_lens,
            offsets,
            INDEX_TOPK,
            len(extend),
            buffers.nsa_seqlens_expanded,
            buffers.nsa_cache_seqlens_int32,
            BLOCK=256,
        )
        return total

    return call


def eager_chain(inputs: Inputs) -> Call:
    """The same metadata by eager operations as backends write them today: one arange per request from lengths on the
    host, concatenated, clamped, copied; rows gathered and repeated."""
    batch, buffers, device = inputs.batch, inputs.buffers, inputs.batch.device
    views = buffers.views(batch)
    repeats = torch.tensor(inputs.extends, device=device)
    total, longest, delta = inputs.total_tokens, max(inputs.lengths), batch.shape.kv_delta

    def call() -> object:
        kv = (batch.seq_lens + delta).to(torch.int32)
        views.cache_seqlens_int32.copy_(kv)
        views.cu_seqlens_k[1:].copy_(torch.cumsum(kv, 0, dtype=torch.int32))
        spans = [
            torch.arange(length - queries + 1, length + 1, dtype=torch.int32, device=device)
            for queries, length in zip(inputs.extends, inputs.lengths, strict=True)
        ]
        expanded = torch.cat(spans)
        views.nsa_seqlens_expanded[:total].copy_(expanded)
        clamped = expanded.clamp(max=INDEX_TOPK)
        views.nsa_cache_seqlens_int32[:total].copy_(clamped)
        views.nsa_cu_seqlens_k[1 : total + 1].copy_(torch.cumsum(clamped, 0, dtype=torch.int32))
        slots = batch.req_to_token[batch.req_pool_indices, :longest]
        slots = torch.repeat_interleave(slots, repeats, dim=0, output_size=total)
        if views.page_table_1 is not None:
            views.page_table_1[:total, :longest].copy_(slots)
        pages = slots[:, ::PAGE_SIZE] // PAGE_SIZE
        views.real_page_table[:total, : pages.shape[1]].copy_(pages)
        return views

    return call


def load_sglang_metadata(root: Path) -> ModuleType:
    """SGLang 0.5.23's fused metadata functions, from its wheel unpacked at ``root``."""
    path = root / "sglang" / "kernels" / "ops" / "attention" / "dsa" / "metadata.py"
    if not path.is_file():
        raise FileNotFoundError(f"--sglang: expected sglang 0.5.23's wheel unpacked at {root}, found no {path}")
    spec = importlib.util.spec_from_file_location("sglang_dsa_metadata", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sglang_fused(inputs: Inputs, module: Any) -> Call:
    """SGLang 0.5.23's fused function for the case's mode."""
    return sglang_call(inputs.batch, inputs.buffers, inputs.total_tokens, module)


def sglang_call(batch: ReplayBatch, buffers: MetadataBuffers, total_tokens: int, module: Any) -> Call:
    """A call of SGLang 0.5.23's fused function for the batch's mode, of ``module``, with the arguments that its
    backend gives."""
    shape, limits = batch.shape, buffers.limits
    common = {
        "seq_lens": batch.seq_lens,
        "req_pool_indices": batch.req_pool_indices,
        "req_to_token": batch.req_to_token,
        "cache_seqlens": buffers.cache_seqlens_int32,
        "cu_seqlens_k": buffers.cu_seqlens_k,
        "page_table_1": buffers.page_table_1,
        "dsa_cache_seqlens": buffers.nsa_cache_seqlens_int32,
        "dsa_cu_seqlens_k": buffers.nsa_cu_seqlens_k,
        "real_page_table": buffers.real_page_table,
        "bs": shape.batch_size,
        "dsa_index_topk": limits.index_topk,
        "physical_page_size": limits.page_size,
    }
    width = batch.req_to_token.shape[1]
    if shape.mode is Mode.DECODE:
        return lambda: module.fused_dsa_decode_metadata(**common, max_len=width)
    common |= {"seqlens_expanded": buffers.nsa_seqlens_expanded, "max_seqlen_k": width}
    if shape.mode is Mode.TARGET_VERIFY:
        return lambda: module.fused_dsa_target_verify_metadata(
            **common, next_n=shape.draft_tokens, paged_mqa_ctx_lens_2d=buffers.paged_mqa_ctx_lens_2d
        )
    extend = batch.extend_seq_lens
    if extend is None:
        extend = torch.full((shape.batch_size,), shape.draft_tokens, dtype=torch.int32, device=batch.device)
    return lambda: module.fused_dsa_draft_extend_metadata(
        **common,
        extend_seq_lens=extend,
        total_len=total_tokens,
        max_extend_len=shape.draft_tokens,
        max_total_len=shape.max_tokens,
        static_extend_len=not shape.mode.ragged,
    )


def load_sglang_multi_copy(root: Path) -> Any:
    """SGLang 0.5.23's copy from one set to three, compiled from its wheel's source."""
    folder = root / "sglang" / "kernels" / "jit"
    return compile_sglang_copy(
        "sglang_fused_metadata_copy", folder, "multi", "sglang::FusedMetadataCopyMultiKernel<true, false>::run"
    ).multi


def compile_sglang_copy(name: str, folder: Path, export: str, kernel: str) -> Any:
    """A module with one of the copies between metadata sets under the name ``export``, from the sources in ``folder``.
    Needs nvcc and apache-tvm-ffi, the library that SGLang compiles them with."""
    from tvm_ffi import cpp  # type: ignore[import-not-found, import-untyped, unused-ignore]

    major, minor = torch.cuda.get_device_capability()
    return cpp.load_inline(
        name,
        cuda_sources=f'#include "elementwise/fused_metadata_copy.cuh"\n'
        f"TVM_FFI_DLL_EXPORT_TYPED_FUNC({export}, ({kernel}));\n",
        extra_include_paths=[str((folder / each).resolve()) for each in ("csrc", "include")],
        extra_cuda_cflags=[
            f"-DSGL_CUDA_ARCH={major * 100 + minor * 10}",
            "-std=c++20",
            "-O3",
            "--expt-relaxed-constexpr",
        ],
    )


def sglang_three_sets(inputs: Inputs, sets: tuple[MetadataBuffers, ...], module: Any, multi_copy: Any) -> Call:
    """What SGLang 0.5.23 does when decoding with several draft steps: one fused fill into tensors of its own, then one
    copy to three sets."""
    batch, source, size = inputs.batch, inputs.buffers, inputs.case.batch_size
    fused = sglang_fused(inputs, module)
    width = batch.req_to_token.shape[1]
    arguments: list[object] = [
        source.cache_seqlens_int32,
        source.cu_seqlens_k,
        source.page_table_1,
        source.nsa_cache_seqlens_int32,
        source.nsa_cu_seqlens_k,
        source.real_page_table,
        None,
        None,
    ]
    for each in sets:
        arguments += [
            each.cache_seqlens_int32,
            each.cu_seqlens_k,
            each.page_table_1,
            each.nsa_cache_seqlens_int32,
            each.nsa_cu_seqlens_k,
            each.real_page_table,
            None,
            None,
        ]

    def call() -> object:
        fused()
        return multi_copy(*arguments, size, width, size)

    return call
