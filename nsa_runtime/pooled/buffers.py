"""The tensors of pooled metadata, and the views that consumers read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from nsa_runtime import checks
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.outputs import Output
from nsa_runtime.pooled.shapes import LONG, OUTPUTS, PER_TOKEN, PLAN, Pooling
from nsa_runtime.shapes import INT32_MAX, Mode, in_range, require_type


@dataclass(frozen=True, eq=False)
class PooledViews:
    """What a fill defines, slices of the buffers; ``t`` counts query tokens, lengths are in tokens unless they say
    pools. A row of the table is defined on the pages that begin before the key/value length of its request."""

    nsa_cache_seqlens_int32: torch.Tensor  # [t] whole pools, at most index_topk tokens, and the tokens after them
    nsa_cu_seqlens_k: torch.Tensor  # [t + 1] its running sum
    pooled_cache_seqlens_int32: torch.Tensor | None  # [batch_size] whole pools of each request
    pooled_real_page_table: torch.Tensor | None  # [t, pages] pages of the pooled cache
    req: torch.Tensor | None  # [batch_size] int64, the request's row of req_to_token, as the caller gave it
    write_start: torch.Tensor | None  # [batch_size] the position of the first query token
    tail_logical_start: torch.Tensor | None  # [batch_size] the first token of the pool that it is in
    write_loc: torch.Tensor | None  # [batch_size, closed] int64, where the key of each pool that may close goes
    seqlens_per_q: torch.Tensor | None  # [t] keys that each query token sees
    pool_seqlens_per_q: torch.Tensor | None  # [t] whole pools that it sees
    effective_n_per_batch: torch.Tensor | None  # [batch_size] accepted tokens, as the caller gave them


@dataclass(frozen=True, eq=False)
class PooledBuffers:
    """One set of buffers, int32 but for ``req`` and ``write_loc``, which are int64, all on one device. The first two
    are those of :class:`nsa_runtime.buffers.MetadataBuffers`, which this fill writes anew. The four tensors of the
    write plan come together, as do the two lengths of query tokens. No two may share memory.

    Raises ``TypeError`` or ``ValueError`` that name the argument.
    """

    pooling: Pooling
    nsa_cache_seqlens_int32: torch.Tensor  # [max_tokens]
    nsa_cu_seqlens_k: torch.Tensor  # [max_tokens + 1]
    pooled_cache_seqlens_int32: torch.Tensor | None = None  # [max_batch]
    pooled_real_page_table: torch.Tensor | None = None  # [max_tokens, pages]
    req: torch.Tensor | None = None  # [max_batch]
    write_start: torch.Tensor | None = None  # [max_batch]
    tail_logical_start: torch.Tensor | None = None  # [max_batch]
    write_loc: torch.Tensor | None = None  # [max_batch, closed]
    seqlens_per_q: torch.Tensor | None = None  # [max_tokens]
    pool_seqlens_per_q: torch.Tensor | None = None  # [max_tokens]
    effective_n_per_batch: torch.Tensor | None = None  # [max_batch]

    @classmethod
    def allocate(
        cls, pooling: Pooling, draft_tokens: int, device: torch.device | str, *, accepted: bool = False
    ) -> PooledBuffers:
        """Every tensor, zeroed, ``effective_n_per_batch`` with ``accepted`` alone; ``draft_tokens`` is that of the
        shapes that will be filled."""
        require_type("pooling", pooling, Pooling)
        in_range("draft_tokens", draft_tokens, 1, INT32_MAX)
        limits = pooling.limits

        def zeros(output: Output) -> torch.Tensor:
            columns = {None: (), "": (pooling.closed(draft_tokens),)}.get(output.columns, (pooling.pages,))
            size = (output.size(limits.max_batch, limits.max_tokens), *columns)
            return torch.zeros(size, dtype=torch.int64 if output.name in LONG else torch.int32, device=device)

        names = (output for output in OUTPUTS if accepted or output.name != "effective_n_per_batch")
        tensors: dict[str, Any] = {output.name: zeros(output) for output in names}
        return cls(pooling, **tensors)

    def __post_init__(self) -> None:
        require_type("pooling", self.pooling, Pooling)
        checks.require_tensor("nsa_cache_seqlens_int32", self.nsa_cache_seqlens_int32)
        for output in OUTPUTS:
            tensor = getattr(self, output.name)
            if tensor is None and output.optional:
                continue
            dtypes = (torch.int64,) if output.name in LONG else checks.INT32
            size = output.size(self.pooling.limits.max_batch, self.pooling.limits.max_tokens)
            if output.columns is None:
                checks.vector(output.name, tensor, size, self.device, dtypes)
            else:
                columns = self.pooling.pages if output.columns else None
                checks.table(output.name, tensor, (size, columns), self.device, dtypes)
        for together in (PLAN, PER_TOKEN):
            missing = [name for name in together if getattr(self, name) is None]
            if 0 < len(missing) < len(together):
                raise ValueError(f"{missing[0]}: expected a tensor, as {', '.join(together)} come together, got None")
        checks.disjoint(self._named())

    @property
    def device(self) -> torch.device:
        return self.nsa_cache_seqlens_int32.device

    def require(self, batch: ReplayBatch, accepted: torch.Tensor | None) -> None:
        """Raise, before anything is written, if ``batch`` cannot be filled into these buffers."""
        require_type("batch", batch, ReplayBatch)
        self.pooling.require(batch.shape)
        if batch.device != self.device:
            raise ValueError(f"seq_lens: expected a tensor on {self.device}, where the buffers are, got {batch.device}")
        closed = self.pooling.closed(batch.shape.draft_tokens)
        if self.write_loc is not None and self.write_loc.shape[1] != closed:
            raise ValueError(
                f"write_loc: expected {closed} columns for {batch.shape.draft_tokens} draft tokens, "
                f"got {self.write_loc.shape[1]}"
            )
        if (accepted is None) != (self.effective_n_per_batch is None):
            raise ValueError(
                f"accepted: expected {'None without' if self.effective_n_per_batch is None else 'a tensor for'} "
                f"effective_n_per_batch, got {'None' if accepted is None else 'a tensor'}"
            )
        if accepted is not None:
            if batch.shape.mode is not Mode.DRAFT_EXTEND_V2:
                raise ValueError(f"accepted: expected None in mode {batch.shape.mode.value}, got a tensor")
            checks.lengths("accepted", accepted, batch.shape.batch_size, self.device)
        checks.require_apart(batch.inputs | {"accepted": accepted}, checks.disjoint(self._named()))

    def views(self, batch: ReplayBatch) -> PooledViews:
        """The slices that a fill of ``batch`` defines."""
        shape = batch.shape
        views: dict[str, Any] = {}
        for output in OUTPUTS:
            tensor = getattr(self, output.name)
            views[output.name] = None if tensor is None else tensor[: output.size(shape.batch_size, shape.max_tokens)]
        return PooledViews(**views)

    def _named(self) -> dict[str, torch.Tensor | None]:
        return {output.name: getattr(self, output.name) for output in OUTPUTS}
