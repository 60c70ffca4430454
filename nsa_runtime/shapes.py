"""What a replay looks like before any tensor exists: modes, shapes, capacities.

Everything here is plain Python, checked once when it is made, and free of torch, so that a scheduler or a
configuration file can hold it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntFlag

INT32_MAX = 2**31 - 1
MAX_BATCH = 65_535  # the kernels give every request a row of the CUDA grid, whose second axis ends here


SEGMENT = 256  # tokens: the unit in which DeepGEMM's schedule shares out the keys of a query token


class Split(Enum):
    """How a DeepGEMM schedule shares out segments that do not divide among its slots: some have one more than the
    others. Builds until early 2026 put those first, later ones last."""

    LONG_FIRST = "long-first"
    SHORT_FIRST = "short-first"


class Mode(Enum):
    """What the captured graph computes, as far as its metadata can tell.

    * ``DECODE``: one query token per request; the key/value length is ``seq_lens``.
    * ``TARGET_VERIFY``: ``draft_tokens`` query tokens per request, which ``seq_lens`` does not count yet; the
      key/value length is ``seq_lens + draft_tokens``.
    * ``DRAFT_EXTEND``: *ragged*, request ``r`` has ``extend_seq_lens[r]`` query tokens, already counted in
      ``seq_lens[r]``.
    * ``DRAFT_EXTEND_V2``: *uniform*, every request has ``draft_tokens`` query tokens, already counted.
    """

    DECODE = "decode"
    TARGET_VERIFY = "target-verify"
    DRAFT_EXTEND = "draft-extend"
    DRAFT_EXTEND_V2 = "draft-extend-v2"

    @property
    def ragged(self) -> bool:
        """Whether requests differ in their number of query tokens."""
        return self is Mode.DRAFT_EXTEND

    @property
    def drafts_uncounted(self) -> bool:
        """Whether ``seq_lens`` leaves out this step's query tokens."""
        return self is Mode.TARGET_VERIFY


class Overflow(IntFlag):
    """What a fill found in lengths that only the device knew, and clamped; the bits of ``MetadataBuffers.status``."""

    TOKENS = 1  # more query tokens than rows (max_tokens, or total_tokens): those past the end were left out
    WIDTH = 2  # a key/value length past the width of the tables, 64-bit ones included: taken as that width
    POOL = 4  # a request index outside req_to_token: its row was filled from the nearest one inside
    NEGATIVE = 8  # a negative number of query tokens, or a negative key/value length: taken as 0
    SHORT = 16  # fewer query tokens than total_tokens: the rows past the last one keep what an earlier fill left


class CapacityError(RuntimeError):
    """Lengths on the device did not fit the buffers; see the bits in ``overflow``, and ``buffers`` for which ones."""

    def __init__(self, overflow: Overflow, buffers: str = "the buffers") -> None:
        super().__init__(f"lengths on the device did not fit {buffers} and were clamped: {overflow!r}")
        self.overflow = overflow
        self.buffers = buffers


@dataclass(frozen=True)
class ReplayShape:
    """The shape of one replay.

    ``draft_tokens`` is the number of query tokens of every request in the uniform modes, and the most that one
    request may have in ``DRAFT_EXTEND``.
    """

    mode: Mode
    batch_size: int
    draft_tokens: int = 1

    def __post_init__(self) -> None:
        if not isinstance(self.mode, Mode):
            raise TypeError(f"mode: expected a Mode, got {self.mode!r}")
        in_range("batch_size", self.batch_size, 0, MAX_BATCH)
        in_range("draft_tokens", self.draft_tokens, 1, INT32_MAX)
        if self.mode is Mode.DECODE and self.draft_tokens != 1:
            raise ValueError(f"draft_tokens: decode has one query token per request, got {self.draft_tokens}")

    @property
    def max_tokens(self) -> int:
        """The most query tokens that a replay of this shape can have; exact in the uniform modes."""
        return self.batch_size * self.draft_tokens

    @property
    def kv_delta(self) -> int:
        """What is added to ``seq_lens`` to give the key/value length."""
        return self.draft_tokens if self.mode.drafts_uncounted else 0


@dataclass(frozen=True)
class Limits:
    """Capacities and constants that one set of buffers is made for.

    * ``max_batch``: requests; ``max_tokens``: query tokens of a whole batch (rows of the page tables).
    * ``width``: tokens, the longest key/value length that a page-table row can hold.
    * ``page_size``: tokens per page of the key/value cache, a power of two (1, 16 and 64 are in use).
    * ``index_topk``: tokens, how many keys the sparse attention reads at most per query token.
    """

    max_batch: int
    max_tokens: int
    width: int
    page_size: int
    index_topk: int

    def __post_init__(self) -> None:
        in_range("max_batch", self.max_batch, 0, MAX_BATCH)
        in_range("max_tokens", self.max_tokens, 0, INT32_MAX)
        in_range("width", self.width, 1, 2**30)
        in_range("page_size", self.page_size, 1, 65_536)
        in_range("index_topk", self.index_topk, 1, INT32_MAX)
        if self.page_size & (self.page_size - 1):
            raise ValueError(f"page_size: expected a power of two, got {self.page_size}")
        if self.max_batch * self.max_tokens > INT32_MAX:
            raise ValueError(
                f"max_batch * max_tokens: expected at most {INT32_MAX}, so that row offsets fit 32 bits for any "
                f"lengths on the device, got {self.max_batch} * {self.max_tokens}"
            )

    @property
    def pages(self) -> int:
        """Columns of the compact page table: ``ceil(width / page_size)``."""
        return -(-self.width // self.page_size)

    @property
    def row_parts(self) -> int:
        """Into how many parts rows are cut that remember what they hold: as many as keep a full batch resident on a GPU
        at once, and none shorter than 512 columns."""
        return max(1, min(-(-self.width // 512), 4096 // max(self.max_batch, 1) - 1))

    def part_columns(self, parts: int) -> int:
        """Columns of each of so many parts of a row, a multiple of four."""
        return -(-self.width // (4 * parts)) * 4

    def token_rows(self, shape: ReplayShape, total_tokens: int | None = None) -> int:
        """How many query-token rows a fill may write: the host's total, or all that there could be."""
        return min(shape.max_tokens if total_tokens is None else total_tokens, self.max_tokens)

    def require(self, shape: ReplayShape, total_tokens: int | None = None) -> None:
        """Raise if ``shape`` cannot fit; a ragged shape is held to ``total_tokens`` where the host knows it."""
        if shape.batch_size > self.max_batch:
            raise ValueError(f"batch_size: the buffers hold {self.max_batch} requests, got {shape.batch_size}")
        tokens = total_tokens if shape.mode.ragged else shape.max_tokens
        if tokens is not None and tokens > self.max_tokens:
            raise ValueError(f"total_tokens: the buffers hold {self.max_tokens} query tokens, got {tokens}")


def require_type(name: str, value: object, expected: type) -> None:
    """Raise a ``TypeError`` that names the argument unless ``value`` is an instance of ``expected``."""
    if not isinstance(value, expected):
        raise TypeError(f"{name}: expected a {expected.__name__}, got {type(value).__name__}")


def in_range(name: str, value: int, low: int, high: int) -> None:
    """Raise ``TypeError`` or ``ValueError`` unless ``value`` is an int, not a bool, from ``low`` to ``high``."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name}: expected an int, got {value!r}")
    if not low <= value <= high:
        raise ValueError(f"{name}: expected {low} to {high}, got {value}")
