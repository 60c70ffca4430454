"""How a call is timed: on the GPU inside a captured graph, on the CPU while issuing it, and end to end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch

Call = Callable[[], object]


def capture(call: Call, copies: int = 1) -> torch.cuda.CUDAGraph:
    """A graph of ``copies`` calls one after the other, warmed up first."""
    side = torch.cuda.Stream()  # type: ignore[no-untyped-call, unused-ignore]
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(2):
            call()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(copies):
            call()
    return graph


def gpu_time(call: Call, copies: int = 20, replays: int = 25) -> float:
    """Microseconds of GPU time per call, the median over ``replays`` of a graph of ``copies``.

    Copies run back to back on one stream, so that the gap between two kernels counts, as it does for the empty kernel.
    """
    graph = capture(call, copies)
    times = []
    for _ in range(replays + 3):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()  # type: ignore[no-untyped-call, unused-ignore]
        graph.replay()
        end.record()  # type: ignore[no-untyped-call, unused-ignore]
        end.synchronize()  # type: ignore[no-untyped-call, unused-ignore]
        times.append(start.elapsed_time(end) * 1e3 / copies)  # type: ignore[no-untyped-call, unused-ignore]
    return statistics.median(times[3:])


def issue_time(call: Call, calls: int = 100, rounds: int = 9) -> float:
    """Microseconds of CPU time per call while the device keeps up, the median over ``rounds`` of ``calls``."""
    call()
    times = []
    for _ in range(rounds):
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(calls):
            call()
        times.append((time.perf_counter() - start) * 1e6 / calls)
    torch.cuda.synchronize()
    return statistics.median(times)


def completion_time(call: Call, calls: int = 60) -> float:
    """Microseconds from an idle device to the call's results, the median over ``calls``."""
    call()
    times = []
    for _ in range(calls):
        torch.cuda.synchronize()
        start = time.perf_counter()
        call()
        torch.cuda.synchronize()
        times.append((time.perf_counter() - start) * 1e6)
    return statistics.median(times)
