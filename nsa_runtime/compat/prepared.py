"""The whole refresh of one captured batch size, prepared while SGLang captures: what a replay then does is one call.

A refresh is everything that SGLang derives from a batch before it replays the model's graph: the fill, the context
lengths, DeepGEMM's schedule (written by the fill where its algorithm is known), the top-k plan and FlashMLA's plan. It
reads the input buffers of SGLang's runner, which do not move between captures.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import torch

from nsa_runtime import dispatch, schedule
from nsa_runtime.batch import ReplayBatch
from nsa_runtime.buffers import BufferSets, MetadataViews
from nsa_runtime.compat import metadata as sglang_metadata
from nsa_runtime.replay import capture
from nsa_runtime.shapes import Mode, ReplayShape, Split

logger = logging.getLogger(__name__)

_NAME = "_nsa_runtime_prepared"


@dataclass(eq=False)
class Prepared:
    """A refresh of ``backends``, one or those of all draft steps, from the inputs that a size was captured with."""

    backends: Sequence[Any]
    metadata: Sequence[Any]
    forward_mode: Any
    inputs: tuple[torch.Tensor, torch.Tensor]  # seq_lens, req_pool_indices: slices of the runner's buffers
    launch: Callable[[], object]  # on the current stream, also into a graph that is being captured
    replay: Callable[[], object] = field(init=False)  # the same, in the fewest calls of the host
    recorded: bool = field(default=False, init=False)  # in the model's graph, which then does it at every replay

    def __post_init__(self) -> None:
        self.replay = self.launch
        self._places = tuple(map(_place, self.inputs))

    def reads(self, batch: Any) -> bool:
        """Whether a batch is in the memory that the refresh reads."""
        seq_lens, indices = self._places
        return _place(batch.seq_lens) == seq_lens and _place(batch.req_pool_indices) == indices

    def holds(self) -> bool:
        """Whether the backends still have the metadata that the refresh fills: a new capture may make a new one."""
        bs = len(self.inputs[0])
        return all(
            backend.decode_cuda_graph_metadata.get(bs) is metadata
            for backend, metadata in zip(self.backends, self.metadata, strict=True)
        )

    def run(self) -> None:
        """Refresh, or do nothing where the model's graph does; the backends then have what SGLang's would."""
        for backend, metadata in zip(self.backends, self.metadata, strict=True):
            backend.set_dsa_prefill_impl(forward_batch=None)
            backend.forward_metadata = metadata
        if not self.recorded:
            (self.launch if capturing() else self.replay)()  # a graph cannot be replayed into another one

    def take(self, batch: Any) -> None:
        """Copy a batch that is elsewhere to where the refresh in the model's graph reads it."""
        for held, given in zip(self.inputs, (batch.seq_lens, batch.req_pool_indices), strict=True):
            held.copy_(given[: len(held)])


def capturing() -> bool:
    """Whether what is launched now becomes part of a CUDA graph."""
    return torch.cuda.is_available() and torch.cuda.is_current_stream_capturing()


def _place(tensor: torch.Tensor) -> tuple[int, tuple[int, ...], torch.dtype]:
    return (tensor.data_ptr(), tensor.stride(), tensor.dtype)


def of(owner: Any, batch_size: int) -> Prepared | None:
    """What was prepared for a batch size of ``owner``, a backend or the backend of all draft steps."""
    prepared: Prepared | None = vars(owner).get(_NAME, {}).get(batch_size)
    return prepared if prepared is not None and prepared.holds() else None


def prepare(owner: Any, backends: Sequence[Any], batch: Any, forward_mode: Any, refreshed: int, *, graph: bool) -> None:
    """Prepare the refresh of a batch that ``backends`` have just been captured with.

    ``refreshed`` is the first of them whose schedule is refreshed. With ``graph`` a replay on a GPU is that of a CUDA
    graph of the refresh alone, captured here.
    """
    bs, first = batch.batch_size, backends[0]
    mode = sglang_metadata.mode_of(forward_mode, ragged=False)
    inputs = ReplayBatch(
        shape=ReplayShape(mode, bs, 1 if mode is Mode.DECODE else first.speculative_num_draft_tokens),
        seq_lens=batch.seq_lens[:bs],
        req_pool_indices=batch.req_pool_indices[:bs],
        req_to_token=first.req_to_token,
    )
    metadata = [backend.decode_cuda_graph_metadata[bs] for backend in backends]
    prepared = Prepared(
        backends, metadata, forward_mode, (inputs.seq_lens, inputs.req_pool_indices),
        _launch(backends, metadata, inputs, forward_mode, refreshed),
    )  # fmt: skip
    if graph and inputs.device.type == "cuda":
        prepared.replay = _captured(owner, prepared.launch, inputs.device)
    vars(owner).setdefault(_NAME, {})[bs] = prepared


