"""The tensors: preallocated buffers, the batch that fills them, and the views that consumers read.

A fill writes into a :class:`MetadataBuffers` and returns a :class:`MetadataViews`: slices of those buffers, the same
storage, so that a captured CUDA graph keeps its addresses and nothing downstream depends on which arm did the work.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

import torch

from nsa_runtime import checks
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.outputs import OUTPUTS, VIEWED, WRITTEN, Output
from nsa_runtime.shapes import (
    INT32_MAX,
    SEGMENT,
    CapacityError,
    Limits,
    Mode,
    Overflow,
    Split,
    in_range,
    require_type,
)

_log = logging.getLogger(__name__)
_VIEWS_KEPT = 1024


@dataclass(frozen=True, eq=False)
class MetadataViews:
    """What consumers read after a fill: slices of the buffers, ``t`` counts query tokens, lengths are in tokens.

    In ``Mode.DRAFT_EXTEND`` without a host ``total_tokens`` the token axis is as long as the batch can make it;
    ``num_tokens`` (int32 [1], on the device) says how much of it is live. The row of a page table is defined on its
    live prefix only: ``[:kv_len]`` for ``page_table_1``, ``[:ceil(kv_len / page_size)]`` for ``real_page_table``;
    what follows is left from earlier replays. Lengths are from 0 to the width of the tables, whatever the device held.
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

    No two outputs may share memory, with two exceptions: with page size 1 both tables are one, and where only
    ``Mode.DECODE`` fills the set ``nsa_seqlens_expanded`` may be ``cache_seqlens_int32``. Raises ``TypeError`` or
    ``ValueError`` that name the argument.
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
    paged_mqa_schedule_metadata: torch.Tensor | None = None  # as DeepGEMM shapes it, [slots + 1, 2]
    paged_mqa_split: Split | None = None  # how a fill writes the schedule itself; None: DeepGEMM is called after it
    held_rows: torch.Tensor | None = None  # [max_tokens, parts, 2] int64, zeroed: what each part of a table row holds
    name: str = "the buffers"  # what errors and log lines call them
    _views: dict[tuple[int, int], MetadataViews] = field(default_factory=dict, init=False, repr=False)
    _extents: list[checks.Extent] = field(default_factory=list, init=False, repr=False)  # of what a fill writes
    _decodes_only: bool = field(default=False, init=False, repr=False)

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
        incremental: bool = False,
        name: str = "the buffers",
    ) -> MetadataBuffers:
        """Allocate zeroed buffers; the arguments are those of :class:`~nsa_runtime.shapes.Limits`.

        ``wide`` asks for ``page_table_1`` (``4 * max_tokens * width`` bytes; page size 1 always has it).
        ``ctx_lens_draft_tokens`` asks for ``paged_mqa_ctx_lens_2d``, with that many columns. ``incremental`` asks for
        ``held_rows``: fills then copy into the page tables only what their rows do not hold.
        """
        limits, device = Limits(max_batch, max_tokens, width, page_size, index_topk), checks.device("device", device)
        require_type("wide", wide, bool)
        require_type("incremental", incremental, bool)
        if ctx_lens_draft_tokens is not None:
            in_range("ctx_lens_draft_tokens", ctx_lens_draft_tokens, 1, INT32_MAX)
        absent = set() if wide or page_size == 1 else {"page_table_1"}
        if ctx_lens_draft_tokens is None:
            absent.add("paged_mqa_ctx_lens_2d")

        def zeros(output: Output) -> torch.Tensor:
            size = [ctx_lens_draft_tokens or 1 if each is None else each for each in output.at_least(limits)]
            return torch.zeros(size, dtype=torch.int32, device=device)

        tensors: dict[str, Any] = {output.name: None if output.name in absent else zeros(output) for output in WRITTEN}
        if page_size == 1:
            tensors["real_page_table"] = tensors["page_table_1"]
        if incremental:
            tensors["held_rows"] = torch.zeros(max_tokens, limits.row_parts, 2, dtype=torch.int64, device=device)
        steps = torch.arange(max_tokens + 1, dtype=torch.int32, device=device)
        return cls(limits=limits, nsa_cu_seqlens_q=steps, name=name, **tensors)

    def __post_init__(self) -> None:
        require_type("limits", self.limits, Limits)
        require_type("name", self.name, str)
        checks.require_tensor("cache_seqlens_int32", self.cache_seqlens_int32)
        for output in OUTPUTS:
            tensor = getattr(self, output.name)
            if tensor is None and output.optional:
                continue
            if output.columns is None:
                size = output.size(self.limits.max_batch, self.limits.max_tokens)
                checks.vector(output.name, tensor, size, self.device)
            else:
                checks.table(output.name, tensor, output.at_least(self.limits), self.device)
        if self.limits.page_size == 1 and not _begin_together(self.page_table_1, self.real_page_table):
            raise ValueError("real_page_table: expected page_table_1 itself, with page_size 1 they are one table")
        if self.held_rows is not None:
            checks.memories("held_rows", self.held_rows, self.limits.max_tokens, self.device)
        if self.paged_mqa_schedule_metadata is not None:
            checks.require_tensor("paged_mqa_schedule_metadata", self.paged_mqa_schedule_metadata)
        if self.paged_mqa_split is not None:
            require_type("paged_mqa_split", self.paged_mqa_split, Split)
            checks.schedule("paged_mqa_schedule_metadata", self.paged_mqa_schedule_metadata, self.device)
        if not torch.compiler.is_compiling():
            together = _begin_together(self.nsa_seqlens_expanded, self.cache_seqlens_int32)
            object.__setattr__(self, "_decodes_only", together and self.nsa_seqlens_expanded.numel() > 0)
            apart = self._apart()
            checks.disjoint(apart)
            apart.pop("nsa_cu_seqlens_q")  # a constant: an input may be
            self._extents.extend(checks.disjoint(apart))

    def _apart(self) -> dict[str, torch.Tensor | None]:
        """The tensors that must not share memory."""
        tensors: dict[str, torch.Tensor | None] = {output.name: getattr(self, output.name) for output in OUTPUTS}
        tensors["paged_mqa_schedule_metadata"] = self.paged_mqa_schedule_metadata
        tensors["held_rows"] = self.held_rows
        if self.limits.page_size == 1:
            del tensors["page_table_1"]
        if self._decodes_only:
            del tensors["nsa_seqlens_expanded"]
        return tensors

    @property
    def device(self) -> torch.device:
        return self.cache_seqlens_int32.device

    def require(self, batch: ReplayBatch) -> None:
        """Raise, before anything is written, if ``batch`` cannot be filled into these buffers."""
        self.require_fits(batch)
        checks.require_apart(batch.inputs, self._extents)

    def require_fits(self, batch: ReplayBatch) -> None:
        """:meth:`require` without a look at memory, which a graph that is being traced does not have."""
        require_type("batch", batch, ReplayBatch)
        self.limits.require(batch.shape, batch.total_tokens)
        if batch.device != self.device:
            raise ValueError(f"seq_lens: expected a tensor on {self.device}, where the buffers are, got {batch.device}")
        if self.held_rows is not None and batch.generations is None:
            raise ValueError("generations: expected a tensor for buffers with held_rows, got None")
        ctx_lens = self.paged_mqa_ctx_lens_2d
        if ctx_lens is not None and ctx_lens.shape[1] != batch.shape.draft_tokens:
            raise ValueError(
                f"draft_tokens: expected {ctx_lens.shape[1]}, the columns of paged_mqa_ctx_lens_2d, "
                f"got {batch.shape.draft_tokens}"
            )
        if self._decodes_only and batch.shape.mode is not Mode.DECODE:
            raise ValueError(
                f"nsa_seqlens_expanded: expected memory of its own in mode {batch.shape.mode.value}, "
                "got cache_seqlens_int32 itself"
            )

    def writes_schedule(self, batch: ReplayBatch) -> bool:
        """Whether a fill of ``batch`` writes the schedule itself. Left to DeepGEMM are ragged and empty batches, tables
        of context lengths with several columns, more than 256 query tokens a request, and totals past 32 bits."""
        shape, table = batch.shape, self.paged_mqa_ctx_lens_2d
        return (
            self.paged_mqa_split is not None
            and not shape.mode.ragged
            and (table is None or table.shape[1] == 1)
            and shape.draft_tokens <= SEGMENT
            and 0 < shape.max_tokens * -(-self.limits.width // SEGMENT) <= INT32_MAX
        )

    def views(self, batch: ReplayBatch) -> MetadataViews:
        """The slices that a fill of ``batch`` defines; storage shared, nothing read or written.

        Slicing nine tensors costs more than a launch, so views are kept. Safe to call from several threads.
        """
        key = (batch.shape.batch_size, self.token_rows(batch))
        views = self._views.get(key)
        if views is None:
            if len(self._views) >= _VIEWS_KEPT:
                self._views.clear()
            views = self._views[key] = self.slice(*key)
        return views

    def slice(self, requests: int, tokens: int) -> MetadataViews:
        """Views of so many requests and query tokens."""
        views: dict[str, Any] = {}
        for output in VIEWED:
            tensor = getattr(self, output.name)
            views[output.name] = None if tensor is None else tensor[: output.size(requests, tokens)]
        return MetadataViews(paged_mqa_schedule_metadata=self.paged_mqa_schedule_metadata, **views)

    def token_rows(self, batch: ReplayBatch) -> int:
        """How many query-token rows a fill of ``batch`` may write: the host's total, or all that could be."""
        return self.limits.token_rows(batch.shape, batch.total_tokens)

    def _outputs(self) -> tuple[torch.Tensor | None, ...]:
        """What a fill writes, in the order in which the kernel takes it."""
        return tuple(getattr(self, output.name) for output in WRITTEN)

    def _schedule_kind(self) -> tuple[Split | None, int]:
        """How the schedule is split, and among how many slots."""
        held = self.paged_mqa_schedule_metadata
        return self.paged_mqa_split, 0 if held is None else len(held) - 1

    def _addresses(self) -> list[int]:
        """Where it writes them, and last its schedule and what rows hold; 0 for what it does not write."""
        schedule = None if self.paged_mqa_split is None else self.paged_mqa_schedule_metadata
        return [0 if each is None else each.data_ptr() for each in (*self._outputs(), schedule, self.held_rows)]

    def _layout(self) -> tuple[object, ...]:
        return (self.device, *(None if each is None else each.stride() for each in (*self._outputs(), self.held_rows)))

    def forget_rows(self) -> None:
        """After anything but a fill has written the page tables: the next fill copies whole rows. Queued, no wait."""
        if self.held_rows is not None:
            self.held_rows.zero_()

    def clear_status(self) -> None:
        """Forget overflows seen so far; queued on the device, no wait."""
        self.status.zero_()

    def overflow(self) -> Overflow:
        """What fills since :meth:`clear_status` had to clamp, which is logged too. Waits for the device: call it off
        the hot path, or read ``status`` yourself with a copy that does not wait.
        """
        found = Overflow(int(self.status.item()))
        if found:
            _log.warning("lengths on the device did not fit %s and were clamped: %r", self._described(), found)
        return found

    def raise_on_overflow(self) -> None:
        """Raise :class:`CapacityError` if :meth:`overflow` finds any. Waits for the device."""
        found = self.overflow()
        if found:
            raise CapacityError(found, self._described())

    def _described(self) -> str:
        return f"{self.name} ({self.limits})"


def _require_alike(sets: list[MetadataBuffers]) -> None:
    """Raise if fills of these sets would not write their schedules alike."""
    for buffers in sets:
        kind, first = (each._schedule_kind() for each in (buffers, sets[0]))
        if kind != first:
            raise ValueError(f"paged_mqa_schedule_metadata: expected sets with {first}, got one with {kind}")


def _start(tensor: torch.Tensor | None) -> int:
    return 0 if tensor is None else tensor.data_ptr()


def _begin_together(left: torch.Tensor | None, right: torch.Tensor) -> bool:
    """Whether two tensors begin at one place. Fake ones have none, and must be one object."""
    if left is right:
        return True
    return type(left) is type(right) is torch.Tensor and left.data_ptr() == right.data_ptr()


@dataclass(frozen=True, eq=False)
class BufferSets:
    """Sets of buffers that one launch fills alike: the same limits, device, optional tables and strides."""

    sets: tuple[MetadataBuffers, ...]
    addresses: torch.Tensor  # [sets, 12] int64: where each set's outputs are

    @classmethod
    def of(cls, *sets: MetadataBuffers) -> BufferSets:
        """Check that the sets go together and note their addresses, of several on the device (which waits for it)."""
        if not sets:
            raise ValueError("sets: expected at least one MetadataBuffers, got none")
        for number, buffers in enumerate(sets):
            require_type(f"sets[{number}]", buffers, MetadataBuffers)
            if buffers.limits != sets[0].limits or buffers._layout() != sets[0]._layout():
                raise ValueError(
                    f"sets[{number}]: expected the limits, device, optional tables and strides of sets[0], "
                    f"{sets[0].limits} {sets[0]._layout()}, got {buffers.limits} {buffers._layout()}"
                )
        _require_alike([each for each in sets if each.paged_mqa_split is not None])
        rows, several = [buffers._addresses() for buffers in sets], len(sets) > 1
        made = cls(sets, torch.tensor(rows, dtype=torch.int64, device=sets[0].device if several else "cpu"))
        if several:
            made._require_apart()
        return made

    @property
    def first(self) -> MetadataBuffers:
        return self.sets[0]

    @property
    def table_sets(self) -> int:
        """How many of the sets, from the first on, have page tables to fill: one where all share its tables."""
        tables = {(_start(each.page_table_1), _start(each.real_page_table)) for each in self.sets}
        return 1 if len(tables) == 1 else len(self.sets)

    def _require_apart(self) -> None:
        """Raise if an output of one set lies in another output of another. The same output of two sets may be one
        tensor: both fills write the same into it."""
        tensors: dict[str, torch.Tensor | None] = {}
        seen = set()
        for number, buffers in enumerate(self.sets):
            for name, tensor in buffers._apart().items():
                key = None if tensor is None else (name, tensor.data_ptr(), tensor.shape, tensor.stride())
                if key not in seen:
                    tensors[f"sets[{number}].{name}"] = tensor
                    seen.add(key)
        checks.disjoint(tensors)
