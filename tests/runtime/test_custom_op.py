"""Fills in graphs that torch traces: ``torch.compile``, ``torch.export``, fake tensors. One operator each."""

from __future__ import annotations

import dataclasses

import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from nsa_runtime import (
    BufferSets,
    MetadataBuffers,
    MetadataViews,
    Mode,
    ReplayBatch,
    ReplayShape,
    custom_op,
    definition,
    fill,
    fill_draft_extend_metadata_inplace,
    fill_many,
    schedule,
)
from nsa_runtime.shapes import Split
from tests.runtime.batches import CANARY, DEVICE, Problem, assert_filled


def _problem(mode: Mode = Mode.DRAFT_EXTEND, **changes: object) -> Problem:
    draft = 1 if mode is Mode.DECODE else 3
    extends = [draft, draft - 1] if mode.ragged else [draft] * 2
    return Problem(mode, draft, [20, 30], extends, [0, 1], pool=2, width=40, **changes)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _forget_what_was_compiled() -> None:
    torch._dynamo.reset()


def _compiled(function):  # type: ignore[no-untyped-def]
    return torch.compile(function, fullgraph=True, backend="aot_eager")


@pytest.mark.parametrize("page_size", [1, 64])
@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
def test_a_whole_graph_takes_a_fill_and_what_reads_it(mode: Mode, page_size: int) -> None:
    problem = _problem(mode, page_size=page_size, ctx_lens=True)
    guarded, batch = problem.buffers(), problem.batch()

    @_compiled
    def step() -> torch.Tensor:
        views = fill(guarded.buffers, batch)
        return views.nsa_seqlens_expanded * 2

    doubled = step()
    assert_filled(guarded, problem)
    assert torch.equal(doubled, guarded.buffers.nsa_seqlens_expanded[: len(doubled)] * 2)


def test_the_views_are_those_of_an_eager_fill() -> None:
    problem = _problem(total_known=True, ctx_lens=True)
    guarded, batch = problem.buffers(), problem.batch()
    eager = fill(guarded.buffers, batch)
    traced = custom_op.fill(guarded.buffers, batch)
    for field in dataclasses.fields(MetadataViews):
        ours, theirs = getattr(traced, field.name), getattr(eager, field.name)
        assert (ours is None) == (theirs is None), field.name
        if ours is not None:
            assert (ours.data_ptr(), ours.shape, ours.stride()) == (theirs.data_ptr(), theirs.shape, theirs.stride())


def test_a_batch_may_be_made_inside_the_graph() -> None:
    problem = _problem()
    guarded, batch = problem.buffers(), problem.batch()

    @_compiled
    def step(seq_lens: torch.Tensor, extend: torch.Tensor) -> torch.Tensor:
        inner = ReplayBatch(
            shape=ReplayShape(Mode.DRAFT_EXTEND, 2, 3),
            seq_lens=seq_lens + 1,
            req_pool_indices=batch.req_pool_indices,
            req_to_token=batch.req_to_token,
            extend_seq_lens=extend,
        )
        return fill(guarded.buffers, inner).cache_seqlens_int32 + 1

    assert step(batch.seq_lens, batch.extend_seq_lens).tolist() == [22, 32]
    problem.seq_lens = [21, 31]
    assert_filled(guarded, problem)


def test_several_sets_and_the_call_in_place() -> None:
    problem = _problem()
    sets, batch = [problem.buffers() for _ in range(2)], problem.batch()
    together = BufferSets.of(*(each.buffers for each in sets))
    out = [torch.full((6,), CANARY, dtype=torch.int32, device=DEVICE) for _ in range(2)]

    @_compiled
    def step(extend: torch.Tensor) -> torch.Tensor:
        views = fill_many(together, batch)
        total = fill_draft_extend_metadata_inplace(extend, batch.seq_lens, 8, *out, total_tokens=5)
        return views[1].num_tokens + total

    assert step(batch.extend_seq_lens).tolist() == [10]
    for each in sets:
        assert_filled(each, problem)
    assert out[0].tolist() == [18, 19, 20, 29, 30, CANARY]
    assert out[1].tolist() == [8, 8, 8, 8, 8, CANARY]


