"""``python -m benchmarks.vllm``: vLLM's ragged decode metadata by its chain of eager operations, by its kernel for
Blackwell, and by ours, in turns on one GPU; a table in Markdown.

Needs vLLM's source distribution (fetched, or unpacked before by ``python -m tests.runtime.vllm``), not vLLM.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = 64  # tokens, as vLLM's indexer on CUDA has them
DRAFT = 4
CAPACITY = 8192  # query tokens that vLLM's buffers are made for
TURNS = 5


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vllm", description=__doc__)
    parser.add_argument("--requests", type=int, nargs="+", default=[1, 32, 128, 512], help="batch sizes")
    parser.add_argument("--context", type=int, nargs="+", default=[4096, 32768], help="keys a request, at most")
    parser.add_argument("--model-len", type=int, default=163_840, help="keys that a row of the block table is for")
    options = parser.parse_args(arguments)
    import torch

    if not torch.cuda.is_available():
        print("a GPU is needed to time kernels; python -m pytest tests/runtime/test_vllm.py compares without one")
        return 2
    import triton  # type: ignore[import-untyped, import-not-found, unused-ignore]

    pages = -(-options.model_len // PAGE)
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}, triton {triton.__version__}: us, median")
    print(f"of {TURNS} turns; up to {DRAFT} query tokens a request, rows of {pages} pages\n")
    print("| requests | context | what | host | GPU | host, chain / it | GPU, chain / it |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for requests in options.requests:
        for context in options.context:
            for line in _lines(requests, context, options.model_len):
                print(line, flush=True)
    return 0


def _lines(requests: int, context: int, model_len: int) -> list[str]:
    from benchmarks import timing

    calls = _calls(requests, context, model_len)
    host: dict[str, list[float]] = {name: [] for name in calls}
    gpu: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(TURNS):
        for name, call in calls.items():
            host[name].append(timing.issue_time(call, rounds=3))
            gpu[name].append(timing.gpu_time(call))
    of = {name: (statistics.median(host[name]), statistics.median(gpu[name])) for name in calls}
    chain = of["vLLM's chain"]
    return [
        f"| {requests} | {context} | {name} | {on_host:.1f} | {on_gpu:.2f} | {chain[0] / on_host:.2f}x | "
        f"{chain[1] / on_gpu:.2f}x |"
        for name, (on_host, on_gpu) in of.items()
    ]


def _calls(requests: int, context: int, model_len: int) -> dict[str, Callable[[], object]]:
    """What is timed, each on buffers of its own and the same batch."""
    import torch

    from nsa_runtime.compat.vllm import DecodeBatch, DecodeBuffers, expand_decode
    from tests.runtime import vllm

    rng, device = random.Random(requests), torch.device("cuda")
    queries = [rng.randint(1, DRAFT) for _ in range(requests)]
    starts = torch.tensor([sum(queries[:number]) for number in range(requests + 1)], dtype=torch.int32, device=device)
    lengths = torch.tensor([rng.randint(context // 2, context) for _ in queries], dtype=torch.int32, device=device)
    columns, tokens = -(-model_len // PAGE), sum(queries)
    table = torch.randint(0, 2**20, (requests, columns), dtype=torch.int32, device=device)

    def buffers() -> dict[str, Any]:
        names = ("seq_lens", "decode_lens", "indices", "per_request_lens")
        made = {name: torch.zeros(CAPACITY, dtype=torch.int32, device=device) for name in names}
        return made | {"block_table": torch.zeros(CAPACITY, columns, dtype=torch.int32, device=device)}

    kernel = vllm.kernel(Path(tempfile.mkdtemp()))
    theirs, other, ours, live = buffers(), buffers(), DecodeBuffers(**buffers()), DecodeBuffers(**buffers())
    whole = DecodeBatch(lengths, starts, table, tokens)
    begun = DecodeBatch(lengths, starts, table, tokens, block_size=PAGE)
    arange = torch.arange(CAPACITY, dtype=torch.int32, device=device)
    lens = torch.tensor(queries, dtype=torch.int32)
    calls: dict[str, Callable[[], object]] = {
        "vLLM's chain": lambda: vllm.chain(lengths, starts, table, tokens, theirs, lens, arange),
        "vLLM's kernel": lambda: vllm.expand(kernel, lengths, starts, table, tokens, other),
        "ours, whole rows": lambda: expand_decode(ours, whole),
        "ours, live pages": lambda: expand_decode(live, begun),
    }
    for call in calls.values():
        call()
    for name in ("seq_lens", "block_table"):  # all of them agree, or nothing is timed
        assert torch.equal(theirs[name][:tokens], getattr(ours, name)[:tokens]), name
        assert torch.equal(other[name][:tokens], getattr(ours, name)[:tokens]), name
    return calls


if __name__ == "__main__":
    sys.exit(main())
