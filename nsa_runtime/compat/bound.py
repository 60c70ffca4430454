"""Fills that are kept: the second time that the same memory comes in the same layout, nothing but a launch is left."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import torch

_KEPT = 4096


class BoundFills:
    """Bound launches by what they were bound to. What is kept of a call are addresses and layouts, never tensors, so
    that nothing is kept alive by it."""

    def __init__(self) -> None:
        self._launches: dict[Hashable, Callable[[], object]] = {}

    def run(self, key: Hashable, device: torch.device, bind: Callable[[], Callable[[], object]]) -> None:
        """Run what ``bind`` gave for ``key``, or gives now. ``key`` must hold every number and :func:`layout` that the
        launch depends on. What is bound for a CPU holds its tensors and is not kept."""
        launch = self._launches.get(key)  # one look: another thread may clear in between
        if launch is not None:
            launch()
            return
        launch = bind()
        launch()
        if device.type == "cuda":
            if len(self._launches) >= _KEPT:
                self._launches.clear()
            self._launches[key] = launch


def layout(tensor: torch.Tensor | None) -> Hashable:
    """Where a tensor is and how it lies there."""
    if tensor is None:
        return None
    return (tensor.data_ptr(), tensor.dtype, tensor.shape, tensor.stride())