class _Step(torch.nn.Module):
    """What an exported program holds: buffers as state, the batch's tensors as inputs."""

    def __init__(self) -> None:
        super().__init__()
        held = MetadataBuffers.allocate(
            max_batch=2, max_tokens=6, width=40, page_size=16, index_topk=8, device=DEVICE, wide=True
        )
        self.names = [
            field.name for field in dataclasses.fields(held) if isinstance(getattr(held, field.name), torch.Tensor)
        ]
        for name in self.names:
            self.register_buffer(name, getattr(held, name))
        self.limits = held.limits

    def forward(self, seq_lens: torch.Tensor, index: torch.Tensor, source: torch.Tensor) -> torch.Tensor:
        held = MetadataBuffers(limits=self.limits, **{name: getattr(self, name) for name in self.names})
        batch = ReplayBatch(ReplayShape(Mode.TARGET_VERIFY, 2, 3), seq_lens, index, source)
        return fill(held, batch).nsa_cu_seqlens_k + 0


@pytest.mark.parametrize("strict", [False, True])
def test_an_exported_program_fills(strict: bool) -> None:
    problem = _problem(Mode.TARGET_VERIFY)
    batch = problem.batch()
    inputs = (batch.seq_lens, batch.req_pool_indices, batch.req_to_token)
    program = torch.export.export(_Step(), inputs, strict=strict)
    assert any("nsa_runtime.fill" in str(node.target) for node in program.graph.nodes)
    guarded = problem.buffers()
    expected = fill(guarded.buffers, batch).nsa_cu_seqlens_k
    assert torch.equal(program.module()(*inputs), expected)


@pytest.mark.parametrize(("page_size", "pages"), [(1, 40), (16, 3)])
def test_fake_tensors_have_the_shapes_of_the_views(page_size: int, pages: int) -> None:
    with FakeTensorMode():
        held = MetadataBuffers.allocate(
            max_batch=2, max_tokens=6, width=40, page_size=page_size, index_topk=8, device="cpu"
        )
        lengths = torch.zeros(2, dtype=torch.int32)
        views = fill(
            held, ReplayBatch(ReplayShape(Mode.DRAFT_EXTEND_V2, 2, 3), lengths, lengths, lengths[None], None, None)
        )
    assert views.nsa_cu_seqlens_k.shape == (7,)
    assert views.real_page_table.shape == (6, pages)


@pytest.mark.parametrize("page_size", [1, 16])
def test_the_operator_is_what_torch_expects_of_one(page_size: int) -> None:
    """Its schema says what it writes, and its fake does what it does."""
    problem = _problem(page_size=page_size)
    held, batch = problem.buffers().buffers, problem.batch()
    called = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(custom_op, "_fill_op", lambda *arguments: called.append(arguments))
        custom_op.fill(held, batch)
    torch.library.opcheck(custom_op._fill_op, called[0])
    vectors = [torch.zeros(5, dtype=torch.int32, device=DEVICE) for _ in range(2)]
    torch.library.opcheck(custom_op.expand, (batch.extend_seq_lens, batch.seq_lens, 8, *vectors, 5, None))
    flags = torch.zeros(1, dtype=torch.int32, device=DEVICE)
    torch.library.opcheck(custom_op.expand, (batch.extend_seq_lens, batch.seq_lens, 8, *vectors, 5, flags))


@pytest.mark.parametrize("split", [None, *Split])
def test_the_operator_leaves_to_deep_gemm_only_a_schedule_that_it_does_not_write(
    split: Split | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed: list[Mode] = []
    monkeypatch.setattr(schedule, "refresh", lambda views, mode: refreshed.append(mode))
    problem = _problem(Mode.DECODE)
    held = problem.buffers().buffers
    table = torch.full((5, 2), CANARY, dtype=torch.int32, device=DEVICE)
    held = dataclasses.replace(held, paged_mqa_schedule_metadata=table, paged_mqa_split=split)
    custom_op.fill(held, problem.batch())
    assert refreshed == ([] if split else [Mode.DECODE])
    if split:
        assert table.tolist() == definition.schedule([20, 30], 4, split)
    else:
        assert table.eq(CANARY).all()


def test_rows_that_remember_what_they_hold_are_no_part_of_a_graph() -> None:
    problem = _problem()
    held = torch.zeros(problem.limits.max_tokens, 1, 2, dtype=torch.int64, device=DEVICE)
    buffers = dataclasses.replace(problem.buffers().buffers, held_rows=held)
    batch = dataclasses.replace(problem.batch(), generations=torch.zeros(2, dtype=torch.int64, device=DEVICE))
    with pytest.raises(ValueError, match=r"^held_rows: expected None in a graph that torch traces, got a tensor$"):
        custom_op.fill(buffers, batch)


def test_only_a_plain_tensor_outside_a_compiler_is_not_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = torch.zeros(1)
    assert not custom_op.traced(plain)
    assert custom_op.traced(torch.nn.Parameter(plain))
    monkeypatch.setattr(torch.compiler, "is_compiling", lambda: True)
    assert custom_op.traced(plain) and custom_op.traced(torch.nn.Parameter(plain))
