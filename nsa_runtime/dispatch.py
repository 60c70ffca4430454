"""The public calls: each checks, hands on to the :class:`~nsa_runtime.backend.Backend` of the device, returns views."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence, Set

import torch

from nsa_runtime import checks, custom_op, schedule
from nsa_runtime.backend import (
    GATE,
    TRITON_KERNEL_AVAILABLE,
    Backend,
    backend,
    kernels_enabled,
    read_gate,
    uses_kernels,
)
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews
from nsa_runtime.shapes import INT32_MAX, in_range, require_type

__all__ = [
    "GATE",
    "TRITON_KERNEL_AVAILABLE",
    "Backend",
    "backend",
    "bind",
    "fill",
    "fill_draft_extend_metadata_inplace",
    "fill_many",
    "kernels_enabled",
    "read_gate",
    "uses_kernels",
    "warmup",
]


def fill(buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
    """Fill ``buffers`` from ``batch`` and return the views; :mod:`nsa_runtime.definition` says what is computed and
    :class:`MetadataViews` what may be read.

    One kernel launch on the current stream where Triton is used, no wait for the device in any case, and safe to
    capture in a CUDA graph; one operator where torch traces a graph. Where the buffers hold a DeepGEMM schedule it is
    refreshed in place, by DeepGEMM's own kernel. Two fills of one set must be on one stream, or ordered by an event.

    Raises ``ValueError`` or ``TypeError`` before anything is written if the batch does not fit the buffers. Lengths
    that only the device knows are clamped to capacity and recorded in ``buffers.status``.
    """
    require_type("buffers", buffers, MetadataBuffers)
    require_type("batch", batch, ReplayBatch)
    if custom_op.traced(batch.seq_lens):
        return custom_op.fill(buffers, batch)
    views = backend(buffers.device).fill(buffers, batch)
    return views if buffers.writes_schedule(batch) else schedule.refresh(views, batch.shape.mode)


def fill_many(sets: BufferSets, batch: ReplayBatch) -> tuple[MetadataViews, ...]:
    """Fill every set from the one ``batch``: what :func:`fill` would do to each, in one kernel launch for all.

    Speculative decoding keeps one set per draft step. Raises as :func:`fill` does.
    """
    require_type("sets", sets, BufferSets)
    if len(sets.sets) == 1 or custom_op.traced(sets.first.cache_seqlens_int32):
        return tuple(fill(buffers, batch) for buffers in sets.sets)
    bind(sets, batch)()
    refresh_schedules(sets, batch)
    return tuple(buffers.views(batch) for buffers in sets.sets)


def refresh_schedules(sets: BufferSets, batch: ReplayBatch) -> None:
    """After a launch that :func:`bind` gave: DeepGEMM's schedules that it does not write itself."""
    for buffers in sets.sets:
        if not buffers.writes_schedule(batch):
            schedule.refresh(buffers.views(batch), batch.shape.mode)


def bind(sets: BufferSets, batch: ReplayBatch, *, keep_alive: bool = True) -> Callable[[], object]:
    """What :func:`fill_many` would run on this pair, checked and compiled; of DeepGEMM's schedules it has those that a
    fill writes itself, :func:`refresh_schedules` has the others.

    Without ``keep_alive`` a bound launch holds addresses only: it may be called while their tensors live, or others of
    the same layout at the same addresses.
    """
    require_type("sets", sets, BufferSets)
    return backend(sets.first.device).bind(sets, batch, keep_alive=keep_alive)


def warmup(buffers: MetadataBuffers, batch: ReplayBatch) -> None:
    """Compile the kernel that :func:`fill` would launch for this kind of pair, without launching it.

    Mode (ragged or uniform), page size, presence of the optional tables, alignment and dtypes make a variant; batch,
    lengths and widths do not. Nothing is compiled where the reference is used.
    """
    require_type("buffers", buffers, MetadataBuffers)
    backend(buffers.device).warmup(buffers, batch)


