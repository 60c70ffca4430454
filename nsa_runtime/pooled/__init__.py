"""Pooled keys: what an indexer that keeps one key for every ``index_kpool`` tokens reads beside a fill's metadata.

Lengths that count whole pools, the page tables of the pooled cache, and the plan by which a step's pools are written.
:func:`fill_pooled` fills them in one launch, on the stream of the fill and after it.
"""

from __future__ import annotations

from nsa_runtime.pooled.buffers import PooledBuffers, PooledViews
from nsa_runtime.pooled.dispatch import fill_pooled, warmup
from nsa_runtime.pooled.shapes import Pooling

__all__ = ["PooledBuffers", "PooledViews", "Pooling", "fill_pooled", "warmup"]
