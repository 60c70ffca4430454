"""How keys are pooled, and the tensors that follow from it, each once. Needs no torch."""

from __future__ import annotations

from dataclasses import dataclass

from nsa_runtime.outputs import Axis, Output
from nsa_runtime.shapes import Limits, Mode, ReplayShape, in_range, require_type


@dataclass(frozen=True)
class Pooling:
    """``index_kpool`` tokens have one key, so a page of the pooled cache holds as many keys as one of the key/value
    cache holds tokens, and covers ``index_kpool`` of its pages.

    ``packed``: a pooled page has the number of its first page divided by ``index_kpool`` (SGLang since 0.5.22), else
    that number itself (0.5.20 and 0.5.21).
    """

    limits: Limits
    index_kpool: int
    packed: bool = True

    def __post_init__(self) -> None:
        require_type("limits", self.limits, Limits)
        in_range("index_kpool", self.index_kpool, 2, 65_536)
        require_type("packed", self.packed, bool)
        if self.limits.page_size % self.index_kpool:
            raise ValueError(
                f"index_kpool: expected a divisor of page_size, {self.limits.page_size}, got {self.index_kpool}"
            )

    @property
    def pages(self) -> int:
        """Columns of the pooled page table."""
        return -(-self.limits.pages // self.index_kpool)

    @property
    def shift(self) -> int:
        """By how many bits a slot of the key/value cache is shifted to give its page of the pooled cache."""
        return (self.limits.page_size * (self.index_kpool if self.packed else 1)).bit_length() - 1

    def closed(self, draft_tokens: int) -> int:
        """The most pools that so many new tokens can complete."""
        return -(-draft_tokens // self.index_kpool)

    def require(self, shape: ReplayShape) -> None:
        """Raise if there is no such metadata for ``shape``."""
        if shape.mode.ragged:
            raise ValueError(f"shape: expected a uniform mode with pooled keys, got {shape.mode.value}")
        self.limits.require(shape)


def write_start(shape: ReplayShape, kv: int) -> int:
    """Where a request's query tokens are written, which may be before the first key where it is padding."""
    return kv - (1 if shape.mode is Mode.DECODE else shape.draft_tokens)


PLAN = ("req", "write_start", "tail_logical_start", "write_loc")
PER_TOKEN = ("seqlens_per_q", "pool_seqlens_per_q")
LONG = ("req", "write_loc")
"""Those that are int64; all others are int32."""

OUTPUTS = (
    Output("nsa_cache_seqlens_int32", Axis.TOKENS),
    Output("nsa_cu_seqlens_k", Axis.TOKENS, extra=1),
    Output("pooled_cache_seqlens_int32", Axis.REQUESTS, optional=True),
    Output("pooled_real_page_table", Axis.TOKENS, columns="pages", optional=True),
    Output("req", Axis.REQUESTS, optional=True),
    Output("write_start", Axis.REQUESTS, optional=True),
    Output("tail_logical_start", Axis.REQUESTS, optional=True),
    Output("write_loc", Axis.REQUESTS, columns="", optional=True),
    Output("seqlens_per_q", Axis.TOKENS, optional=True),
    Output("pool_seqlens_per_q", Axis.TOKENS, optional=True),
    Output("effective_n_per_batch", Axis.REQUESTS, optional=True),
)
"""In the order in which the kernel takes them."""
