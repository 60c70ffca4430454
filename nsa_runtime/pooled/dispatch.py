"""The public calls: each checks, then hands on to the kernel or the reference."""

from __future__ import annotations

from typing import Protocol

import torch

from nsa_runtime.backend import uses_kernels
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.pooled import reference
from nsa_runtime.pooled.buffers import PooledBuffers, PooledViews
from nsa_runtime.shapes import require_type


class Backend(Protocol):
    """What ``reference`` and ``launch`` both are."""

    def fill(self, buffers: PooledBuffers, batch: ReplayBatch, accepted: torch.Tensor | None) -> PooledViews:
        """Fill as :mod:`nsa_runtime.pooled.definition` says; returns the views."""


def backend(device: torch.device) -> Backend:
    """Who fills on ``device``."""
    if uses_kernels(device.type):
        from nsa_runtime.pooled import launch

        return launch
    return reference


def fill_pooled(buffers: PooledBuffers, batch: ReplayBatch, *, accepted: torch.Tensor | None = None) -> PooledViews:
    """Fill the metadata of pooled keys and return the views: one kernel launch on the current stream where Triton is
    used, no wait for the device, safe to capture in a CUDA graph. :mod:`nsa_runtime.pooled.definition` says what is
    computed. It writes the clamped lengths of the fill anew: call it after :func:`nsa_runtime.fill`, which also flags
    what it clamps; lengths are clamped alike here.

    ``accepted [batch_size]`` (int32 or int64): accepted tokens of each request, for ``effective_n_per_batch``, in
    ``Mode.DRAFT_EXTEND_V2``. Raises ``TypeError`` or ``ValueError`` that name the argument, before anything is written;
    ragged batches are refused.
    """
    require_type("buffers", buffers, PooledBuffers)
    buffers.require(batch, accepted)
    return backend(buffers.device).fill(buffers, batch, accepted)


def warmup(buffers: PooledBuffers, batch: ReplayBatch, *, accepted: torch.Tensor | None = None) -> None:
    """Compile what :func:`fill_pooled` launches for such a pair; which outputs there are and dtypes make a variant."""
    require_type("buffers", buffers, PooledBuffers)
    buffers.require(batch, accepted)
    if uses_kernels(buffers.device.type):
        from nsa_runtime.pooled import launch

        launch.compile_for(buffers, batch, accepted)
