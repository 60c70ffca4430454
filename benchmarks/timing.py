"""How a call is timed: on the GPU inside a captured graph, on the CPU while issuing it, and end to end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

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
    """Microseconds of GPU time per call: the median over ``replays`` of a graph of ``copies``, divided by ``copies``.
    Of a graph that takes longer than 20 ms five replays are enough.

    The copies run back to back on one stream; a twentieth of what starting a graph takes is in every figure, the
    empty kernel's too.
    """
    graph = capture(call, copies)
    times: list[float] = []
    while len(times) < replays + 3:
        start, end = _event(), _event()
        start.record()
        graph.replay()
        end.record()
        end.synchronize()
        times.append(float(start.elapsed_time(end)) * 1e3 / copies)
        if times[-1] * copies > 20_000:
            replays = min(replays, 5)
    return statistics.median(times[3:])


def _event() -> Any:
    return torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call, unused-ignore]


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
