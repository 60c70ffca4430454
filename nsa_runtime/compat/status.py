"""Where fills on behalf of a framework record what they clamped: it has no place of its own for that."""

from __future__ import annotations

import functools

import torch


@functools.cache
def status(device: torch.device) -> torch.Tensor:
    """The flags of every such fill on ``device``: int32 [1], bits of :class:`nsa_runtime.shapes.Overflow`, kept until
    the caller zeroes it."""
    return torch.zeros(1, dtype=torch.int32, device=device)
