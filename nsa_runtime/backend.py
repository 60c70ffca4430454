"""Who fills: the Triton kernels or the reference. The choice is made here and nowhere else.

No arm of it binds a local: each returns what it has chosen, so no arm can leave a name undefined.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import os
from collections.abc import Callable, Mapping
from typing import Protocol

import torch

from nsa_runtime import reference
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews

_log = logging.getLogger(__name__)

GATE = "SGLANG_NSA_USE_TRITON_METADATA"

TRITON_KERNEL_AVAILABLE: bool = importlib.util.find_spec("triton") is not None
"""Whether triton can be imported at all. Whether the kernels are used is :func:`uses_kernels`."""


class Backend(Protocol):
    """What ``reference`` and ``launch`` both are. Each checks the pair that it is given before it writes."""

    def fill(self, buffers: MetadataBuffers, batch: ReplayBatch) -> MetadataViews:
        """Fill ``buffers`` as :mod:`nsa_runtime.definition` says; returns the views."""

    def bind(self, sets: BufferSets, batch: ReplayBatch, *, keep_alive: bool = True) -> Callable[[], object]:
        """Check the pair and prepare everything; each call of the result fills every set."""

    def expand(
        self,
        extend_seq_lens: torch.Tensor,
        seq_lens: torch.Tensor,
        index_topk: int,
        out_seqlens_expanded: torch.Tensor,
        out_nsa_cache_seqlens: torch.Tensor,
        rows: int,
        status: torch.Tensor | None = None,
    ) -> None:
        """The two expanded vectors alone, for at most ``rows`` query tokens; bits into ``status``, where there is one,
        as :func:`nsa_runtime.definition.expand_flags` says."""

    def warmup(self, buffers: MetadataBuffers, batch: ReplayBatch) -> None:
        """Compile what :meth:`fill` of such a pair needs, and write nothing."""


def backend(device: torch.device) -> Backend:
    """Who fills buffers on ``device``."""
    if uses_kernels(device.type):
        from nsa_runtime import launch

        return launch
    return reference


@functools.cache
def uses_kernels(device_type: str) -> bool:
    """Whether fills on ``device_type`` run as Triton kernels: on GPUs, and on CPUs under Triton's interpreter."""
    kernels = kernels_enabled() and (device_type == "cuda" or os.environ.get("TRITON_INTERPRET") == "1")
    _log.info("fills on %s run as %s", device_type, "Triton kernels" if kernels else "the torch reference")
    return kernels


@functools.cache
def kernels_enabled() -> bool:
    """Whether Triton is there and the gate is on. Read once: a captured graph cannot change its mind."""
    return read_gate(os.environ) and TRITON_KERNEL_AVAILABLE


def read_gate(environ: Mapping[str, str]) -> bool:
    """The value of ``SGLANG_NSA_USE_TRITON_METADATA``: on (the default) or off; anything else is an error."""
    text = environ.get(GATE, "1").strip().lower()
    if text not in _GATE_VALUES:
        raise ValueError(f"{GATE}: expected one of {', '.join(_GATE_VALUES)}, got {environ[GATE]!r}")
    return _GATE_VALUES[text]


_GATE_VALUES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
