"""The public calls: each checks, then hands on to the kernel or the reference."""

from __future__ import annotations

from typing import Protocol

import torch

from nsa_runtime.backend import uses_kernels
from nsa_runtime.compat.vllm import reference
from nsa_runtime.compat.vllm.buffers import DecodeBatch, DecodeBuffers
from nsa_runtime.shapes import require_type


class Backend(Protocol):
    """What ``reference`` and ``launch`` both are."""

    def expand(self, out: DecodeBuffers, batch: DecodeBatch) -> None:
        """Expand as :mod:`nsa_runtime.compat.vllm.definition` says."""


def backend(device: torch.device) -> Backend:
    """Who expands on ``device``."""
    if uses_kernels(device.type):
        from nsa_runtime.compat.vllm import launch

        return launch
    return reference


def expand_decode(out: DecodeBuffers, batch: DecodeBatch) -> None:
    """Expand the lengths and block-table rows of requests to query tokens, in ``out``'s own tensors: one kernel launch
    on the current stream where Triton is used, no wait for the device, safe to capture.

    :mod:`nsa_runtime.compat.vllm.definition` says what is written. ``query_start_loc`` must not decrease; whatever it
    holds, nothing is written outside the buffers. Raises ``TypeError`` or ``ValueError`` that name the argument, before
    anything is written.
    """
    require_type("out", out, DecodeBuffers)
    out.require(batch)
    backend(out.device).expand(out, batch)


def warmup(out: DecodeBuffers, batch: DecodeBatch) -> None:
    """Compile what :func:`expand_decode` launches for such a pair; the presence of the optional buffers and whether
    lengths are counted otherwise make a variant, sizes do not. Nothing is launched."""
    require_type("out", out, DecodeBuffers)
    out.require(batch)
    if uses_kernels(out.device.type):
        from nsa_runtime.compat.vllm import launch

        launch.compile_for(out, batch)
