"""The tensors: preallocated buffers, the batch that fills them, and the views that consumers read.

A fill writes into a :class:`MetadataBuffers` and returns a :class:`MetadataViews`: slices of those buffers, the same
storage, so that a captured CUDA graph keeps its addresses and nothing downstream depends on which arm did the work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch

from nsa_runtime.shapes import CapacityError, Limits, Overflow, ReplayShape

_LENGTH_DTYPES = (torch.int32, torch.int64)
_VIEWS_KEPT = 1024


@dataclass(frozen=True, eq=False)
class ReplayBatch:
    """What one replay is computed from; all tensors on one device, lengths in tokens.

    * ``seq_lens [batch_size]``, int32 or int64, any stride.
    * ``req_pool_indices [batch_size]``, int32 or int64: the row of ``req_to_token`` of each request.
    * ``req_to_token [pool, width]``, int32, any strides: the key/value slot of each token of each request.
    * ``extend_seq_lens [batch_size]``, int32 or int64: query tokens per request; in ``Mode.DRAFT_EXTEND`` alone.
    * ``total_tokens``: the sum of ``extend_seq_lens`` where the host knows it; the views are then exactly that long.
    """

    shape: ReplayShape
    seq_lens: torch.Tensor
    req_pool_indices: torch.Tensor
    req_to_token: torch.Tensor
    extend_seq_lens: torch.Tensor | None = None
    total_tokens: int | None = None

    def __post_init__(self) -> None:
        lengths = {"seq_lens": self.seq_lens, "req_pool_indices": self.req_pool_indices}
        if self.shape.mode.ragged:
            if self.extend_seq_lens is None:
                raise ValueError("extend_seq_lens: expected a tensor, draft-extend is ragged; got None")
            lengths["extend_seq_lens"] = self.extend_seq_lens
        elif self.extend_seq_lens is not None:
            raise ValueError(f"extend_seq_lens: expected None in mode {self.shape.mode.value}, got a tensor")
        for name, tensor in lengths.items():
            check_lengths(name, tensor, self.shape.batch_size, self.seq_lens.device)
        _check("req_to_token", self.req_to_token, (torch.int32,), (None, None), self.seq_lens.device, unit_stride=False)
        if self.shape.batch_size and not self.req_to_token.numel():
            raise ValueError(f"req_to_token: expected at least one slot, got shape {tuple(self.req_to_token.shape)}")
        if self.total_tokens is not None and not 0 <= self.total_tokens <= self.shape.max_tokens:
            raise ValueError(f"total_tokens: expected 0 to {self.shape.max_tokens}, got {self.total_tokens}")

    @property
    def device(self) -> torch.device:
        return self.seq_lens.device


@dataclass(frozen=True, eq=False)
class MetadataViews:
    """What consumers read after a fill: slices of the buffers, ``t`` counts query tokens, lengths are in tokens.

    In ``Mode.DRAFT_EXTEND`` without a host ``total_tokens`` the token axis is as long as the batch can make it;
    ``num_tokens`` (int32 [1], on the device) says how much of it is live. The row of a page table is defined on its
    live prefix only: ``[:kv_len]`` for ``page_table_1``, ``[:ceil(kv_len / page_size)]`` for ``real_page_table``;
    what lies behind it is left from earlier replays.
    """

    cache_seqlens_int32: torch.Tensor  # [batch_size] key/value length of each request
    cu_seqlens_k: torch.Tensor  # [batch_size + 1] its running sum
    nsa_seqlens_expanded: torch.Tensor  # [t] keys that each query token may see
    nsa_cache_seqlens_int32: torch.Tensor  # [t] the same, at most index_topk
    nsa_cu_seqlens_q: torch.Tensor | None  # [t + 1] 0, 1, 2, ...: every query token is a row of its own
    nsa_cu_seqlens_k: torch.Tensor  # [t + 1] running sum of nsa_cache_seqlens_int32
    page_table_1: torch.Tensor | None  # [t, width] key/value slot of every token
    real_page_table: torch.Tensor  # [t, ceil(width / page_size)] key/value page
    num_tokens: torch.Tensor  # [1] live query tokens
    paged_mqa_ctx_lens_2d: torch.Tensor | None = None  # [batch_size, draft_tokens] key/value length of the request
    paged_mqa_schedule_metadata: torch.Tensor | None = None  # DeepGEMM's schedule, refreshed in place


@dataclass(frozen=True, eq=False)
class MetadataBuffers:
    """One set of metadata buffers, all int32 on one device. :meth:`allocate` makes one; so does any set of tensors
    of the right shapes, for instance those that a backend already owns.
    """

    limits: Limits
    cache_seqlens_int32: torch.Tensor  # [max_batch]
    cu_seqlens_k: torch.Tensor  # [max_batch + 1]
    nsa_seqlens_expanded: torch.Tensor  # [max_tokens]
    nsa_cache_seqlens_int32: torch.Tensor  # [max_tokens]
    nsa_cu_seqlens_q: torch.Tensor | None  # [max_tokens + 1], 0, 1, 2, ...; never written, None where nobody reads it
    nsa_cu_seqlens_k: torch.Tensor  # [max_tokens + 1]
    page_table_1: torch.Tensor | None  # [max_tokens, width]
    real_page_table: torch.Tensor  # [max_tokens, limits.pages]; with page_size 1 this is page_table_1 itself
    num_tokens: torch.Tensor  # [1]
    status: torch.Tensor  # [1], bits of Overflow, kept until clear_status()
    paged_mqa_ctx_lens_2d: torch.Tensor | None = None  # [max_batch, draft_tokens], any strides
    paged_mqa_schedule_metadata: torch.Tensor | None = None  # as DeepGEMM shapes it
    _views: dict[tuple[int, int], MetadataViews] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def allocate(
        cls,
        *,
        max_batch: int,
        max_tokens: int,
        width: int,
        page_size: int,
        index_topk: int,
        device: torch.device | str,
        wide: bool = False,
        ctx_lens_draft_tokens: int | None = None,
    ) -> MetadataBuffers:
        """Allocate zeroed buffers; the arguments are those of :class:`~nsa_runtime.shapes.Limits`.

        ``wide`` asks for ``page_table_1`` (``4 * max_tokens * width`` bytes; page size 1 always has it).
        ``ctx_lens_draft_tokens`` asks for ``paged_mqa_ctx_lens_2d``, with that many columns.
        """
        limits = Limits(max_batch, max_tokens, width, page_size, index_topk)

        def zeros(*size: int) -> torch.Tensor:
            return torch.zeros(size, dtype=torch.int32, device=device)

        page_table_1 = zeros(max_tokens, width) if wide or page_size == 1 else None
        return cls(
            limits=limits,
            cache_seqlens_int32=zeros(max_batch),
            cu_seqlens_k=zeros(max_batch + 1),
            nsa_seqlens_expanded=zeros(max_tokens),
            nsa_cache_seqlens_int32=zeros(max_tokens),
            nsa_cu_seqlens_q=torch.arange(max_tokens + 1, dtype=torch.int32, device=device),
            nsa_cu_seqlens_k=zeros(max_tokens + 1),
            page_table_1=page_table_1,
            real_page_table=page_table_1
            if page_table_1 is not None and page_size == 1
            else zeros(max_tokens, limits.pages),
            num_tokens=zeros(1),
            status=zeros(1),
            paged_mqa_ctx_lens_2d=None if ctx_lens_draft_tokens is None else zeros(max_batch, ctx_lens_draft_tokens),
        )

    def __post_init__(self) -> None:
        limits, device = self.limits, self.cache_seqlens_int32.device
        vectors = {
            "cache_seqlens_int32": limits.max_batch,
            "cu_seqlens_k": limits.max_batch + 1,
            "nsa_seqlens_expanded": limits.max_tokens,
            "nsa_cache_seqlens_int32": limits.max_tokens,
            "nsa_cu_seqlens_q": limits.max_tokens + 1,
            "nsa_cu_seqlens_k": limits.max_tokens + 1,
            "num_tokens": 1,
            "status": 1,
        }
        for name, size in vectors.items():
            if name != "nsa_cu_seqlens_q" or self.nsa_cu_seqlens_q is not None:
                _check(name, getattr(self, name), (torch.int32,), (size,), device, unit_stride=True)
        tables = {
            "real_page_table": (self.real_page_table, limits.pages),
            "page_table_1": (self.page_table_1, limits.width),
        }
        for name, (table, columns) in tables.items():
            if table is not None:
                _check(name, table, (torch.int32,), (limits.max_tokens, columns), device, unit_stride=False)
        if self.paged_mqa_ctx_lens_2d is not None:
            _check(
                "paged_mqa_ctx_lens_2d",
                self.paged_mqa_ctx_lens_2d,
                (torch.int32,),
                (limits.max_batch, None),
                device,
                unit_stride=False,
            )
        if limits.page_size == 1 and (
            self.page_table_1 is None or self.page_table_1.data_ptr() != self.real_page_table.data_ptr()
        ):
            raise ValueError("real_page_table: expected page_table_1 itself, with page_size 1 they are one table")

    @property
    def device(self) -> torch.device:
        return self.cache_seqlens_int32.device

    def require(self, batch: ReplayBatch) -> None:
        """Raise, before anything is written, if ``batch`` cannot be filled into these buffers."""
        self.limits.require(batch.shape, batch.total_tokens)
        if batch.device != self.device:
            raise ValueError(f"seq_lens: expected a tensor on {self.device}, where the buffers are, got {batch.device}")
        ctx_lens = self.paged_mqa_ctx_lens_2d
        if ctx_lens is not None and ctx_lens.shape[1] != batch.shape.draft_tokens:
            raise ValueError(
                f"draft_tokens: expected {ctx_lens.shape[1]}, the columns of paged_mqa_ctx_lens_2d, "
                f"got {batch.shape.draft_tokens}"
            )

    def views(self, batch: ReplayBatch) -> MetadataViews:
        """The slices that a fill of ``batch`` defines; storage shared, nothing read or written.

        Nine slices take longer to make than a kernel to launch, so those made once are given again.
        """
        key = (batch.shape.batch_size, self.token_rows(batch))
        if key not in self._views:
            if len(self._views) >= _VIEWS_KEPT:
                self._views.clear()
            self._views[key] = self._slice(*key)
        return self._views[key]

    def _slice(self, requests: int, tokens: int) -> MetadataViews:
        return MetadataViews(
            cache_seqlens_int32=self.cache_seqlens_int32[:requests],
            cu_seqlens_k=self.cu_seqlens_k[: requests + 1],
            nsa_seqlens_expanded=self.nsa_seqlens_expanded[:tokens],
            nsa_cache_seqlens_int32=self.nsa_cache_seqlens_int32[:tokens],
            nsa_cu_seqlens_q=None if self.nsa_cu_seqlens_q is None else self.nsa_cu_seqlens_q[: tokens + 1],
            nsa_cu_seqlens_k=self.nsa_cu_seqlens_k[: tokens + 1],
            page_table_1=None if self.page_table_1 is None else self.page_table_1[:tokens],
            real_page_table=self.real_page_table[:tokens],
            num_tokens=self.num_tokens,
            paged_mqa_ctx_lens_2d=None if self.paged_mqa_ctx_lens_2d is None else self.paged_mqa_ctx_lens_2d[:requests],
            paged_mqa_schedule_metadata=self.paged_mqa_schedule_metadata,
        )

    def token_rows(self, batch: ReplayBatch) -> int:
        """How many query-token rows a fill of ``batch`` may write: the host's total, or all that could be."""
        most = batch.shape.max_tokens if batch.total_tokens is None else batch.total_tokens
        return min(most, self.limits.max_tokens)

    def _outputs(self) -> tuple[torch.Tensor | None, ...]:
        """What a fill writes, in the order in which the kernel takes it."""
        return (
            self.cache_seqlens_int32,
            self.cu_seqlens_k,
            self.nsa_seqlens_expanded,
            self.nsa_cache_seqlens_int32,
            self.nsa_cu_seqlens_k,
            self.page_table_1,
            self.real_page_table,
            self.num_tokens,
            self.status,
            self.paged_mqa_ctx_lens_2d,
        )

    def _layout(self) -> tuple[object, ...]:
        return (self.device, *(None if each is None else each.stride() for each in self._outputs()))

    def clear_status(self) -> None:
        """Forget overflows seen so far; queued on the device, no wait."""
        self.status.zero_()

    def raise_on_overflow(self) -> None:
        """Raise :class:`CapacityError` if any fill since :meth:`clear_status` clamped a length. Waits for the device:
        call it off the hot path, or read ``status`` yourself with a copy that does not wait.
        """
        overflow = Overflow(int(self.status.item()))
        if overflow:
            raise CapacityError(overflow)


