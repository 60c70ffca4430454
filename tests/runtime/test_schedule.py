"""DeepGEMM's schedule, with a stand-in for each of its signatures: what it is given, and where its answer goes."""

from __future__ import annotations

import dataclasses
import logging
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import BufferSets, MetadataViews, Mode, ReplayPlan, definition, fill, fill_many, schedule
from nsa_runtime.schedule import Api
from nsa_runtime.shapes import Split
from tests.runtime import deep_gemm
from tests.runtime.batches import DEVICE, Problem

DOCUMENTED = "get_paged_mqa_logits_metadata(context_lens: torch.Tensor, block_kv: int, num_sms: int{}) -> torch.Tensor"
INDICES = ", indices: typing.Optional[torch.Tensor] = None"


def _compiled(module: deep_gemm.Module, more: str) -> deep_gemm.Module:
    function = module[schedule.FUNCTION]
    return {**module, schedule.FUNCTION: deep_gemm.Compiled(function, DOCUMENTED.format(more))}


BUILDS = {
    "vector": (deep_gemm.vector(), Api(False, None)),
    "vector, compiled": (_compiled(deep_gemm.vector(), ""), Api(False, None)),
    "table": (deep_gemm.table(), Api(True, None)),
    "table, compiled": (_compiled(deep_gemm.table(), INDICES), Api(True, None)),
    "table, without a signature": (
        {**deep_gemm.table(), schedule.FUNCTION: deep_gemm.Compiled(deep_gemm.table()[schedule.FUNCTION], "")},
        Api(True, None),
    ),
    "table, keyword": (deep_gemm.table_with_keyword(), Api(True, "keyword")),
    "table, second function": (deep_gemm.table_with_function(), Api(True, "function")),
}


