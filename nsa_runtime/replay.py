"""Plans: a fill bound once to its buffers and inputs, then replayed at every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from nsa_runtime import dispatch
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataBuffers, MetadataViews
from nsa_runtime.shapes import require_type


class ReplayPlan:
    """A fill bound to its buffers and to the storage of its inputs.

    The caller writes new lengths into the same input tensors, then calls :meth:`replay`. On a GPU that issues a graph
    of one kernel, in a third of the time that launching it takes; on a CPU it fills. In ``Mode.DRAFT_EXTEND`` the
    lengths, their sum too, may change from one replay to the next.
    """

    def __init__(
        self,
        buffers: MetadataBuffers | BufferSets,
        batch: ReplayBatch,
        *,
        graph: bool = True,
        pool: Any | None = None,
    ) -> None:
        """Check the pair, compile, and on a GPU capture the fill, which waits for the device; nothing later does.

        Capture uses CUDA's global error mode: no other thread may use the device meanwhile. Without ``graph`` nothing
        is captured and :meth:`replay` launches: slower to issue, and safe to make while other threads use the device.

        ``pool`` is a memory pool for what the graph allocates (DeepGEMM's schedule alone; at least 2 MiB a pool): that
        of another plan, :attr:`pool`, or ``torch.cuda.graph_pool_handle()``. Plans that share one must be replayed on
        one stream, as must plans and fills of the same buffers.
        """
        require_type("graph", graph, bool)
        self._sets = buffers if isinstance(buffers, BufferSets) else BufferSets.of(buffers)
        self._launch = dispatch.bind(self._sets, batch)
        self.batch = batch
        self.views: tuple[MetadataViews, ...] = tuple(each.views(batch) for each in self._sets.sets)
        device = self._sets.first.device
        self._graph = capture(self.record, device, pool) if graph and device.type == "cuda" else None

    @property
    def pool(self) -> Any | None:
        """The memory pool of the graph, to share with other plans; None where nothing was captured."""
        return None if self._graph is None else self._graph.pool()

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
        dispatch.refresh_schedules(self._sets, self.batch)
        return self.views


def capture(
    record: Callable[[], object], device: torch.device, pool: Any | None, error_mode: str = "global"
) -> torch.cuda.CUDAGraph:
    """What is recorded, as a graph. ``error_mode``: CUDA's, for what other threads may do meanwhile."""
    with torch.cuda.device(device):
        side = torch.cuda.Stream(device)  # type: ignore[no-untyped-call, unused-ignore]
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            record()  # compiles, and gives DeepGEMM and the allocator their first run
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        # torch's own capture stream is made once, on the device of the first capture: on another device nothing would
        # be captured, and every replay would leave the metadata as it was
        with torch.cuda.graph(graph, pool=pool, stream=side, capture_error_mode=error_mode):
            record()
        return graph
