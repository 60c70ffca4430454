"""The backend's face: plan a fill once, replay it at every step."""

from __future__ import annotations

from collections.abc import Callable

import torch

from nsa_runtime import dispatch, schedule
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews, ReplayBatch


class ReplayPlan:
    """A fill bound to its buffers and to the storage of its inputs.

    The caller writes new lengths into the same input tensors, then calls :meth:`replay`. On a GPU that issues a graph
    of one kernel, in a third of the time that launching it takes; on a CPU it fills. In ``Mode.DRAFT_EXTEND`` the
    lengths, their sum too, may change from one replay to the next.
    """

    def __init__(self, buffers: MetadataBuffers | BufferSets, batch: ReplayBatch, *, graph: bool = True) -> None:
        """Check the pair, compile, and on a GPU capture the fill, which waits for the device; nothing later does.

        Without ``graph`` nothing is captured and :meth:`replay` launches: slower to issue, and safe to make while
        other threads use the device.
        """
        self._sets = buffers if isinstance(buffers, BufferSets) else BufferSets.of(buffers)
        self._launch = dispatch.bind(self._sets, batch)
        self.batch = batch
        self.views: tuple[MetadataViews, ...] = tuple(each.views(batch) for each in self._sets.sets)
        device = self._sets.first.device
        self._graph = _capture(self.record, device) if graph and device.type == "cuda" else None

    def replay(self) -> tuple[MetadataViews, ...]:
        """Fill again, on the current stream of the buffers' device, from what the inputs hold when it runs there.

        Returns the views of every set, always the same ones.
        """
        if self._graph is None:
            return self.record()
        self._graph.replay()
        return self.views

    def record(self) -> tuple[MetadataViews, ...]:
        """Fill by a launch: eagerly, or into the graph that the caller is capturing."""
        self._launch()
        for views in self.views:
            schedule.refresh(views, self.batch.shape.mode)
        return self.views


def _capture(record: Callable[[], object], device: torch.device) -> torch.cuda.CUDAGraph:
    with torch.cuda.device(device):
        side = torch.cuda.Stream(device)  # type: ignore[no-untyped-call, unused-ignore]
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            record()  # compiles, and gives DeepGEMM and the allocator their first run
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            record()
        return graph