def fill_draft_extend_metadata_inplace(
    extend_seq_lens: torch.Tensor,
    seq_lens: torch.Tensor,
    nsa_index_topk: int,
    out_seqlens_expanded: torch.Tensor,
    out_nsa_cache_seqlens: torch.Tensor,
    *,
    total_tokens: int | None = None,
    extend_seq_lens_cpu: Sequence[int] | None = None,
    status: torch.Tensor | None = None,
) -> int:
    """Expand per-request lengths to query tokens, into the caller's buffers.

    ``extend_seq_lens [bs]`` and ``seq_lens [bs]`` (int32 or int64, tokens); query token ``j`` of request ``r`` gets
    ``max(0, seq_lens[r] - extend_seq_lens[r] + 1 + j)`` in ``out_seqlens_expanded`` (int32) and at most
    ``nsa_index_topk`` of it in ``out_nsa_cache_seqlens`` (int32). What follows the last query token is left alone.

    Returns the number of query tokens. A caller that needs the vectors takes
    ``out_seqlens_expanded[:total]`` and ``out_nsa_cache_seqlens[:total]``.

    The number is the sum of ``extend_seq_lens``. Give it as ``total_tokens``, or the lengths on the host as
    ``extend_seq_lens_cpu``, and the call waits for nothing; without either it must read one integer back from the
    device. What the host says is believed: where the device holds other lengths, no more rows than that are written,
    and of rows that the device has no tokens for nothing is.

    ``status`` (int32, at least one element) gets the bits of :class:`nsa_runtime.shapes.Overflow` for what was
    clamped: added to those that it has, in the same launch. Without it nothing of that is recorded.

    Raises ``TypeError`` or ``ValueError`` that name the argument, before anything is written.
    """
    checks.require_tensor("seq_lens", seq_lens)
    device = seq_lens.device
    checks.tensor("seq_lens", seq_lens, checks.LENGTH_DTYPES, (None,), device)
    checks.lengths("extend_seq_lens", extend_seq_lens, len(seq_lens), device)
    in_range("nsa_index_topk", nsa_index_topk, 1, INT32_MAX)
    total = _total(extend_seq_lens, total_tokens, extend_seq_lens_cpu)
    outputs = {"out_seqlens_expanded": out_seqlens_expanded, "out_nsa_cache_seqlens": out_nsa_cache_seqlens}
    for name, out in outputs.items():
        checks.vector(name, out, total, device)
    if status is not None:
        checks.vector("status", status, 1, device)
        outputs["status"] = status = status[:1]
    arguments = (extend_seq_lens, seq_lens, nsa_index_topk, out_seqlens_expanded, out_nsa_cache_seqlens, total, status)
    if custom_op.traced(seq_lens):
        custom_op.expand(*arguments)
        return total
    checks.require_apart({"seq_lens": seq_lens, "extend_seq_lens": extend_seq_lens}, checks.disjoint(outputs))
    backend(device).expand(*arguments)
    return total


def _total(extend_seq_lens: torch.Tensor, total_tokens: int | None, extend_seq_lens_cpu: Sequence[int] | None) -> int:
    if total_tokens is not None:
        in_range("total_tokens", total_tokens, 0, INT32_MAX if len(extend_seq_lens) else 0)
        return total_tokens
    if extend_seq_lens_cpu is not None:
        return _sum(extend_seq_lens_cpu, len(extend_seq_lens))
    return int(extend_seq_lens.clamp(min=0).sum().item())


def _sum(lengths: Sequence[int], requests: int) -> int:
    if not hasattr(lengths, "__len__") or isinstance(lengths, (Mapping, Set)):
        raise TypeError(f"extend_seq_lens_cpu: expected a sequence of ints, got {type(lengths).__name__}")
    if len(lengths) != requests:
        raise ValueError(f"extend_seq_lens_cpu: expected {requests} lengths, got {len(lengths)}")
    total = 0
    for request, length in enumerate(lengths):
        try:  # numpy's integers and the elements of a tensor are taken too
            value = length if isinstance(length, bool) else operator.index(length)
        except TypeError:
            value = length
        in_range(f"extend_seq_lens_cpu[{request}]", value, 0, INT32_MAX)
        total += value
    return total
