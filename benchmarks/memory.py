"""``python -m benchmarks.memory``: the memory that buffers, plans and bound launches take.

Buffers and what Python keeps are computed anywhere; what captured graphs take is measured, which needs a GPU.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import torch

from nsa_runtime import BufferSets, MetadataBuffers, Mode, ReplayBatch, ReplayPlan, ReplayShape
from nsa_runtime.outputs import OUTPUTS

PAGE_SIZE, INDEX_TOPK, DRAFT = 64, 2048, 4
SIZES = (  # requests, keys of a row, draft tokens, with page_table_1
    (1, 8192, 1, False),
    (32, 8192, 1, True),
    (512, 32_768, 1, False),
    (512, 32_768, 1, True),
    (512, 32_768, DRAFT, True),
    (512, 163_840, DRAFT, True),
)
PLANS = 16


def main() -> int:
    print("| requests | query tokens of each | keys of a row | `page_table_1` | tables, KiB | all else, bytes |")
    print("| --- | --- | --- | --- | --- | --- |")
    for requests, width, draft, wide in SIZES:
        tables, vectors = buffer_bytes(_allocate(requests, width, draft, wide, "meta"))
        yes = "yes" if wide else "no"
        print(f"| {requests} | {draft} | {width:,} | {yes} | {tables / 2**10:,.1f} | {vectors:,} |")
    device = torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
    print(f"\nkept by Python for each plan without a graph, and for its views: {_python_bytes(device)} bytes")
    print(f"addresses of several sets: {_address_bytes()} bytes for each set")
    if device.type == "cuda":
        for shared in (False, True):
            print(f"{PLANS} plans with graphs, {'one pool' if shared else 'a pool each'}: {_graph_bytes(shared)}")
    else:
        print("graphs: not measured, which needs a GPU")
    return 0


def buffer_bytes(buffers: MetadataBuffers) -> tuple[int, int]:
    """Bytes of the tables and of all other tensors of one set."""
    tables = vectors = 0
    for output in OUTPUTS:
        tensor = getattr(buffers, output.name)
        if tensor is None or (output.name == "page_table_1" and buffers.limits.page_size == 1):
            continue
        size = tensor.numel() * tensor.element_size()
        tables, vectors = (tables + size, vectors) if output.columns else (tables, vectors + size)
    return tables, vectors


def _allocate(requests: int, width: int, draft: int, wide: bool, device: Any) -> MetadataBuffers:
    return MetadataBuffers.allocate(
        max_batch=requests, max_tokens=requests * draft, width=width, page_size=PAGE_SIZE, index_topk=INDEX_TOPK,
        device=device, wide=wide,
    )  # fmt: skip


def _batch(requests: int, width: int, device: torch.device) -> ReplayBatch:
    lengths, indices = torch.zeros(2, requests, dtype=torch.int32, device=device)
    source = torch.zeros(requests, width, dtype=torch.int32, device=device)
    return ReplayBatch(ReplayShape(Mode.DECODE, requests), lengths, indices, source)


def _growth(make: Callable[[], object]) -> int:
    """Bytes that Python's allocator has more after ``make``, whose result lives on."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    made = make()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del made
    return after - before


def _python_bytes(device: torch.device) -> int:
    buffers, batch = _allocate(8, 256, 1, False, device), _batch(8, 256, device)
    ReplayPlan(buffers, batch, graph=False)  # compiles, and makes the views
    return _growth(lambda: [ReplayPlan(buffers, batch, graph=False) for _ in range(PLANS)]) // PLANS


def _address_bytes() -> int:
    sets = BufferSets.of(*(_allocate(8, 256, 1, False, "cpu") for _ in range(3)))
    return sets.addresses.numel() * sets.addresses.element_size() // len(sets.sets)


def _graph_bytes(shared: bool) -> str:
    """What the driver and torch's allocator hold more after some plans were captured."""
    device = torch.device("cuda", 0)
    buffers, batches = _allocate(8, 256, 1, False, device), [_batch(8, 256, device) for _ in range(PLANS)]
    first = ReplayPlan(buffers, batches[0])
    torch.cuda.synchronize()
    free, reserved = torch.cuda.mem_get_info(device)[0], torch.cuda.memory_reserved(device)
    plans = [ReplayPlan(buffers, batch, pool=first.pool if shared else None) for batch in batches]
    torch.cuda.synchronize()
    driver = (free - torch.cuda.mem_get_info(device)[0]) / len(plans) / 2**10
    allocator = (torch.cuda.memory_reserved(device) - reserved) / len(plans) / 2**10
    return f"{driver:.0f} KiB of the device each, of which {allocator:.0f} KiB are torch's allocator's"


if __name__ == "__main__":
    sys.exit(main())
