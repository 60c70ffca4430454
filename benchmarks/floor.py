"""``python -m benchmarks.floor``: what a fill takes beside a kernel that only copies its tables, and what is left where
it copies only what is new, where draft steps share their tables, and where keys are pooled. Tables in Markdown.

GPU time of captured calls, the median of several turns of all sides of a row (``benchmarks.timing``). Needs a GPU.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import statistics
import sys
from collections.abc import Callable, Iterator

import torch

from benchmarks import bare, cases, timing
from benchmarks.cases import Case
from nsa_runtime import BufferSets, MetadataBuffers, Mode, ReplayBatch, dispatch
from nsa_runtime.pooled import PooledBuffers, Pooling, fill_pooled

TURNS = 5
SHORT = ((1, 4), (32, 4), (128, 8), (256, 1), (256, 4), (512, 1), (512, 4), (512, 8))  # requests, thousands of keys
GROWING = ((32, 4), (128, 8), (256, 32), (512, 32))
KPOOL = 4
HEADROOM = 2048  # keys that rows can grow by while they are timed
Call = Callable[[], object]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor", description=__doc__)
    parser.parse_args(arguments)
    if not torch.cuda.is_available() or not dispatch.uses_kernels("cuda"):
        print("benchmarks.floor: needs a GPU, triton, and the kernels switched on", file=sys.stderr)
        return 2
    device = torch.device("cuda", torch.cuda.current_device())
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}; GPU us, median of {TURNS} turns")
    for lines in (_short(device), _growing(device), _steps(device), _pooled(device)):
        print()
        for line in lines:
            print(line, flush=True)
        torch.cuda.empty_cache()
    return 0


def _times(calls: dict[str, Call]) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(TURNS):
        for name, call in calls.items():
            found[name].append(timing.gpu_time(call))
    return {name: statistics.median(times) for name, times in found.items()}


def _short(device: torch.device) -> Iterator[str]:
    """The fill over the bare copy, where the tables are short and the rest counts."""
    yield "| mode | tables | batch | context | fill | bare copy | fill / bare |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for mode in Mode:
        for wide in (False, True):
            for size, context in SHORT:
                inputs = cases.build(Case(mode, size, context * 1024, wide=wide), device)
                fill = dispatch.bind(BufferSets.of(inputs.buffers), inputs.batch)
                found = _times({"fill": fill, "bare": bare.copy_tables(inputs)})
                yield (
                    f"| {mode.value} | {'wide' if wide else 'compact'} | {size} | {context}k | {found['fill']:.2f} | "
                    f"{found['bare']:.2f} | {found['fill'] / found['bare']:.2f} |"
                )


def _growing(device: torch.device) -> Iterator[str]:
    """A step of one more token per request: whole rows copied, and only what is new."""
    yield "| mode, wide | batch | context | bare copy | whole rows | what is new | whole / new | all rows new |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for mode in (Mode.DECODE, Mode.TARGET_VERIFY, Mode.DRAFT_EXTEND_V2):
        for size, context in GROWING:
            inputs = _with_headroom(Case(mode, size, context * 1024, wide=True), device)
            step = functools.partial(inputs.batch.seq_lens.add_, 1)
            whole, grown = inputs.buffers, _incremental(inputs.buffers)
            fills: list[Call] = [dispatch.bind(BufferSets.of(each), inputs.batch) for each in (whole, grown)]
            start = inputs.batch.seq_lens.clone()

            def all_new(buffers: MetadataBuffers = grown, fill: Call = fills[1]) -> None:
                buffers.forget_rows()
                fill()

            calls: dict[str, Call] = {
                "bare": bare.copy_tables(inputs),
                "whole": fills[0],
                "step": step,
                "forget": grown.forget_rows,
                "all new": all_new,
                "new": _both(step, fills[1]),
            }
            found: dict[str, list[float]] = {name: [] for name in calls}
            for _ in range(TURNS):
                for name, call in calls.items():
                    inputs.batch.seq_lens.copy_(start)
                    found[name].append(timing.gpu_time(call))
            inputs.batch.seq_lens.copy_(start)
            took = {name: statistics.median(times) for name, times in found.items()}
            new, every = took["new"] - took["step"], took["all new"] - took["forget"]
            yield (
                f"| {mode.value} | {size} | {context}k | {took['bare']:.2f} | {took['whole']:.2f} | {new:.2f} | "
                f"{took['whole'] / new:.1f}x | {every:.2f} |"
            )
            del inputs, whole, grown, fills, calls, all_new
            torch.cuda.empty_cache()


def _both(first: Call, second: Call) -> Call:
    def call() -> None:
        first()
        second()

    return call


def _with_headroom(case: Case, device: torch.device) -> cases.Inputs:
    """Inputs whose tables are wider than their lengths."""
    longer = dataclasses.replace(case, context=case.context + HEADROOM)
    inputs = cases.build(longer, device)
    inputs.batch.seq_lens.sub_(HEADROOM)
    return dataclasses.replace(inputs, batch=_with_generations(inputs.batch))


def _with_generations(batch: ReplayBatch) -> ReplayBatch:
    """The same requests for as long as it is measured."""
    pool = len(batch.req_to_token)
    return dataclasses.replace(batch, generations=torch.zeros(pool, dtype=torch.int64, device=batch.device))


def _incremental(buffers: MetadataBuffers) -> MetadataBuffers:
    """The same tensors, with a memory of the rows."""
    limits = buffers.limits
    held = torch.zeros(limits.max_tokens, limits.row_parts, 2, dtype=torch.int64, device=buffers.device)
    return dataclasses.replace(buffers, held_rows=held)


def _steps(device: torch.device) -> Iterator[str]:
    """Three draft steps, with page_table_1: tables of their own, shared, and shared with a memory of their rows."""
    yield "| draft steps | batch | context | own tables | shared | own / shared | shared, what is new |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for size, context in GROWING:
        inputs = cases.build(Case(Mode.DECODE, size, context * 1024, wide=True), device)
        sets = [inputs.buffers, *(cases.allocate(inputs.case, device) for _ in range(2))]
        shared, held = ([_sharing(each, first) for each in sets] for first in (sets[0], _incremental(sets[0])))
        found = _times(
            {
                name: dispatch.bind(BufferSets.of(*each), _with_generations(inputs.batch))
                for name, each in {"own": sets, "shared": shared, "new": held}.items()
            }
        )
        yield (
            f"| 3 | {size} | {context}k | {found['own']:.2f} | {found['shared']:.2f} | "
            f"{found['own'] / found['shared']:.1f}x | {found['new']:.2f} |"
        )
        del inputs, sets, shared, held
        torch.cuda.empty_cache()


def _sharing(buffers: MetadataBuffers, first: MetadataBuffers) -> MetadataBuffers:
    return dataclasses.replace(
        buffers, page_table_1=first.page_table_1, real_page_table=first.real_page_table, held_rows=first.held_rows
    )


def _pooled(device: torch.device) -> Iterator[str]:
    """Pooled keys after the fill, one launch more."""
    yield f"| mode, compact, kpool {KPOOL} | batch | context | fill | fill and pooled | more |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for mode in (Mode.DECODE, Mode.TARGET_VERIFY):
        for size, context in GROWING:
            inputs = cases.build(Case(mode, size, context * 1024), device)
            pooling = Pooling(inputs.buffers.limits, KPOOL)
            pooled = PooledBuffers.allocate(pooling, inputs.batch.shape.draft_tokens, device)
            fill = dispatch.bind(BufferSets.of(inputs.buffers), inputs.batch)
            found = _times({"fill": fill, "both": _both(fill, _pooled_call(pooled, inputs.batch))})
            yield (
                f"| {mode.value} | {size} | {context}k | {found['fill']:.2f} | {found['both']:.2f} | "
                f"{found['both'] - found['fill']:.2f} |"
            )


def _pooled_call(pooled: PooledBuffers, batch: ReplayBatch) -> Call:
    return lambda: fill_pooled(pooled, batch)


if __name__ == "__main__":
    sys.exit(main())
