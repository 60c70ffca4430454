"""One rank of the test of several: fills on its own device, then compares with the others."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

import torch
import torch.distributed as dist

from nsa_runtime import ReplayPlan, fill
from tests.runtime import batches


def main() -> None:
    dist.init_process_group("gloo")
    rank, count = dist.get_rank(), torch.cuda.device_count()
    if count:
        batches.DEVICE = torch.device("cuda", rank % count)  # not the current device, on all ranks but the first
    digest = hashlib.sha256()
    with mock.patch.multiple(dist, all_reduce=_refused, all_gather=_refused, broadcast=_refused, barrier=_refused):
        for seed in range(6):
            problem = batches.random_problem(seed)
            guarded, batch = problem.buffers(), problem.batch()
            plan = ReplayPlan(guarded.buffers, batch)
            with _no_wait(count > 0):
                fill(guarded.buffers, batch)
                plan.replay()
            batches.assert_filled(guarded, problem)
            for name in batches.OUTPUTS:
                tensor = getattr(guarded.buffers, name)
                digest.update(b"" if tensor is None else tensor.cpu().contiguous().numpy().tobytes())
    answers: list[Any] = [None] * dist.get_world_size()
    dist.all_gather_object(answers, digest.hexdigest())
    assert len(set(answers)) == 1, answers
    print(f"rank {rank} agrees on {min(count, dist.get_world_size()) or 1} device(s)", flush=True)
    dist.destroy_process_group()


@contextlib.contextmanager
def _no_wait(on_gpu: bool) -> Iterator[None]:
    if on_gpu:
        torch.cuda.set_sync_debug_mode("error")
    yield
    if on_gpu:
        torch.cuda.set_sync_debug_mode("default")


def _refused(*args: object, **kwargs: object) -> None:
    raise AssertionError("a fill called a collective")


if __name__ == "__main__":
    main()
