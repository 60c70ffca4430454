"""How the lengths of query tokens are counted for a rank, and up to where rows are copied. Needs no torch."""

from __future__ import annotations

from dataclasses import dataclass

from nsa_runtime.shapes import INT32_MAX, in_range


@dataclass(frozen=True)
class Counting:
    """What is made of a query token's length, in tokens, once it is known.

    * ``dcp_rank`` of ``dcp_world`` ranks keeps every ``dcp_world``-th group of ``dcp_interleave`` keys; 1 rank: all.
    * ``compress_ratio`` keys are one state; the length is in whole states.
    """

    dcp_rank: int = 0
    dcp_world: int = 1
    dcp_interleave: int = 1
    compress_ratio: int = 1

    def __post_init__(self) -> None:
        in_range("dcp_world", self.dcp_world, 1, 2**15)
        in_range("dcp_rank", self.dcp_rank, 0, self.dcp_world - 1)
        in_range("dcp_interleave", self.dcp_interleave, 1, 2**15)
        in_range("compress_ratio", self.compress_ratio, 1, INT32_MAX)

    def of(self, length: int) -> int:
        """What ``length`` keys, at least 0, are on this rank."""
        whole = length // self.dcp_interleave // self.dcp_world * self.dcp_interleave
        rest = length - whole * self.dcp_world - self.dcp_rank * self.dcp_interleave
        return (whole + min(max(rest, 0), self.dcp_interleave)) // self.compress_ratio
