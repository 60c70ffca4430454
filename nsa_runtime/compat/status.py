"""What fills on behalf of a framework note about lengths on the device: it has no place of its own for that."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import torch


@dataclass(frozen=True, eq=False)
class Notes:
    """One integer each, int32 [1], on one device."""

    status: torch.Tensor  # bits of nsa_runtime.shapes.Overflow, kept until the caller zeroes it
    num_tokens: torch.Tensor  # live query tokens of the last fill


@functools.cache
def notes(device: torch.device) -> Notes:
    """Where every such fill on ``device`` writes them."""
    return Notes(*(torch.zeros(1, dtype=torch.int32, device=device) for _ in range(2)))


def status(device: torch.device) -> torch.Tensor:
    """The flags of every such fill on ``device``: int32 [1], bits of :class:`nsa_runtime.shapes.Overflow`, kept until
    the caller zeroes it."""
    return notes(device).status
