"""How much of what is generated a run of the tests looks at: all of it, or with `NSA_GUARD_SHARE=0.1` a tenth."""

from __future__ import annotations

import os


def some(count: int) -> int:
    """The share of `count` that this run looks at, at least one."""
    return max(1, round(count * float(os.environ.get("NSA_GUARD_SHARE") or 1)))
