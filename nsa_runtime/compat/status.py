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


def notes(device: torch.device | str | int) -> Notes:
    """Where every such fill on ``device`` writes them. ``"cuda"`` is the current one of them."""
    return _notes(_one(torch.device(device)))


def status(device: torch.device | str | int) -> torch.Tensor:
    """The flags of every such fill on ``device``: int32 [1], bits of :class:`nsa_runtime.shapes.Overflow`, kept until
    the caller zeroes it. ``"cuda"`` is the current one of them; a number is one of the GPUs."""
    return notes(device).status


@functools.cache
def _notes(device: torch.device) -> Notes:
    return Notes(*(torch.zeros(1, dtype=torch.int32, device=device) for _ in range(2)))


def _one(device: torch.device) -> torch.device:
    """The device that a tensor there says it is on: a GPU has a number, a CPU none."""
    if device.type == "cpu":
        return torch.device("cpu")
    if device.index is None:
        return torch.device(device.type, torch.get_device_module(device).current_device())
    return device
