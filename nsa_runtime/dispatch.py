"""The choice between the Triton kernels and the reference, made once, and the calls that make it.

No arm of a choice here binds a local: each returns what it has filled, so no arm can leave a name undefined.
"""

from __future__ import annotations

import functools
import importlib.util
import os
from collections.abc import Callable, Mapping, Sequence

import torch

from nsa_runtime import reference, schedule
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews, ReplayBatch, check_lengths, check_vector

GATE = "SGLANG_NSA_USE_TRITON_METADATA"

TRITON_KERNEL_AVAILABLE: bool = importlib.util.find_spec("triton") is not None
"""Whether triton can be imported at all. Whether the kernels are used is :func:`uses_kernels`."""


def read_gate(environ: Mapping[str, str]) -> bool:
    """The value of ``SGLANG_NSA_USE_TRITON_METADATA``: on (the default) or off; anything else is an error."""
    text = environ.get(GATE, "1").strip().lower()
    if text not in _GATE_VALUES:
        raise ValueError(f"{GATE}: expected one of {', '.join(_GATE_VALUES)}, got {environ[GATE]!r}")
    return _GATE_VALUES[text]


_GATE_VALUES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@functools.cache
def kernels_enabled() -> bool:
    """Whether Triton is there and the gate is on. Read once: a captured graph cannot change its mind."""
    return read_gate(os.environ) and TRITON_KERNEL_AVAILABLE


@functools.cache
def uses_kernels(device_type: str) -> bool:
    """Whether fills on ``device_type`` run as Triton kernels: on GPUs, and on CPUs under Triton's interpreter."""
    return kernels_enabled() and (device_type == "cuda" or os.environ.get("TRITON_INTERPRET") == "1")


def fill(buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
    """Fill ``buffers`` from ``batch`` and return the views; see :func:`nsa_runtime.reference.fill` for what is
    computed and :class:`MetadataViews` for what may be read.

    One kernel launch on the current stream where Triton is used, no wait for the device in any case, and safe to
    capture in a CUDA graph. Where the buffers hold a DeepGEMM schedule it is refreshed in place, by DeepGEMM's own
    kernel.

    Raises ``ValueError`` or ``TypeError`` before anything is written if the batch does not fit the buffers. Lengths
    that only the device knows are clamped to capacity and recorded in ``buffers.status``.
    """
    return schedule.refresh(_fill(buffers, batch), batch.shape.mode)


def fill_many(sets: BufferSets, batch: ReplayBatch) -> tuple[MetadataViews, ...]:
    """Fill every set from the one ``batch``: what :func:`fill` would do to each, in one kernel launch for all.

    Speculative decoding keeps one set per draft step. Raises as :func:`fill` does.
    """
    return tuple(schedule.refresh(views, batch.shape.mode) for views in _fill_many(sets, batch))


def fill_draft_extend_metadata_inplace(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    nsa_index_topk: int,
    out_seqlens_expanded: torch.Tensor,
    out_nsa_cache_seqlens: torch.Tensor,
    *,
    total_tokens: int | None = None,
    extend_seq_lens_cpu: Sequence[int] | None = None,
) -> int:
    """Expand per-request lengths to query tokens, into the caller's buffers.

    ``extend_seq_lens [bs]`` and ``seq_lens [bs]`` (int32 or int64, tokens); query token ``j`` of request ``r`` gets
    ``max(0, seq_lens[r] - extend_seq_lens[r] + 1 + j)`` in ``out_seqlens_expanded`` (int32) and at most
    ``nsa_index_topk`` of it in ``out_nsa_cache_seqlens`` (int32). What lies behind the last query token is left alone.

    Returns the number of query tokens. A caller that needs the vectors takes
    ``out_seqlens_expanded[:total]`` and ``out_nsa_cache_seqlens[:total]``.

    The number is the sum of ``extend_seq_lens``. Give it as ``total_tokens``, or the lengths on the host as
    ``extend_seq_lens_cpu``, and the call waits for nothing; without either it must read one integer back from the
    device. Raises ``ValueError`` before anything is written if the buffers are too small for it.
    """
    requests, device = len(seq_lens), seq_lens.device
    check_lengths("seq_lens", seq_lens, requests, device)
    check_lengths("extend_seq_lens", extend_seq_lens, requests, device)
    if nsa_index_topk < 1:
        raise ValueError(f"nsa_index_topk: expected at least 1, got {nsa_index_topk}")
    total = _total(extend_seq_lens, total_tokens, extend_seq_lens_cpu)
    check_vector("out_seqlens_expanded", out_seqlens_expanded, total, device)
    check_vector("out_nsa_cache_seqlens", out_nsa_cache_seqlens, total, device)
    _expand(extend_seq_lens, seq_lens, nsa_index_topk, out_seqlens_expanded, out_nsa_cache_seqlens, total)
    return total


def bind(sets: BufferSets, batch: ReplayBatch, *, keep_alive: bool = True) -> Callable[[], object]:
    """What :func:`fill_many` would run on this pair, checked and compiled; the DeepGEMM schedule is not in it.

    Without ``keep_alive`` a bound launch holds addresses only: it may be called while their tensors live.
    """
    if uses_kernels(sets.first.device.type):
        from nsa_runtime import launch

        return launch.bind(sets, batch, keep_alive=keep_alive)
    return functools.partial(reference.fill_many, sets, batch)


def warmup(buffers: MetadataBuffers, batch: ReplayBatch) -> None:
    """Compile the kernel that :func:`fill` would launch for this kind of pair, without launching it.

    Mode (ragged or uniform), page size, presence of the optional tables, alignment and dtypes make a variant; batch,
    lengths and widths do not. Nothing happens where the reference is used.
    """
    if uses_kernels(buffers.device.type) and buffers.device.type == "cuda":
        from nsa_runtime import launch

        launch.warmup(buffers, batch)


def _fill(buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
    if uses_kernels(buffers.device.type):
        from nsa_runtime import launch

        return launch.fill(buffers, batch)
    return reference.fill(buffers, batch)


def _fill_many(sets: BufferSets, batch: ReplayBatch) -> tuple[MetadataViews, ...]:
    if len(sets.sets) == 1:
        return (_fill(sets.first, batch),)
    if uses_kernels(sets.first.device.type):
        from nsa_runtime import launch

        return launch.fill_many(sets, batch)
    return reference.fill_many(sets, batch)


def _expand(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    index_topk: int,
    out_seqlens_expanded: torch.Tensor,
    out_nsa_cache_seqlens: torch.Tensor,
    rows: int,
) -> None:
    if uses_kernels(seq_lens.device.type):
        from nsa_runtime import launch

        return launch.expand(extend_seq_lens, seq_lens, index_topk, out_seqlens_expanded, out_nsa_cache_seqlens, rows)
    return reference.expand(extend_seq_lens, seq_lens, index_topk, out_seqlens_expanded, out_nsa_cache_seqlens, rows)


def _total(extend_seq_lens: torch.Tensor, total_tokens: int | None, extend_seq_lens_cpu: Sequence[int] | None) -> int:
    if total_tokens is not None:
        if total_tokens < 0:
            raise ValueError(f"total_tokens: expected at least 0, got {total_tokens}")
        return total_tokens
    if extend_seq_lens_cpu is not None:
        if len(extend_seq_lens_cpu) != len(extend_seq_lens):
            raise ValueError(
                f"extend_seq_lens_cpu: expected {len(extend_seq_lens)} lengths, got {len(extend_seq_lens_cpu)}"
            )
        return sum(extend_seq_lens_cpu)
    return int(extend_seq_lens.clamp(min=0).sum().item())
