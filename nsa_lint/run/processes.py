"""Batches of files spread over processes, and no file takes the others down."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from nsa_lint.run.files import Checked, Run

CheckFile: TypeAlias = "Callable[[str, Run], Checked]"

_GARBAGE = 200_000  # objects that a worker leaves to reference counts before it looks for cycles


_work: Callable[[str], Checked] | None = None


def _start_worker(check_file: CheckFile, run: Run) -> None:
    global _work
    _work = lambda path: check_file(path, run)  # noqa: E731
    gc.disable()  # for good: see `collector_paused`
    gc.freeze()


def _check_batch(paths: Sequence[str]) -> list[Checked]:
    assert _work is not None
    checked = []
    for path in paths:
        checked.append(_work(path))
        if gc.get_count()[0] > _GARBAGE:
            gc.collect()
    return checked


def in_processes(
    check_file: CheckFile, batches: Sequence[Sequence[str]], run: Run, jobs: int
) -> Iterator[tuple[Sequence[str], list[Checked] | None]]:
    """Each batch with its results as they come; None for those that were at work when a process died."""
    # fork where it is safe: no thread runs yet, and a fresh interpreter would import flake8 and us again (0.1 s).
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    waiting = list(reversed(batches))
    while waiting:
        before = len(waiting)
        try:
            pool = ProcessPoolExecutor(jobs, context, _start_worker, (check_file, run))
        except (OSError, ImportError, NotImplementedError):  # no semaphores here: one process has to do
            batch = waiting.pop()
            yield batch, [check_file(path, run) for path in batch]
            continue
        with pool:
            yield from _until_broken(pool, waiting, 2 * jobs)
        if len(waiting) == before:  # not one process came up
            yield waiting.pop(), None


def _until_broken(
    pool: ProcessPoolExecutor, waiting: list[Sequence[str]], ahead: int
) -> Iterator[tuple[Sequence[str], list[Checked] | None]]:
    """Take batches from `waiting`, `ahead` at a time, until none is left or the pool is broken."""
    running: dict[Future[list[Checked]], Sequence[str]] = {}
    broken = False
    while running or (waiting and not broken):
        while waiting and not broken and len(running) < ahead:
            try:
                running[pool.submit(_check_batch, waiting[-1])] = waiting[-1]
                waiting.pop()
            except BrokenProcessPool:
                broken = True
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            batch = running.pop(future)
            try:
                yield batch, future.result()
            except BrokenProcessPool:
                broken = True
                yield batch, None
