"""The tensors of one set of buffers, each once: its shape in terms of the limits, and who writes it. Needs no torch.

Allocation, checks, views, the addresses that the kernel takes for several sets and the schema of the custom operator
all follow this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nsa_runtime.shapes import Limits


class Axis(Enum):
    """What the first dimension of a tensor counts."""

    ONE = "one"
    REQUESTS = "requests"
    TOKENS = "tokens"  # query tokens


@dataclass(frozen=True)
class Output:
    """One int32 tensor: ``axis`` (+ ``extra``) elements, for a table rows of ``columns``."""

    name: str
    axis: Axis
    extra: int = 0  # a running sum from 0 has one element more
    columns: str | None = None  # of a table: the attribute of Limits that says how many, "" where the caller does
    optional: bool = False
    written: bool = True  # by a fill; else a constant

    def size(self, requests: int, tokens: int) -> int:
        """Elements, or rows, for so many requests and query tokens."""
        return {Axis.ONE: 1, Axis.REQUESTS: requests, Axis.TOKENS: tokens}[self.axis] + self.extra

    def at_least(self, limits: Limits) -> tuple[int | None, ...]:
        """The smallest shape for buffers of these limits; None where the caller decides."""
        size = self.size(limits.max_batch, limits.max_tokens)
        if self.columns is None:
            return (size,)
        return (size, getattr(limits, self.columns) if self.columns else None)


OUTPUTS = (
    Output("cache_seqlens_int32", Axis.REQUESTS),
    Output("cu_seqlens_k", Axis.REQUESTS, extra=1),
    Output("nsa_seqlens_expanded", Axis.TOKENS),
    Output("nsa_cache_seqlens_int32", Axis.TOKENS),
    Output("nsa_cu_seqlens_k", Axis.TOKENS, extra=1),
    Output("page_table_1", Axis.TOKENS, columns="width", optional=True),
    Output("real_page_table", Axis.TOKENS, columns="pages"),
    Output("num_tokens", Axis.ONE),
    Output("status", Axis.ONE),
    Output("paged_mqa_ctx_lens_2d", Axis.REQUESTS, columns="", optional=True),
    Output("nsa_cu_seqlens_q", Axis.TOKENS, extra=1, optional=True, written=False),
)
"""In the order in which ``fill_kernel`` reads their addresses, where it fills several sets."""

WRITTEN = tuple(output for output in OUTPUTS if output.written)
VIEWED = tuple(output for output in OUTPUTS if output.name != "status")
