"""What an expansion means, in plain Python, one query token at a time; ``reference`` and ``kernels`` are held to it.

Needs no torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nsa_runtime.compat.vllm.shapes import Counting


@dataclass(frozen=True)
class Batch:
    """:class:`nsa_runtime.compat.vllm.buffers.DecodeBatch` as lists."""

    seq_lens: Sequence[int]
    query_start_loc: Sequence[int]
    block_table: Sequence[Sequence[int]]
    num_tokens: int
    block_size: int | None = None
    counting: Counting = field(default_factory=Counting)


@dataclass
class Expanded:
    """What is written: of each vector its first elements, of each row of the table its first pages."""

    seq_lens: list[int] = field(default_factory=list)  # up to the capacity
    block_table: list[Sequence[int]] = field(default_factory=list)
    decode_lens: list[int] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    per_request_lens: list[int] = field(default_factory=list)


def expand(batch: Batch, capacity: int) -> Expanded:
    """The metadata of ``batch`` in buffers for ``capacity`` query tokens."""
    out, columns = Expanded(), len(batch.block_table[0]) if batch.block_table else 0
    starts, requests = batch.query_start_loc, len(batch.seq_lens)
    for request, seen in enumerate(batch.seq_lens):
        queries = starts[request + 1] - starts[request]
        out.per_request_lens.append(queries)
        pages = columns if batch.block_size is None else min(columns, -(-max(seen, 0) // batch.block_size))
        for token in range(min(queries, batch.num_tokens - starts[request])):
            out.seq_lens.append(batch.counting.of(max(0, seen - queries + 1 + token)))
            out.block_table.append(batch.block_table[request][:pages])
            out.indices.append(request)
    for number in range(batch.num_tokens - len(out.indices)):  # padding: tokens of no request
        out.block_table.append([0] * columns)
        out.indices.append(requests + number)
    out.seq_lens += [0] * (capacity - len(out.seq_lens))
    out.decode_lens = [1] * batch.num_tokens
    return out