@pytest.fixture(params=BUILDS)
def build(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One build of DeepGEMM, installed."""
    module = SimpleNamespace(**BUILDS[request.param][0])
    monkeypatch.setattr(schedule, "deep_gemm", lambda: module)
    return module


@pytest.mark.parametrize("name", BUILDS)
def test_its_signature_says_what_it_takes(name: str) -> None:
    module, takes = BUILDS[name]
    assert schedule.api(SimpleNamespace(**module)) == takes


def _problem(mode: Mode, *, ctx_lens: bool = False) -> Problem:
    draft = 1 if mode is Mode.DECODE else 2
    return Problem(mode, draft, [20, 30], [draft, draft], [0, 1], pool=2, width=40, total_known=True, ctx_lens=ctx_lens)


def _expected(lengths: list[int]) -> list[list[int]]:
    rows = torch.tensor(lengths, dtype=torch.int32, device=DEVICE)
    schedule_of: list[list[int]] = deep_gemm.vector()[schedule.FUNCTION](rows, 64, deep_gemm.SMS).tolist()
    return schedule_of


@pytest.mark.parametrize(
    ("mode", "lengths"),
    [
        (Mode.DECODE, [20, 30]),
        (Mode.TARGET_VERIFY, [21, 22, 31, 32]),
        (Mode.DRAFT_EXTEND, [19, 20, 29, 30]),
        (Mode.DRAFT_EXTEND_V2, [19, 20, 29, 30]),
    ],
)
def test_it_is_refreshed_in_place_from_the_lengths_of_the_mode(build: Any, mode: Mode, lengths: list[int]) -> None:
    problem = _problem(mode)
    buffers = problem.buffers().buffers
    held = schedule.allocate(torch.ones(2, dtype=torch.int32, device=DEVICE))
    assert held is not None
    assert held.tolist() == _expected([1, 1])
    views = fill(dataclasses.replace(buffers, paged_mqa_schedule_metadata=held), problem.batch())
    assert views.paged_mqa_schedule_metadata is held
    assert held.tolist() == _expected(lengths)


def test_a_table_of_context_lengths_is_what_a_build_that_takes_one_gets(build: Any) -> None:
    problem = _problem(Mode.TARGET_VERIFY, ctx_lens=True)
    held = schedule.allocate(torch.ones(2, dtype=torch.int32, device=DEVICE))
    fill(dataclasses.replace(problem.buffers().buffers, paged_mqa_schedule_metadata=held), problem.batch())
    table = schedule.api(build).two_dimensional
    assert held is not None
    assert held.tolist() == _expected([22, 22, 32, 32] if table else [21, 22, 31, 32])


def test_the_number_of_slots_is_that_of_the_tensor(build: Any) -> None:
    held = torch.zeros(3, 2, dtype=torch.int32, device=DEVICE)  # as many as DeepGEMM has clusters, say
    schedule.refresh_from(torch.tensor([20, 30], dtype=torch.int32, device=DEVICE), held)
    assert held.tolist() == _expected([20, 30])[:3]


def test_lengths_that_are_not_contiguous_are_made_so(build: Any) -> None:
    held = torch.zeros(deep_gemm.SMS + 1, 2, dtype=torch.int32, device=DEVICE)
    schedule.refresh_from(torch.tensor([20, -1, 30, -1], dtype=torch.int32, device=DEVICE)[::2], held)
    assert held.tolist() == _expected([20, 30])


def test_of_no_lengths_there_is_nothing_to_schedule(build: Any) -> None:
    held = torch.full((deep_gemm.SMS + 1, 2), 7, dtype=torch.int32, device=DEVICE)
    schedule.refresh_from(torch.zeros(0, dtype=torch.int32, device=DEVICE), held)
    assert bool((held == 7).all())


def test_buffers_without_a_schedule_want_none(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, schedule.FUNCTION, None)
    problem = _problem(Mode.DECODE)
    assert fill(problem.buffers().buffers, problem.batch()).paged_mqa_schedule_metadata is None


def test_without_deep_gemm_the_field_is_none_and_nothing_else_changes() -> None:
    if schedule.deep_gemm() is not None:
        pytest.skip("DeepGEMM is installed here")
    problem = _problem(Mode.TARGET_VERIFY)
    assert schedule.allocate(torch.ones(2, dtype=torch.int32)) is None
    assert fill(problem.buffers().buffers, problem.batch()).paged_mqa_schedule_metadata is None


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("kind", ["vector", "table"])
def test_a_schedule_that_is_the_definitions_is_known_by_its_answers(
    kind: str, split: Split, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    module = SimpleNamespace(**deep_gemm.sharing(split, two_dimensional=kind == "table"))
    monkeypatch.setattr(schedule, "deep_gemm", lambda: module)
    with caplog.at_level(logging.INFO, "nsa_runtime"):
        assert schedule.known(DEVICE) is schedule.known(DEVICE) is split
    assert caplog.messages == [f"DeepGEMM's schedule is written by fills, {split.value}"]  # compared once


def test_another_schedule_is_not_known(build: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "nsa_runtime"):
        assert schedule.known(DEVICE) is None
    assert caplog.messages == ["DeepGEMM's schedule is another than ours"]


def test_none_is_known_without_deep_gemm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "deep_gemm", lambda: None)
    assert schedule.known(DEVICE) is None


def test_none_is_known_or_looked_for_during_a_capture(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*arguments: object) -> None:
        raise AssertionError("schedules were compared")

    monkeypatch.setattr(schedule, "split_of", forbidden)
    monkeypatch.setattr(torch.cuda, "is_current_stream_capturing", lambda: True)
    assert schedule.known(torch.device("cuda", 0)) is None


def test_one_that_fails_is_not_known(caplog: pytest.LogCaptureFixture) -> None:
    def failing(lengths: torch.Tensor) -> torch.Tensor:
        raise RuntimeError("no kernel image")

    assert schedule.split_of(failing, 4, DEVICE) is None
    assert "DeepGEMM's schedule could not be compared: RuntimeError: no kernel image" in caplog.text


def test_a_fill_that_knows_it_writes_what_deep_gemm_would(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(**deep_gemm.sharing(Split.SHORT_FIRST, two_dimensional=True))
    monkeypatch.setattr(schedule, "deep_gemm", lambda: module)
    problem = Problem(Mode.TARGET_VERIFY, 2, [20, 700], [2, 2], [0, 0], pool=1, width=800)
    held = schedule.allocate(torch.ones(2, dtype=torch.int32, device=DEVICE))
    buffers = dataclasses.replace(
        problem.buffers().buffers, paged_mqa_schedule_metadata=held, paged_mqa_split=schedule.known(DEVICE)
    )
    monkeypatch.setattr(module, schedule.FUNCTION, None)  # it is not called again
    fill(buffers, problem.batch())
    assert held is not None
    assert held.tolist() == definition.schedule([21, 22, 701, 702], deep_gemm.SMS, Split.SHORT_FIRST)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("call", ["fill_many", "plan"])
def test_every_set_whose_schedule_a_fill_does_not_write_has_it_from_deep_gemm(
    call: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of the set with a schedule that a fill writes, none."""
    refreshed: list[int] = []

    def refresh(views: MetadataViews, mode: Mode) -> MetadataViews:
        refreshed.append(views.cache_seqlens_int32.data_ptr())
        return views

    problem = _problem(Mode.DECODE)
    table = torch.zeros(5, 2, dtype=torch.int32, device=DEVICE)
    made = [problem.buffers().buffers for _ in range(count)]
    written = dataclasses.replace(
        problem.buffers().buffers, paged_mqa_schedule_metadata=table, paged_mqa_split=Split.LONG_FIRST
    )
    sets, batch = BufferSets.of(*made, *([written] if count > 1 else [])), problem.batch()
    if call == "plan":
        plan = ReplayPlan(sets, batch, graph=False)
        monkeypatch.setattr(schedule, "refresh", refresh)
        plan.replay()
    else:
        monkeypatch.setattr(schedule, "refresh", refresh)
        fill_many(sets, batch)
    assert refreshed == [each.cache_seqlens_int32.data_ptr() for each in made]
