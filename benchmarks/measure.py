"""The measurements: each an ours-against-theirs within one run, taken in turns."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from benchmarks import bare, cases, rivals, timing
from nsa_runtime import dispatch
from nsa_runtime.buffers import BufferSets
from nsa_runtime.replay import ReplayPlan
from nsa_runtime.shapes import Mode

ROUNDS = 5  # each figure is the median of this many, ours and theirs in turns
THREE_SETS = [(32, 4), (128, 8), (256, 4), (8, 64), (64, 64)]
EMPTY = "an empty kernel"  # launched through triton: what a plan's issue time is measured against
LATENCY = [(32, 4), (128, 8), (256, 4), (8, 64)]


@dataclass(frozen=True)
class Floor:
    """What no kernel can undercut here."""

    empty_us: float  # an empty kernel's GPU time, measured like any other
    copy_bytes_per_us: float  # of a device-to-device copy of 1 GiB, bytes read and written


@dataclass(frozen=True)
class Fill:
    """GPU time of one captured fill, microseconds."""

    case: cases.Case
    ours: float
    sglang: float | None
    bare: float  # the tables copied and nothing else done
    empty: float  # an empty kernel, in turns with the others: it varies by a fifth with the clocks of the moment
    bytes_us: float  # what the tables' bytes take at copy bandwidth


@dataclass(frozen=True)
class Latency:
    """CPU time to issue one draft-extend fill, and time from an idle device to its results, microseconds."""

    batch_size: int
    context: int
    issue: dict[str, float]
    completion: dict[str, float]


@dataclass(frozen=True)
class Sets:
    """GPU time of filling three decode sets, microseconds."""

    batch_size: int
    context: int
    ours: float
    three_fills: float
    sglang: float | None


def floor(device: torch.device) -> Floor:
    count = 2**28
    source = torch.empty(count, dtype=torch.int32, device=device)
    target = torch.empty_like(source)
    copy = timing.gpu_time(lambda: target.copy_(source), copies=2, replays=8)
    return Floor(
        empty_us=statistics.median(timing.gpu_time(rivals.empty_kernel) for _ in range(2 * ROUNDS + 1)),
        copy_bytes_per_us=8 * count / copy,
    )


def fill(case: cases.Case, device: torch.device, floor: Floor, sglang: Any | None) -> Fill:
    inputs = cases.build(case, device)
    theirs = None if sglang is None else rivals.sglang_fused(inputs, sglang)
    ours_us, theirs_us, bare_us, empty_us = [], [], [], []
    copy_tables = bare.copy_tables(inputs)
    for _ in range(ROUNDS):
        empty_us.append(timing.gpu_time(rivals.empty_kernel))
        bare_us.append(timing.gpu_time(copy_tables))
        ours_us.append(timing.gpu_time(lambda: dispatch.fill(inputs.buffers, inputs.batch)))
        if theirs is not None:
            theirs_us.append(timing.gpu_time(theirs))
    return Fill(
        case=case,
        ours=statistics.median(ours_us),
        sglang=statistics.median(theirs_us) if theirs_us else None,
        bare=statistics.median(bare_us),
        empty=statistics.median(empty_us),
        bytes_us=inputs.bytes_moved / floor.copy_bytes_per_us,
    )


def latency(batch_size: int, context: int, device: torch.device, sglang: Any | None) -> Latency:
    inputs = cases.build(cases.Case(Mode.DRAFT_EXTEND, batch_size, context * 1024), device)
    buffers, batch = inputs.buffers, inputs.batch
    plan = ReplayPlan(buffers, batch)

    def in_place() -> object:
        assert batch.extend_seq_lens is not None
        return dispatch.fill_draft_extend_metadata_inplace(
            batch.extend_seq_lens,
            batch.seq_lens,
            cases.INDEX_TOPK,
            buffers.nsa_seqlens_expanded,
            buffers.nsa_cache_seqlens_int32,
            total_tokens=inputs.total_tokens,
        )

    calls: dict[str, timing.Call] = {
        EMPTY: rivals.empty_kernel,
        "plan": plan.replay,
        "fill": lambda: dispatch.fill(buffers, batch),
        "in place": in_place,
        "seed's in place": rivals.seed_inplace(inputs),
    }
    if sglang is not None:
        calls["SGLang 0.5.23"] = rivals.sglang_fused(inputs, sglang)
        from nsa_runtime.compat import sglang as compat

        calls["ours as SGLang's"] = rivals.sglang_fused(inputs, compat)
    issue = {name: timing.issue_time(call) for name, call in calls.items()}
    calls["eager chain"] = rivals.eager_chain(inputs)
    completion = {
        name: timing.completion_time(call, 20 if name == "eager chain" else 60) for name, call in calls.items()
    }
    return Latency(batch_size, context, issue, completion)


def three_sets(batch_size: int, context: int, device: torch.device, sglang: Any | None, multi_copy: Any | None) -> Sets:
    case = cases.Case(Mode.DECODE, batch_size, context * 1024, wide=True)
    inputs = cases.build(case, device)
    sets = tuple(cases.allocate(case, device) for _ in range(3))
    together = BufferSets.of(*sets)
    theirs = None
    if sglang is not None and multi_copy is not None:
        theirs = rivals.sglang_three_sets(inputs, sets, sglang, multi_copy)
    return Sets(
        batch_size=batch_size,
        context=context,
        ours=timing.gpu_time(lambda: dispatch.fill_many(together, inputs.batch)),
        three_fills=timing.gpu_time(lambda: [dispatch.fill(each, inputs.batch) for each in sets]),
        sglang=None if theirs is None else timing.gpu_time(theirs),
    )


def multi_copy(root: Path) -> tuple[Any | None, str]:
    """SGLang's copy to three sets, or None and why not."""
    try:
        return rivals.load_sglang_multi_copy(root), ""
    except Exception as error:  # a rival that cannot be built here is left out, and the report says so
        return None, f"{type(error).__name__}: {error}".splitlines()[0]
