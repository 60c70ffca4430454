"""DeepGEMM's schedule for paged multi-query attention, where DeepGEMM is installed.

Its function changed over time: context lengths were a vector, ``[n]``; since April 2026, when it also got the argument
``indices``, they are a table, ``[n, next_n]``; some builds write into a tensor of the caller's. The installed one's
signature decides.

Where :func:`known` finds that its answers are those of :func:`nsa_runtime.definition.schedule`, a fill can write the
schedule itself: no launch, no allocation, no copy.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from nsa_runtime import definition
from nsa_runtime.buffers import MetadataViews
from nsa_runtime.shapes import Mode, Split

_log = logging.getLogger(__name__)

BLOCK_KV = 64  # tokens per block of the paged logits kernel, the size that DeepGEMM supports on every architecture
FUNCTION = "get_paged_mqa_logits_metadata"


@dataclass(frozen=True)
class Api:
    """How a build of DeepGEMM takes the context lengths, and the tensor to write into if it takes one."""

    two_dimensional: bool
    out: str | None  # "function" (a second one, for that), "keyword", or None: the schedule is a new tensor


@functools.cache
def deep_gemm() -> Any | None:
    """The ``deep_gemm`` module, or None where it is not installed."""
    return importlib.import_module("deep_gemm") if importlib.util.find_spec("deep_gemm") is not None else None


def api(module: Any) -> Api:
    """What the signature of the module's function says. One that cannot be read is taken for today's."""
    names = _parameters(getattr(module, FUNCTION))
    writing = getattr(module, f"{FUNCTION}_out", None)
    out = "keyword" if names and "out" in names else None
    if writing is not None and "schedule_metadata" in (_parameters(writing) or ()):
        out = "function"
    return Api(two_dimensional=names is None or "indices" in names, out=out)


def allocate(context_lens: torch.Tensor) -> torch.Tensor | None:
    """A schedule for ``context_lens`` (int32, ``[n]`` or ``[n, next_n]``), or None without DeepGEMM. Give it to
    ``MetadataBuffers`` as ``paged_mqa_schedule_metadata`` and every fill refreshes it in place."""
    module = deep_gemm()
    if module is None:
        return None
    slots = module.get_num_sms()
    schedule = torch.zeros(slots + 1, 2, dtype=torch.int32, device=context_lens.device)
    _compute(module, context_lens, schedule)
    return schedule


def known(device: torch.device) -> Split | None:
    """How the installed DeepGEMM shares out segments, for ``MetadataBuffers(paged_mqa_split=...)``: found by comparing
    its answers on ``device`` with the definition, once. None where they are others, and without DeepGEMM.

    It waits for the device, and DeepGEMM compiles: call it before anything is captured (during a capture it is None).
    """
    module = deep_gemm()
    if module is None or (device.type == "cuda" and torch.cuda.is_current_stream_capturing()):
        return None
    key = (getattr(module, FUNCTION), device)
    if key not in _KNOWN:
        slots = module.get_num_sms()

        def computed(lengths: torch.Tensor) -> torch.Tensor:
            held = torch.zeros(slots + 1, 2, dtype=torch.int32, device=device)
            _compute(module, lengths, held)
            return held

        _KNOWN[key] = split_of(computed, slots, device)
    return _KNOWN[key]


_KNOWN: dict[object, Split | None] = {}


def split_of(computed: Callable[[torch.Tensor], torch.Tensor], slots: int, device: torch.device) -> Split | None:
    """Which split gives the answers of ``computed``, a schedule of ``slots`` for lengths ``[n, 1]``; None if none does,
    or if it fails."""
    left = set(Split)
    try:
        for lengths in _probes():
            answer = computed(torch.tensor(lengths, dtype=torch.int32, device=device).view(-1, 1)).tolist()
            left = {split for split in left if definition.schedule(lengths, slots, split) == answer}
    except Exception as error:  # a DeepGEMM that cannot run here is no reason not to fill
        _log.warning("DeepGEMM's schedule could not be compared: %s: %s", type(error).__name__, error)
        return None
    split = left.pop() if len(left) == 1 else None
    _log.info("DeepGEMM's schedule is %s", "another than ours" if split is None else f"written by fills, {split.value}")
    return split


def _probes() -> list[list[int]]:
    """Lengths for which splits differ: fewer segments than slots, more, and on both sides of every edge."""
    rng = random.Random(0)
    some = [[rng.choice([0, 1, 255, 256, 257, rng.randint(1, 200_000)]) for _ in range(n)] for n in (2, 7, 32, 32, 64)]
    return [[1], [300, 1], [70_000], *(each for each in some if any(each))]


def refresh(views: MetadataViews, mode: Mode) -> MetadataViews:
    """Recompute the schedule into its own storage, from the key lengths that the indexer works with. Returns ``views``.

    Those are ``paged_mqa_ctx_lens_2d`` where the views have it and DeepGEMM takes a table, else the lengths of the
    requests when decoding, and of the query tokens otherwise.
    """
    if views.paged_mqa_schedule_metadata is not None:
        refresh_from(_context_lens(views, mode), views.paged_mqa_schedule_metadata)
    return views


def refresh_from(context_lens: torch.Tensor, schedule: torch.Tensor) -> None:
    """Recompute ``schedule`` (int32, ``[slots + 1, 2]``) in place, for ``context_lens`` (int32, ``[n]`` or
    ``[n, next_n]``). Without DeepGEMM, or without lengths, it stays as it is."""
    module = deep_gemm()
    if module is not None:
        _compute(module, context_lens, schedule)


def _context_lens(views: MetadataViews, mode: Mode) -> torch.Tensor:
    module, table = deep_gemm(), views.paged_mqa_ctx_lens_2d
    if module is not None and table is not None and not mode.ragged and api(module).two_dimensional:
        return table
    return views.cache_seqlens_int32 if mode is Mode.DECODE else views.nsa_seqlens_expanded


def _compute(module: Any, context_lens: torch.Tensor, schedule: torch.Tensor) -> None:
    if not context_lens.numel():  # DeepGEMM reads before the first length of none
        return
    takes = api(module)
    lengths = context_lens.contiguous()
    if takes.two_dimensional and lengths.dim() == 1:
        lengths = lengths.view(-1, 1)
    elif not takes.two_dimensional and lengths.dim() == 2 and lengths.shape[1] == 1:
        lengths = lengths.view(-1)
    slots = schedule.shape[0] - 1  # what the consumer checks; DeepGEMM's own count, or that of its clusters
    if takes.out == "function":
        getattr(module, f"{FUNCTION}_out")(
            context_lens=lengths, schedule_metadata=schedule, block_kv=BLOCK_KV, num_sms=slots
        )
    elif takes.out == "keyword":
        getattr(module, FUNCTION)(lengths, BLOCK_KV, slots, out=schedule)
    else:
        schedule.copy_(getattr(module, FUNCTION)(lengths, BLOCK_KV, slots))


@functools.lru_cache(maxsize=64)
def _parameters(function: Callable[..., Any]) -> tuple[str, ...] | None:
    """The names of a function's parameters: from its signature, or where it is compiled from the first line of its
    docstring, in which pybind11 writes it; None if there is neither."""
    try:
        return tuple(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        line, _, _ = (getattr(function, "__doc__", None) or "").partition("\n")
    head, bracket, rest = line.partition("(")
    if not bracket or not head.isidentifier():
        return None
    return tuple(name for name in map(_name, _at_top_level(rest.rpartition(")")[0])) if name.isidentifier())


def _name(parameter: str) -> str:
    return parameter.partition(":")[0].partition("=")[0].strip()


def _at_top_level(text: str) -> list[str]:
    """The parts between commas that are inside no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += character in "([{"
        depth -= character in ")]}"
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts
