"""``python -m benchmarks.sanitize``: every launch of the runtime over random batches, as work for compute-sanitizer::

    PYTORCH_NO_CUDA_MEMORY_CACHING=1 compute-sanitizer --tool memcheck --error-exitcode 1 python -m benchmarks.sanitize

Without the caching allocator every tensor is an allocation of its own, so that a single element past its end is seen.
Lengths are right, padded, negative, past the width and past 32 bits. What is filled is compared with the reference.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys

import torch

from nsa_runtime import (
    BufferSets,
    ReplayBatch,
    backend,
    fill,
    fill_draft_extend_metadata_inplace,
    fill_many,
    parity,
    pooled,
    reference,
)
from nsa_runtime.buffers import MetadataBuffers
from nsa_runtime.compat import vllm
from nsa_runtime.compat.vllm import reference as vllm_reference
from nsa_runtime.compat.vllm.shapes import Counting
from nsa_runtime.pooled import reference as pooled_reference


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sanitize", description=__doc__)
    parser.add_argument("--shapes", type=int, default=24, metavar="N", help="random batches (default 24)")
    options = parser.parse_args(arguments)
    device = torch.device("cuda", torch.cuda.current_device()) if torch.cuda.is_available() else torch.device("cpu")
    if not backend.uses_kernels(device.type):
        print("benchmarks.sanitize: needs a GPU, triton, and the kernels switched on", file=sys.stderr)
        return 2
    compared = (_differs, _growing_differs, _beside_differs)
    wrong = sum(any(differs(seed, device) for differs in compared) for seed in range(options.shapes))
    print(f"{options.shapes} batches filled, {wrong} differ from the reference")
    return 1 if wrong else 0


def _differs(seed: int, device: torch.device) -> bool:
    rng = random.Random(seed)
    batch, buffers = parity.draw(rng, device)
    parity.mark(buffers)  # before the copies, which would read memory that nothing has written
    other, theirs = parity.copy(buffers), parity.copy(buffers)
    _spoil(rng, batch)
    fill(buffers, batch)
    reference.fill(theirs, batch)
    one_by_one = parity.differences(buffers, theirs)
    parity.mark(buffers)
    fill_many(BufferSets.of(buffers, other), batch)
    return bool(one_by_one + parity.differences(buffers, theirs) + parity.differences(other, theirs)) or (
        batch.extend_seq_lens is not None and _in_place_differs(buffers, theirs, batch)
    )


def _growing_differs(seed: int, device: torch.device) -> bool:
    """Whether buffers that remember their rows come out otherwise after three batches of one pool."""
    rng = random.Random(seed)
    batch, buffers = parity.draw(rng, device)
    parity.mark(buffers)
    theirs, tokens = parity.copy(buffers), buffers.limits.max_tokens
    held = torch.zeros(tokens, rng.randint(1, 3), 2, dtype=torch.int64, device=device)
    ours = dataclasses.replace(buffers, held_rows=held)
    batch = dataclasses.replace(
        batch, generations=torch.zeros(len(batch.req_to_token), dtype=torch.int32, device=device)
    )
    for _ in range(3):
        parity.redraw(rng, batch)
        _spoil(rng, batch)
        fill(ours, batch)
        reference.fill(theirs, batch)
    return bool(parity.differences(ours, theirs))


def _in_place_differs(buffers: MetadataBuffers, theirs: MetadataBuffers, batch: ReplayBatch) -> bool:
    assert batch.extend_seq_lens is not None
    rows = buffers.limits.max_tokens
    for each in (buffers, theirs):
        parity.mark(each)
    fill_draft_extend_metadata_inplace(
        batch.extend_seq_lens,
        batch.seq_lens,
        buffers.limits.index_topk,
        buffers.nsa_seqlens_expanded,
        buffers.nsa_cache_seqlens_int32,
        total_tokens=rows if batch.shape.batch_size else 0,
        status=buffers.status,
    )
    reference.expand(
        batch.extend_seq_lens,
        batch.seq_lens,
        buffers.limits.index_topk,
        theirs.nsa_seqlens_expanded,
        theirs.nsa_cache_seqlens_int32,
        rows,
        theirs.status,
    )
    return bool(parity.differences(buffers, theirs))


def _beside_differs(seed: int, device: torch.device) -> bool:
    """Whether the launches beside the fill, of pooled keys and of vLLM's metadata, differ from their references."""
    rng = random.Random(seed)
    batch, buffers = parity.draw(rng, device)
    while batch.shape.mode.ragged or buffers.limits.page_size == 1:
        batch, buffers = parity.draw(rng, device)
    _spoil(rng, batch)
    pooling = pooled.Pooling(buffers.limits, rng.choice([2, 16]), packed=rng.random() < 0.5)
    ours, theirs = (pooled.PooledBuffers.allocate(pooling, batch.shape.draft_tokens, device) for _ in range(2))
    pooled.fill_pooled(ours, batch)
    pooled_reference.fill(theirs, batch, None)
    return _unequal(ours, theirs) or _decode_differs(rng, batch.req_to_token)


def _decode_differs(rng: random.Random, table: torch.Tensor) -> bool:
    queries = [rng.randint(0, 5) for _ in range(len(table))]
    starts = [sum(queries[:number]) for number in range(len(queries) + 1)]
    lengths = [rng.choice([0, 1, 2**31 - 1, -1, rng.randint(0, 700)]) for _ in queries]
    tokens, device = starts[-1] + rng.randint(0, 4), table.device
    batch = vllm.DecodeBatch(
        torch.tensor(lengths, dtype=torch.int32, device=device), torch.tensor(starts, dtype=torch.int32, device=device),
        table, tokens, rng.choice([None, 1, 64]), Counting(1, 3, 4, 2) if rng.random() < 0.5 else Counting(),
    )  # fmt: skip

    def made() -> vllm.DecodeBuffers:
        vectors = [torch.zeros(tokens + 3, dtype=torch.int32, device=device) for _ in range(3)]
        rows = torch.zeros(tokens + 3, table.shape[1], dtype=torch.int32, device=device)
        per_request = torch.zeros(len(queries), dtype=torch.int32, device=device)
        return vllm.DecodeBuffers(vectors[0], rows, vectors[1], vectors[2], per_request)

    ours, theirs = made(), made()
    vllm.expand_decode(ours, batch)
    vllm_reference.expand(theirs, batch)
    return _unequal(ours, theirs)


def _unequal(ours: object, theirs: object) -> bool:
    """Whether a tensor of one is not that of the other."""
    others = vars(theirs)
    return any(
        not torch.equal(tensor, others[name]) for name, tensor in vars(ours).items() if isinstance(tensor, torch.Tensor)
    )


def _spoil(rng: random.Random, batch: ReplayBatch) -> None:
    """A few lengths that a broken producer leaves behind."""
    end = torch.iinfo(batch.seq_lens.dtype).max
    for tensor in (batch.seq_lens, batch.extend_seq_lens, batch.req_pool_indices):
        if tensor is not None and len(tensor) and rng.random() < 0.5:
            tensor[rng.randrange(len(tensor))] = rng.choice([-1, -end - 1, end, 2**31 - 1, -(2**31)])


if __name__ == "__main__":
    sys.exit(main())