def _launch(
    backends: Sequence[Any], metadata: Sequence[Any], batch: ReplayBatch, forward_mode: Any, refreshed: int
) -> Callable[[], object]:
    first = backends[0]
    splits = [_split_of(each, held, batch.device) for each, held in zip(backends, metadata, strict=True)]
    splits = [split if number >= refreshed else None for number, split in enumerate(splits)]
    tables = [sglang_metadata.filled_table(each, batch.shape) for each in metadata]
    sets = BufferSets.of(
        *sglang_metadata.adopt_all(metadata, batch.shape, "dsa", first.dsa_index_topk, splits=splits, tables=tables)
    )
    views = [buffers.views(batch) for buffers in sets.sets]
    rest: list[Callable[[], object]] = []
    if first.dsa_decode_impl == "flashmla_kv":
        lengths = views[0].nsa_cache_seqlens_int32
        rest.append(functools.partial(sglang_metadata.refresh_flashmla, first, metadata, lengths))
    for number in range(refreshed, len(backends)):
        written = sets.sets[number].writes_schedule(batch)
        rest += _derived(backends[number], metadata[number], views[number], forward_mode, written)
    fill = dispatch.bind(sets, batch)
    return functools.partial(_all, fill, tuple(rest)) if rest else fill


def _all(fill: Callable[[], object], rest: tuple[Callable[[], object], ...]) -> None:
    fill()
    for each in rest:
        each()


def _derived(
    backend: Any, metadata: Any, views: MetadataViews, forward_mode: Any, written: bool
) -> list[Callable[[], object]]:
    """What SGLang derives from the metadata, by its own methods; the schedule only where the fill does not write it."""
    if metadata.paged_mqa_schedule_metadata is None:
        return []
    decode = forward_mode.is_decode_or_idle()
    table = metadata.paged_mqa_ctx_lens_2d
    calls: list[Callable[[], object]] = []
    lengths = (views.cache_seqlens_int32 if decode else views.nsa_seqlens_expanded).view(-1, 1)
    if views.paged_mqa_ctx_lens_2d is not None:
        lengths = views.paged_mqa_ctx_lens_2d
    elif table is None:
        object.__setattr__(metadata, "paged_mqa_ctx_lens_2d", lengths)  # it is a frozen dataclass
    elif table.data_ptr() != lengths.data_ptr():
        calls.append(functools.partial(table.copy_, lengths))
    if not written:
        calls.append(functools.partial(backend._refresh_paged_mqa_schedule_metadata, metadata, lengths))
    if metadata.topk_v2_plan is not None:
        calls.append(functools.partial(backend._refresh_topk_v2_plan, metadata))
    return calls


_SPLITS: dict[object, Split | None] = {}


def _split_of(backend: Any, metadata: Any, device: torch.device) -> Split | None:
    """How the fill writes the schedule of a backend, if SGLang's function for it computes what the definition says."""
    held = metadata.paged_mqa_schedule_metadata
    if held is None or not held.is_contiguous() or held.ndim != 2 or held.shape[1] != 2:
        return None
    function = type(backend)._refresh_paged_mqa_schedule_metadata
    key = (function, len(held), device)
    if key not in _SPLITS:
        scratch = SimpleNamespace(paged_mqa_schedule_metadata=torch.zeros_like(held))

        def computed(lengths: torch.Tensor) -> torch.Tensor:
            backend._refresh_paged_mqa_schedule_metadata(scratch, lengths)
            answer: torch.Tensor = scratch.paged_mqa_schedule_metadata
            return answer

        _SPLITS[key] = schedule.split_of(computed, len(held) - 1, device)
    return _SPLITS[key]


def _captured(owner: Any, launch: Callable[[], object], device: torch.device) -> Callable[[], object]:
    """The launch as a CUDA graph of its own, or as it is if it cannot be captured. The graphs of one backend share a
    memory pool: they run on one stream."""
    try:
        graph = capture(launch, device, vars(owner).get(f"{_NAME}_pool"), "thread_local")
    except Exception as error:  # SGLang's plans are not ours: a refresh that cannot be captured is launched
        logger.warning("a metadata refresh is launched, not replayed: %s: %s", type(error).__name__, error)
        return launch
    vars(owner)[f"{_NAME}_pool"] = graph.pool()
    return graph.replay
