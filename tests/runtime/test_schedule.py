"""DeepGEMM's schedule, with a stand-in for DeepGEMM: what it is given, and where its answer goes."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest
import torch

from nsa_runtime import Mode, fill, schedule
from tests.runtime.batches import DEVICE, Problem


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[int], int, int]]:
    """What the stand-in was asked for, in order."""
    calls: list[tuple[list[int], int, int]] = []

    def get_paged_mqa_logits_metadata(context_lens: torch.Tensor, block_kv: int, num_sms: int) -> torch.Tensor:
        calls.append((context_lens.tolist(), block_kv, num_sms))
        return torch.full((num_sms + 1, 2), int(context_lens.sum()), dtype=torch.int32, device=DEVICE)

    module = SimpleNamespace(
        get_paged_mqa_logits_metadata=get_paged_mqa_logits_metadata, get_num_sms=lambda: 4, __name__="deep_gemm"
    )
    monkeypatch.setattr(schedule, "deep_gemm", lambda: module)
    return calls


def _problem(mode: Mode) -> Problem:
    draft = 1 if mode is Mode.DECODE else 2
    return Problem(mode, draft, [20, 30], [draft, draft], [0, 1], pool=2, width=40, total_known=True)


@pytest.mark.parametrize(
    ("mode", "lengths"),
    [
        (Mode.DECODE, [20, 30]),
        (Mode.TARGET_VERIFY, [21, 22, 31, 32]),
        (Mode.DRAFT_EXTEND, [19, 20, 29, 30]),
        (Mode.DRAFT_EXTEND_V2, [19, 20, 29, 30]),
    ],
)
def test_it_is_refreshed_in_place_from_the_lengths_of_the_mode(
    asked: list[tuple[list[int], int, int]], mode: Mode, lengths: list[int]
) -> None:
    problem = _problem(mode)
    buffers = problem.buffers().buffers
    held = schedule.allocate(buffers.cache_seqlens_int32)
    assert held is not None
    views = fill(dataclasses.replace(buffers, paged_mqa_schedule_metadata=held), problem.batch())
    assert asked[-1] == (lengths, 64, 4)
    assert views.paged_mqa_schedule_metadata is held
    assert held.tolist() == [[sum(lengths)] * 2] * 5


def test_buffers_without_a_schedule_ask_for_none(asked: list[tuple[list[int], int, int]]) -> None:
    problem = _problem(Mode.DECODE)
    assert fill(problem.buffers().buffers, problem.batch()).paged_mqa_schedule_metadata is None
    assert asked == []


def test_without_deep_gemm_the_field_is_none_and_nothing_else_changes() -> None:
    if schedule.deep_gemm() is not None:
        pytest.skip("DeepGEMM is installed here")
    problem = _problem(Mode.TARGET_VERIFY)
    assert schedule.allocate(torch.ones(2, dtype=torch.int32)) is None
    assert fill(problem.buffers().buffers, problem.batch()).paged_mqa_schedule_metadata is None