@dataclass(frozen=True, eq=False)
class BufferSets:
    """Sets of buffers that one launch fills alike: the same limits, device, optional tables and strides."""

    sets: tuple[MetadataBuffers, ...]
    addresses: torch.Tensor  # [sets, 10] int64: where each set's outputs are, in the order of _outputs()

    @classmethod
    def of(cls, *sets: MetadataBuffers) -> BufferSets:
        """Check that the sets go together and note their addresses, of several on the device (which waits for it)."""
        if not sets:
            raise ValueError("sets: expected at least one MetadataBuffers, got none")
        for number, buffers in enumerate(sets):
            if buffers.limits != sets[0].limits or buffers._layout() != sets[0]._layout():
                raise ValueError(
                    f"sets[{number}]: expected the limits, device, optional tables and strides of sets[0], "
                    f"{sets[0].limits} {sets[0]._layout()}, got {buffers.limits} {buffers._layout()}"
                )
        rows = [[0 if each is None else each.data_ptr() for each in buffers._outputs()] for buffers in sets]
        return cls(sets, torch.tensor(rows, dtype=torch.int64, device=sets[0].device if len(sets) > 1 else "cpu"))

    @property
    def first(self) -> MetadataBuffers:
        return self.sets[0]


def check_lengths(name: str, tensor: torch.Tensor, size: int, device: torch.device) -> None:
    """Raise unless ``tensor`` is a vector of ``size`` int32 or int64 on ``device``."""
    _check(name, tensor, _LENGTH_DTYPES, (size,), device, unit_stride=False)
    if tensor.shape[0] != size:
        raise ValueError(f"{name}: expected {size} elements, one per request, got {tensor.shape[0]}")


