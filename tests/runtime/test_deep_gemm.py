"""DeepGEMM itself, where it is installed and there is a GPU: the schedule that a fill writes is the one it computes."""

from __future__ import annotations

import dataclasses
import importlib.util
import random

import pytest
import torch

from nsa_runtime import Mode, fill, schedule
from nsa_runtime.shapes import Split
from tests.runtime.batches import DEVICE, Problem

if DEVICE.type != "cuda" or importlib.util.find_spec("deep_gemm") is None:
    pytest.skip("needs DeepGEMM and a GPU", allow_module_level=True)


def test_its_schedule_is_known() -> None:
    assert schedule.known(DEVICE) is Split.SHORT_FIRST


@pytest.mark.parametrize("requests", [1, 31, 33, 512])
@pytest.mark.parametrize(("mode", "draft"), [(Mode.DECODE, 1), (Mode.TARGET_VERIFY, 4), (Mode.DRAFT_EXTEND_V2, 3)])
def test_a_fill_writes_what_it_computes(mode: Mode, draft: int, requests: int) -> None:
    rng = random.Random(requests)
    for longest in (3, 300, 5000):
        lengths = [rng.randint(0 if longest < 300 else 1, longest) for _ in range(requests)]
        problem = Problem(mode, draft, lengths, [draft] * requests, [0] * requests, pool=1, width=5010, wide=False)
        slots = schedule.deep_gemm().get_num_sms()  # type: ignore[union-attr]
        held = torch.full((slots + 1, 2), -77, dtype=torch.int32, device=DEVICE)
        buffers = dataclasses.replace(
            problem.buffers().buffers, paged_mqa_schedule_metadata=held, paged_mqa_split=schedule.known(DEVICE)
        )
        views = fill(buffers, problem.batch())
        read = views.cache_seqlens_int32 if mode is Mode.DECODE else views.nsa_seqlens_expanded
        if not int(read.sum()):
            continue  # of no keys at all DeepGEMM reads past its sums
        computed = torch.zeros_like(held)
        schedule.refresh_from(read, computed)
        assert torch.equal(held, computed)
