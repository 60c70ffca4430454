"""How much work the analysis does on one function, in decision nodes, and where it goes on with less precision.

The work is counted, not timed, so that the answer is the same on every machine; 100,000 nodes take half a second or so.
The last limit is an option, `nsa-max-nodes`.
"""

from __future__ import annotations

from enum import Enum


class Effort(Enum):
    """How exactly a scope is walked: less so where it is too large, and each step forgets more of what loops set."""

    EXACT = "exact"
    COARSE = "coarse"
    FOCUSED = "focused"  # tests of what does not decide go either way; counts where that finds nothing, or as the last
    MERGED = "merged"  # one unknown for all the unknowns that a name may be


# For each attempt, one after the other; None: as many as the option says. The focused ones have these together
NODES: dict[Effort, int | None] = {
    Effort.EXACT: 10_000,
    Effort.COARSE: 22_000,
    Effort.FOCUSED: 200_000,
    Effort.MERGED: None,
}
# For what a constructor or a caller in the file says about a function (NSA103): else they say nothing
CALLER_NODES = 20_000


def nodes_of(effort: Effort, most: int) -> int:
    """The limit of an attempt. `most`: the option."""
    nodes = NODES[effort]
    return most if nodes is None else min(nodes, most)
