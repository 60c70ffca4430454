"""A plan: made once, replayed with other lengths. On a GPU it is a graph; the contract is the same without one."""

from __future__ import annotations

import contextlib
import random
import types
from collections.abc import Iterator

import pytest
import torch

from nsa_runtime import BufferSets, MetadataBuffers, Mode, ReplayBatch, ReplayPlan, ReplayShape, fill, warmup
from tests.runtime.batches import DEVICE, Guarded, Problem, assert_filled

ON_GPU = DEVICE.type == "cuda"
needs_gpu = pytest.mark.skipif(not ON_GPU, reason="needs a GPU")


def _problem(mode: Mode, seed: int, page_size: int = 64) -> Problem:
    rng = random.Random(seed)
    draft = 1 if mode is Mode.DECODE else 4
    return Problem(
        mode=mode,
        draft_tokens=draft,
        seq_lens=[rng.randint(0, 250) for _ in range(3)],
        extends=[rng.randint(0, draft) if mode.ragged else draft for _ in range(3)],
        pool_indices=[rng.randrange(4) for _ in range(3)],
        pool=4,
        width=256,
        page_size=page_size,
        wide=True,
        seed=0,  # the same req_to_token throughout
    )


def _restore(guarded: Guarded) -> None:
    """Canaries again, so that the next fill shows what it wrote."""
    for storage in guarded.storage.values():
        storage.fill_(-77)
    guarded.buffers.status.zero_()


@pytest.mark.parametrize("page_size", [1, 64])
@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
def test_a_plan_is_right_for_lengths_that_change_between_replays(mode: Mode, page_size: int) -> None:
    first = _problem(mode, 0, page_size)
    guarded, batch = first.buffers(), first.batch()
    plan = ReplayPlan(guarded.buffers, batch)
    for seed in range(1, 7):
        now = _problem(mode, seed, page_size)
        update = now.batch()
        batch.seq_lens.copy_(update.seq_lens)
        batch.req_pool_indices.copy_(update.req_pool_indices)
        if batch.extend_seq_lens is not None and update.extend_seq_lens is not None:
            batch.extend_seq_lens.copy_(update.extend_seq_lens)
        _restore(guarded)
        (views,) = plan.replay()
        assert_filled(guarded, now)
        assert views.nsa_seqlens_expanded.data_ptr() == guarded.buffers.nsa_seqlens_expanded.data_ptr()


def test_a_plan_of_several_sets_fills_each() -> None:
    problem = _problem(Mode.DECODE, 3)
    sets = [problem.buffers() for _ in range(3)]
    plan = ReplayPlan(BufferSets.of(*(each.buffers for each in sets)), problem.batch())
    for each in sets:
        _restore(each)
    assert len(plan.replay()) == 3
    for each in sets:
        assert_filled(each, problem)


def test_a_plan_that_cannot_be_is_refused() -> None:
    problem = _problem(Mode.TARGET_VERIFY, 0)
    small = Problem(Mode.TARGET_VERIFY, 4, [1], [4], [0], pool=4, width=256).buffers()
    with pytest.raises(ValueError, match="batch_size: the buffers hold 1 requests, got 3"):
        ReplayPlan(small.buffers, problem.batch())
    with pytest.raises(TypeError, match="batch: expected a ReplayBatch, got int"):
        ReplayPlan(small.buffers, 5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="graph: expected a bool, got str"):
        ReplayPlan(problem.buffers().buffers, problem.batch(), graph="no")  # type: ignore[arg-type]


def test_warming_up_writes_nothing() -> None:
    problem = _problem(Mode.DRAFT_EXTEND, 0)
    guarded = problem.buffers()
    warmup(guarded.buffers, problem.batch())
    assert guarded.buffers.cu_seqlens_k.tolist() == [-77] * 4


@needs_gpu
@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
def test_neither_fill_nor_replay_waits_for_the_device(mode: Mode) -> None:
    problem = _problem(mode, 1)
    guarded, batch = problem.buffers(), problem.batch()
    plan = ReplayPlan(guarded.buffers, batch)
    extend = batch.extend_seq_lens
    torch.cuda.set_sync_debug_mode("error")
    try:
        fill(guarded.buffers, batch)
        plan.replay()
        guarded.buffers.clear_status()
        if extend is not None:
            from nsa_runtime import fill_draft_extend_metadata_inplace

            fill_draft_extend_metadata_inplace(
                extend,
                batch.seq_lens,
                8,
                guarded.buffers.nsa_seqlens_expanded,
                guarded.buffers.nsa_cache_seqlens_int32,
                total_tokens=sum(problem.extends),
            )
    finally:
        torch.cuda.set_sync_debug_mode("default")


