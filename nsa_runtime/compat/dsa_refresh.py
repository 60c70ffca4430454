"""The refresh of SGLang's backend since 0.5.15, as one call of the host; or, recorded into the model's graph, as none.

While SGLang captures a batch size its own method makes the metadata, and the whole refresh is prepared. A replay whose
batch is where the captured one was runs what was prepared; any other is left to SGLang's method.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

from nsa_runtime.compat import metadata as sglang_metadata
from nsa_runtime.compat import prepared
from nsa_runtime.compat.ports import DSA_BACKEND, Options

IS_STEP = "_nsa_runtime_is_step"
"""Set on the backend of a draft step: the backend that holds all of them refreshes it."""


def refreshing(original: Callable[..., Any], options: Options) -> Callable[..., None]:
    """``DeepseekSparseAttnBackend.init_forward_metadata_out_graph``. Keys pooled by the indexer, and whatever is not
    decode, target verify or the second version of draft extend, are left to ``original``."""

    @functools.wraps(original)
    def init_forward_metadata_out_graph(self: Any, forward_batch: Any, in_capture: bool = False) -> None:
        if in_capture:
            original(self, forward_batch, in_capture)
            if not vars(self).get(IS_STEP) and prepares(self) and _has_mode(forward_batch):
                prepared.prepare(self, [self], forward_batch, forward_batch.forward_mode, 0, graph=not options.in_graph)
            return
        ready = prepared.of(self, forward_batch.batch_size)
        if ready is None or ready.forward_mode != forward_batch.forward_mode:
            original(self, forward_batch, in_capture)
            return
        if ready.reads(forward_batch):
            ready.run()
            return
        original(self, forward_batch, in_capture)
        if ready.recorded:
            ready.take(forward_batch)

    return init_forward_metadata_out_graph


def recording(original: Callable[..., Any], options: Options) -> Callable[..., None]:
    """``init_forward_metadata_in_graph``, which SGLang's runners call first in what they capture, and which its sparse
    backend leaves empty."""

    @functools.wraps(original)
    def init_forward_metadata_in_graph(self: Any, forward_batch: Any) -> None:
        original(self, forward_batch)
        record(self, forward_batch)

    return init_forward_metadata_in_graph


def recording_steps(original: Callable[..., Any], options: Options) -> Callable[..., None]:
    """The same method of the backend that holds those of the draft steps: one launch for all of them."""

    @functools.wraps(original)
    def init_forward_metadata_in_graph(self: Any, forward_batch: Any) -> None:
        record(self, forward_batch)

    return init_forward_metadata_in_graph


def record(owner: Any, forward_batch: Any) -> None:
    """Launch the refresh, so that a capture of the current stream has it; a batch that is not where the prepared one
    is, or that is one half of two which overlap, stays outside the graph."""
    ready = prepared.of(owner, forward_batch.batch_size)
    if ready is None or not ready.reads(forward_batch) or _overlaps(ready.backends[0], forward_batch):
        return
    ready.launch()
    if prepared.capturing():
        ready.recorded = True


def prepares(backend: Any) -> bool:
    """Whether the refresh of a backend can be prepared: on CUDA, and without pooled keys."""
    return importlib.import_module(DSA_BACKEND).is_cuda() and not sglang_metadata.pools_keys(backend)


def _has_mode(batch: Any) -> bool:
    mode = batch.forward_mode
    return bool(mode.is_decode_or_idle() or mode.is_target_verify() or mode.is_draft_extend_v2())


def _overlaps(backend: Any, batch: Any) -> bool:
    """Whether two halves of the batch overlap, or another component rewrites the page table after the refresh."""
    halves = getattr(batch, "tbo_children", None) or getattr(batch, "tbo_parent_token_range", None)
    return halves is not None or backend.hisparse_coordinator is not None
