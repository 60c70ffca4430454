"""What a fill reads: lengths, indices and slots of the requests of one replay."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from nsa_runtime import checks
from nsa_runtime.shapes import ReplayShape, in_range, require_type


@dataclass(frozen=True, eq=False)
class ReplayBatch:
    """What one replay is computed from; all tensors on one device, lengths in tokens.

    * ``seq_lens [batch_size]``, int32 or int64, any stride.
    * ``req_pool_indices [batch_size]``, int32 or int64: the row of ``req_to_token`` of each request.
    * ``req_to_token [pool, width]``, int32, any strides: the key/value slot of each token of each request.
    * ``extend_seq_lens [batch_size]``, int32 or int64: query tokens per request; in ``Mode.DRAFT_EXTEND`` alone.
    * ``total_tokens``: the sum of ``extend_seq_lens`` where the host knows it; the views are then exactly that long.
      If the device finds fewer tokens the fill sets ``Overflow.SHORT``, if it finds more ``Overflow.TOKENS``. In a
      uniform mode it can only be ``shape.max_tokens``.
    * ``generations [pool]``, int32 or int64: what buffers with ``held_rows`` need. As long as the number of a row of
      ``req_to_token`` is the same, its settled slots must be: those before the query tokens of any earlier fill.

    Raises ``TypeError`` or ``ValueError`` that name the argument. No input may share memory with the buffers.
    """

    shape: ReplayShape
    seq_lens: torch.Tensor
    req_pool_indices: torch.Tensor
    req_to_token: torch.Tensor
    extend_seq_lens: torch.Tensor | None = None
    total_tokens: int | None = None
    generations: torch.Tensor | None = None

    def __post_init__(self) -> None:
        require_type("shape", self.shape, ReplayShape)
        checks.require_tensor("seq_lens", self.seq_lens)
        lengths = {"seq_lens": self.seq_lens, "req_pool_indices": self.req_pool_indices}
        if self.shape.mode.ragged:
            if self.extend_seq_lens is None:
                raise ValueError("extend_seq_lens: expected a tensor, draft-extend is ragged; got None")
            lengths["extend_seq_lens"] = self.extend_seq_lens
        elif self.extend_seq_lens is not None:
            raise ValueError(f"extend_seq_lens: expected None in mode {self.shape.mode.value}, got a tensor")
        for name, tensor in lengths.items():
            checks.lengths(name, tensor, self.shape.batch_size, self.device)
        checks.tensor("req_to_token", self.req_to_token, checks.INT32, (None, None), self.device)
        if self.shape.batch_size and not self.req_to_token.numel():
            raise ValueError(f"req_to_token: expected at least one slot, got shape {tuple(self.req_to_token.shape)}")
        if self.generations is not None:
            checks.tensor(
                "generations", self.generations, checks.LENGTH_DTYPES, (self.req_to_token.shape[0],), self.device
            )
        if self.total_tokens is not None:
            in_range("total_tokens", self.total_tokens, 0, self.shape.max_tokens)
            if not self.shape.mode.ragged and self.total_tokens != self.shape.max_tokens:
                raise ValueError(
                    f"total_tokens: expected {self.shape.max_tokens}, every request has {self.shape.draft_tokens} "
                    f"query tokens in mode {self.shape.mode.value}, got {self.total_tokens}"
                )

    @property
    def device(self) -> torch.device:
        return self.seq_lens.device

    @property
    def inputs(self) -> dict[str, torch.Tensor | None]:
        """What a fill reads."""
        return {
            "seq_lens": self.seq_lens,
            "req_pool_indices": self.req_pool_indices,
            "req_to_token": self.req_to_token,
            "extend_seq_lens": self.extend_seq_lens,
            "generations": self.generations,
        }
