"""The tensors: the batch that is expanded, and the buffers of vLLM's builder that it is expanded into."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

from nsa_runtime import checks
from nsa_runtime.compat.vllm.shapes import Counting
from nsa_runtime.shapes import INT32_MAX, MAX_BATCH, in_range, require_type


@dataclass(frozen=True, eq=False)
class DecodeBatch:
    """What is expanded; tensors are int32 on one device.

    * ``seq_lens [requests]``, any stride: keys of each request, this step's query tokens among them.
    * ``query_start_loc [requests + 1]``, any stride: running sum of their query tokens, from 0.
    * ``block_table [requests, columns]``, any strides: the pages of each request.
    * ``num_tokens``: rows to fill, padding included; tokens past them are left out.
    * ``block_size``: tokens of a page, to copy of each row only the pages that begin before the request's end; None
      copies whole rows, as vLLM does.

    Raises ``TypeError`` or ``ValueError`` that name the argument.
    """

    seq_lens: torch.Tensor
    query_start_loc: torch.Tensor
    block_table: torch.Tensor
    num_tokens: int
    block_size: int | None = None
    counting: Counting = field(default_factory=Counting)

    def __post_init__(self) -> None:
        checks.require_tensor("seq_lens", self.seq_lens)
        checks.tensor("seq_lens", self.seq_lens, checks.INT32, (None,), self.device)
        in_range("seq_lens: number of requests", self.requests, 0, MAX_BATCH - 1)
        checks.tensor("query_start_loc", self.query_start_loc, checks.INT32, (None,), self.device)
        if len(self.query_start_loc) != self.requests + 1:
            raise ValueError(
                f"query_start_loc: expected {self.requests + 1} elements, one more than requests, "
                f"got {len(self.query_start_loc)}"
            )
        checks.tensor("block_table", self.block_table, checks.INT32, (self.requests, None), self.device)
        in_range("num_tokens", self.num_tokens, 0, INT32_MAX)
        if self.block_size is not None:
            in_range("block_size", self.block_size, 1, INT32_MAX)
        require_type("counting", self.counting, Counting)

    @property
    def device(self) -> torch.device:
        return self.seq_lens.device

    @property
    def requests(self) -> int:
        return len(self.seq_lens)

    @property
    def columns(self) -> int:
        return self.block_table.shape[1]


@dataclass(frozen=True, eq=False)
class DecodeBuffers:
    """The buffers, int32 on one device; the optional ones where the kernel that reads them wants them.

    * ``seq_lens [capacity]``: keys that each query token sees, never negative; 0 for padding and to the end.
    * ``block_table [capacity, columns]``: the row of its request; 0 for padding.
    * ``decode_lens [capacity]``: 1 for each row filled.
    * ``indices [capacity]``: its request; for padding ids of their own, from the number of requests on.
    * ``per_request_lens [>= requests]``: query tokens of each request.

    No two may share memory. Raises ``TypeError`` or ``ValueError`` that name the argument.
    """

    seq_lens: torch.Tensor
    block_table: torch.Tensor
    decode_lens: torch.Tensor
    indices: torch.Tensor | None = None
    per_request_lens: torch.Tensor | None = None

    def __post_init__(self) -> None:
        checks.require_tensor("out.seq_lens", self.seq_lens)
        for name in ("seq_lens", "decode_lens", "indices"):
            tensor = getattr(self, name)
            if tensor is not None or name != "indices":
                checks.vector(f"out.{name}", tensor, self.capacity if name != "seq_lens" else 0, self.device)
        if self.per_request_lens is not None:
            checks.vector("out.per_request_lens", self.per_request_lens, 0, self.device)
        checks.table("out.block_table", self.block_table, (self.capacity, None), self.device)
        checks.disjoint(self._named())

    @property
    def device(self) -> torch.device:
        return self.seq_lens.device

    @property
    def capacity(self) -> int:
        return len(self.seq_lens)

    def require(self, batch: DecodeBatch) -> None:
        """Raise, before anything is written, if ``batch`` cannot be expanded into these buffers."""
        require_type("batch", batch, DecodeBatch)
        if batch.device != self.device:
            raise ValueError(f"seq_lens: expected a tensor on {self.device}, where the buffers are, got {batch.device}")
        in_range("num_tokens", batch.num_tokens, 0, self.capacity)
        if batch.columns != self.block_table.shape[1]:
            raise ValueError(
                f"block_table: expected {self.block_table.shape[1]} columns, as the buffers have, got {batch.columns}"
            )
        if self.per_request_lens is not None and len(self.per_request_lens) < batch.requests:
            raise ValueError(
                f"out.per_request_lens: expected at least {batch.requests} elements, got {len(self.per_request_lens)}"
            )
        inputs = {name: getattr(batch, name) for name in ("seq_lens", "query_start_loc", "block_table")}
        checks.require_apart(inputs, checks.disjoint(self._named()))

    def _named(self) -> dict[str, torch.Tensor | None]:
        names = ("seq_lens", "block_table", "decode_lens", "indices", "per_request_lens")
        return {f"out.{name}": getattr(self, name) for name in names}