@needs_gpu
@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
def test_a_fill_records_into_the_graph_of_its_caller(mode: Mode) -> None:
    problem = _problem(mode, 1)
    guarded, batch = problem.buffers(), problem.batch()
    plan = ReplayPlan(guarded.buffers, batch)
    doubled = torch.zeros_like(guarded.buffers.nsa_seqlens_expanded)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        (views,) = plan.record()
        torch.add(
            views.nsa_seqlens_expanded, views.nsa_seqlens_expanded, out=doubled[: len(views.nsa_seqlens_expanded)]
        )
    for seed in (2, 3):
        update = _problem(mode, seed).batch()
        batch.seq_lens.copy_(update.seq_lens)
        if batch.extend_seq_lens is not None and update.extend_seq_lens is not None:
            batch.extend_seq_lens.copy_(update.extend_seq_lens)
        graph.replay()
        assert torch.equal(doubled, 2 * guarded.buffers.nsa_seqlens_expanded[: len(doubled)])


@needs_gpu
def test_plans_share_a_pool() -> None:
    problem = _problem(Mode.DECODE, 1)
    one, other = problem.buffers(), problem.buffers()
    first = ReplayPlan(one.buffers, problem.batch())
    second = ReplayPlan(other.buffers, problem.batch(), pool=first.pool)
    assert first.pool is not None and second.pool == first.pool
    alone = ReplayPlan(problem.buffers().buffers, problem.batch())
    assert alone.pool != first.pool
    for plan, guarded in ((second, other), (first, one)):
        _restore(guarded)
        plan.replay()
        assert_filled(guarded, problem)


@pytest.mark.skipif(ON_GPU, reason="stands in for a GPU where there is none")
def test_a_plan_is_captured_into_the_pool_that_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    from nsa_runtime import replay

    pools: list[object] = []

    class Graph:
        def pool(self) -> object:
            return pools[-1]

    @contextlib.contextmanager
    def graph(into: Graph, pool: object, stream: object, capture_error_mode: str) -> Iterator[None]:
        assert capture_error_mode == "global"
        assert stream is side, "torch's own capture stream is on the device of the first capture"
        pools.append(pool)
        yield

    side, stream = (types.SimpleNamespace(wait_stream=lambda other: None) for _ in range(2))
    for name, value in {
        "device": contextlib.nullcontext,
        "Stream": lambda device: side,
        "current_stream": lambda: stream,
        "stream": contextlib.nullcontext,
        "CUDAGraph": Graph,
        "graph": graph,
    }.items():
        monkeypatch.setattr(torch.cuda, name, value)
    recorded: list[int] = []
    captured = replay.capture(lambda: recorded.append(1), torch.device("cuda", 0), (3, 4))
    assert captured.pool() == (3, 4) and len(recorded) == 2


def test_without_a_graph_there_is_no_pool() -> None:
    problem = _problem(Mode.DECODE, 1)
    assert ReplayPlan(problem.buffers().buffers, problem.batch(), graph=False).pool is None


@pytest.mark.skipif(torch.cuda.device_count() < 2, reason="needs two GPUs")
def test_the_device_of_the_buffers_is_used_when_it_is_not_the_current_one() -> None:
    first, other = _small(torch.device("cuda", 0)), _small(torch.device("cuda", 1))
    with torch.cuda.device(0):
        ReplayPlan(*first)  # the first capture of the process is on another device
        plan = ReplayPlan(*other)
        fill(*other)
        other[1].seq_lens.add_(2)
        (views,) = plan.replay()
        assert torch.cuda.current_device() == 0
    torch.cuda.synchronize(1)
    assert views.cu_seqlens_k.tolist() == [0, 7, 15]
    assert views.page_table_1 is not None
    assert views.page_table_1[1, :8].tolist() == [64, 65, 66, 67, 68, 69, 70, 71]


def _small(device: torch.device) -> tuple[MetadataBuffers, ReplayBatch]:
    lengths = torch.tensor([5, 6], dtype=torch.int32, device=device)
    table = torch.arange(128, dtype=torch.int32, device=device).reshape(2, 64)
    buffers = MetadataBuffers.allocate(
        max_batch=2, max_tokens=2, width=64, page_size=16, index_topk=4, device=device, wide=True
    )
    return buffers, ReplayBatch(ReplayShape(Mode.DECODE, 2), lengths, torch.tensor([0, 1], device=device), table)