def check_vector(name: str, tensor: torch.Tensor, size: int, device: torch.device) -> None:
    """Raise unless ``tensor`` is a contiguous int32 vector of at least ``size`` on ``device``."""
    _check(name, tensor, (torch.int32,), (size,), device, unit_stride=True)


def _check(
    name: str,
    tensor: Any,
    dtypes: tuple[torch.dtype, ...],
    at_least: tuple[int | None, ...],
    device: torch.device,
    *,
    unit_stride: bool,
) -> None:
    if not isinstance(tensor, torch.Tensor):
        raise TypeError(f"{name}: expected a tensor, got {type(tensor).__name__}")
    if tensor.dtype not in dtypes:
        raise TypeError(f"{name}: expected {' or '.join(map(str, dtypes))}, got {tensor.dtype}")
    if tensor.device != device:
        raise ValueError(f"{name}: expected a tensor on {device}, got one on {tensor.device}")
    if tensor.ndim != len(at_least):
        raise ValueError(f"{name}: expected {len(at_least)} dimensions, got shape {tuple(tensor.shape)}")
    if any(low is not None and size < low for size, low in zip(tensor.shape, at_least, strict=True)):
        raise ValueError(f"{name}: expected at least {at_least}, got shape {tuple(tensor.shape)}")
    if unit_stride and tensor.shape[0] > 1 and tensor.stride(0) != 1:
        raise ValueError(f"{name}: expected a contiguous vector, got stride {tensor.stride(0)}")
