"""Buffers and batches that no fill could be right for: refused, by name, before anything is written."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

import pytest
import torch

from nsa_runtime import (
    BufferSets,
    MetadataBuffers,
    Mode,
    ReplayPlan,
    buffers,
    dispatch,
    fill,
    fill_many,
    warmup,
)
from tests.runtime.batches import CANARY, DEVICE, Guarded, Problem, assert_filled, assert_same

CALLS: list[Callable[[Any, Any], object]] = [fill, warmup, ReplayPlan, lambda one, batch: fill_many(_sets(one), batch)]


def _sets(one: Any) -> Any:
    return BufferSets.of(one)


def _problem(mode: Mode = Mode.DRAFT_EXTEND, **changes: Any) -> Problem:
    draft = 1 if mode is Mode.DECODE else 3
    base: dict[str, Any] = {"seq_lens": [20, 30], "extends": [draft, draft], "pool_indices": [0, 1]}
    return Problem(mode, draft, **(base | {"pool": 2, "width": 40} | changes))


def _refused(guarded: Guarded, batch: Any, message: str) -> None:
    pristine = {name: storage.clone() for name, storage in guarded.storage.items()}
    for call in CALLS:
        with pytest.raises(ValueError, match=message):
            call(guarded.buffers, batch)
    for name, storage in guarded.storage.items():
        assert torch.equal(storage, pristine[name]), name


@pytest.mark.parametrize("mode", [Mode.DECODE, Mode.TARGET_VERIFY, Mode.DRAFT_EXTEND_V2], ids=lambda mode: mode.value)
@pytest.mark.parametrize("less", [1, 2])
def test_a_total_that_disagrees_with_a_uniform_mode(mode: Mode, less: int) -> None:
    problem = _problem(mode)
    exact = problem.shape.max_tokens
    with pytest.raises(ValueError, match=f"total_tokens: expected {exact}, .* got {exact - less}"):
        dataclasses.replace(problem.batch(), total_tokens=exact - less)
    guarded = problem.buffers()
    fill(guarded.buffers, dataclasses.replace(problem.batch(), total_tokens=exact))
    assert_filled(guarded, problem)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("value", [None, 3, "batch"])
def test_what_is_not_a_batch_or_a_set_of_buffers(call: Callable[[Any, Any], object], value: object) -> None:
    problem = _problem()
    kind = type(value).__name__
    with pytest.raises(TypeError, match=f"batch: expected a ReplayBatch, got {kind}"):
        call(problem.buffers().buffers, value)
    with pytest.raises(TypeError, match=rf"(buffers|sets\[0\]): expected a MetadataBuffers, got {kind}"):
        call(value, problem.batch())


def test_fill_many_takes_sets() -> None:
    problem = _problem()
    with pytest.raises(TypeError, match="sets: expected a BufferSets, got MetadataBuffers"):
        fill_many(problem.buffers().buffers, problem.batch())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("limits", None, "limits: expected a Limits, got NoneType"),
        ("cache_seqlens_int32", None, "cache_seqlens_int32: expected a tensor, got NoneType"),
        ("real_page_table", [[1]], "real_page_table: expected a tensor, got list"),
        ("status", 0, "status: expected a tensor, got int"),
        ("paged_mqa_schedule_metadata", 0, "paged_mqa_schedule_metadata: expected a tensor, got int"),
    ],
)
def test_buffers_of_something_else(name: str, value: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        dataclasses.replace(_problem().buffers().buffers, **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("columns", [0, -1, 2.0, True])
def test_context_lengths_of_no_columns(columns: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="ctx_lens_draft_tokens: expected"):
        MetadataBuffers.allocate(
            max_batch=1, max_tokens=1, width=8, page_size=1, index_topk=1, device="cpu", ctx_lens_draft_tokens=columns
        )


VECTORS = [
    "cache_seqlens_int32",
    "cu_seqlens_k",
    "nsa_seqlens_expanded",
    "nsa_cache_seqlens_int32",
    "nsa_cu_seqlens_k",
    "num_tokens",
    "status",
    "nsa_cu_seqlens_q",
]


@pytest.mark.parametrize("name", VECTORS[1:])
@pytest.mark.parametrize("shift", [0, 1])
def test_two_outputs_in_one_memory(name: str, shift: int) -> None:
    held = _problem(max_batch=20, max_tokens=20).buffers().buffers
    shared = torch.zeros(64, dtype=torch.int32, device=DEVICE)
    theirs = "nsa_cu_seqlens_k" if name == "nsa_seqlens_expanded" else "cache_seqlens_int32"
    with pytest.raises(ValueError, match=rf"({name}|{theirs}): expected memory of its own, got memory that"):
        dataclasses.replace(held, **{theirs: shared[:30], name: shared[shift : shift + 30]})  # type: ignore[arg-type]


def test_tables_in_one_memory() -> None:
    held = _problem().buffers().buffers
    assert held.page_table_1 is not None
    with pytest.raises(ValueError, match="expected memory of its own"):
        dataclasses.replace(held, real_page_table=held.page_table_1[:, 3:])


def test_tables_packed_side_by_side_are_apart() -> None:
    """Columns of one table: the rows of each lie between those of the other."""
    problem = _problem()
    storage = torch.full((6, 50), CANARY, dtype=torch.int32, device=DEVICE)
    guarded = problem.buffers()
    packed = dataclasses.replace(guarded.buffers, page_table_1=storage[:, :40], real_page_table=storage[:, 44:])
    fill(packed, problem.batch())
    fill(guarded.buffers, problem.batch())
    assert guarded.buffers.page_table_1 is not None
    assert torch.equal(storage[:, :40], guarded.buffers.page_table_1)
    assert torch.equal(storage[:, 44:45], guarded.buffers.real_page_table[:, :1])
    assert storage[:, 40:44].eq(CANARY).all()
    with pytest.raises(ValueError, match="expected memory of its own"):
        dataclasses.replace(guarded.buffers, page_table_1=storage[:, :40], real_page_table=storage[:, 39:])


@pytest.mark.parametrize(("rows", "columns"), [(0, 1), (1, 1), (39, 1), (1, 5), (0, 0)])
@pytest.mark.parametrize("name", ["page_table_1", "real_page_table", "paged_mqa_ctx_lens_2d"])
def test_a_table_whose_rows_overlap(name: str, rows: int, columns: int) -> None:
    overlapping = torch.zeros(1000, dtype=torch.int32, device=DEVICE).as_strided((6, 40), (rows, columns))
    with pytest.raises(ValueError, match=f"{name}: expected rows that do not overlap, got shape"):
        dataclasses.replace(_problem().buffers().buffers, **{name: overlapping})  # type: ignore[arg-type]


def test_an_input_that_is_an_output() -> None:
    problem = _problem(Mode.TARGET_VERIFY, max_batch=2)
    guarded = problem.buffers()
    held = guarded.buffers
    assert held.page_table_1 is not None
    for name, value, output in (
        ("seq_lens", held.cache_seqlens_int32, "cache_seqlens_int32"),
        ("seq_lens", held.cu_seqlens_k[1:], "cu_seqlens_k"),
        ("req_pool_indices", held.nsa_seqlens_expanded[4:6], "nsa_seqlens_expanded"),
        ("req_to_token", held.page_table_1, "page_table_1"),
        ("req_to_token", held.page_table_1[5:, :3], "page_table_1"),
    ):
        batch = dataclasses.replace(problem.batch(), **{name: value})
        _refused(guarded, batch, f"{name}: expected memory that the fill does not write, got that of {output}")


def test_an_input_beside_an_output() -> None:
    problem = _problem(max_batch=2)
    held = problem.buffers().buffers
    room = torch.zeros(12, dtype=torch.int32, device=DEVICE)
    room[4:6] = torch.tensor(problem.seq_lens)
    held = dataclasses.replace(held, cache_seqlens_int32=room[2:4], num_tokens=room[6:7])
    views = fill(held, dataclasses.replace(problem.batch(), seq_lens=room[4:6]))
    assert views.cache_seqlens_int32.tolist() == problem.seq_lens


def test_one_vector_for_requests_and_tokens_where_only_decode_fills_it() -> None:
    problem = _problem(Mode.DECODE)
    guarded = problem.buffers()
    for shared in (guarded.buffers.cache_seqlens_int32, guarded.buffers.cache_seqlens_int32[:]):
        held = dataclasses.replace(guarded.buffers, nsa_seqlens_expanded=shared)
        assert fill(held, problem.batch()).nsa_seqlens_expanded.tolist() == [20, 30]
    other = _problem(Mode.DRAFT_EXTEND_V2, max_batch=6)
    guarded = other.buffers()
    held = dataclasses.replace(guarded.buffers, nsa_seqlens_expanded=guarded.buffers.cache_seqlens_int32)
    with pytest.raises(ValueError, match="nsa_seqlens_expanded: expected memory of its own in mode draft-extend-v2"):
        fill(held, other.batch())


def test_several_sets_are_filled_by_one_launch_and_a_single_one_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = _problem()
    filled: list[MetadataBuffers] = []
    bound: list[int] = []
    fill_one, bind = dispatch.fill, dispatch.bind
    monkeypatch.setattr(dispatch, "fill", lambda one, batch: (filled.append(one), fill_one(one, batch))[1])
    monkeypatch.setattr(dispatch, "bind", lambda sets, batch: (bound.append(len(sets.sets)), bind(sets, batch))[1])
    one, other = problem.buffers().buffers, problem.buffers().buffers
    assert len(fill_many(BufferSets.of(one, other), problem.batch())) == 2
    assert (filled, bound) == ([], [2])
    assert len(fill_many(BufferSets.of(one), problem.batch())) == 1
    assert (filled, bound) == ([one], [2])


def test_sets_that_share_memory() -> None:
    """The same output of two sets may be one tensor, both fills write the same into it; others may not."""
    problem = _problem()
    one, other = problem.buffers().buffers, problem.buffers().buffers
    shared = dataclasses.replace(other, status=one.status, num_tokens=one.num_tokens)
    both = fill_many(BufferSets.of(one, shared), problem.batch())
    assert both[0].nsa_seqlens_expanded.tolist() == both[1].nsa_seqlens_expanded.tolist()
    for name, tensor in (("nsa_seqlens_expanded", one.nsa_cache_seqlens_int32), ("status", one.num_tokens)):
        with pytest.raises(
            ValueError, match=rf"sets\[1\]\.{name}: expected memory of its own, got memory that sets\[0\]"
        ):
            BufferSets.of(one, dataclasses.replace(other, **{name: tensor}))  # type: ignore[arg-type]


def test_every_set_of_several_is_checked() -> None:
    problem = _problem()
    one, other = problem.buffers().buffers, problem.buffers().buffers
    batch = dataclasses.replace(problem.batch(), seq_lens=other.cache_seqlens_int32[:2])
    with pytest.raises(ValueError, match="seq_lens: expected memory that the fill does not write"):
        fill_many(BufferSets.of(one, other), batch)


def test_a_stride_past_32_bits() -> None:
    table = torch.zeros(1, dtype=torch.int32, device=DEVICE).as_strided((1, 1), (2**31, 1))
    with pytest.raises(ValueError, match="req_to_token: expected strides of at most 2147483647"):
        dataclasses.replace(_problem().batch(), req_to_token=table)


def test_fewer_tokens_than_the_host_says_are_flagged() -> None:
    """The views are as long as the host says; their last rows are of an earlier fill."""
    problem = _problem(extends=[3, 1], total=6)
    guarded = problem.buffers()
    views = fill(guarded.buffers, problem.batch())
    assert len(views.nsa_seqlens_expanded) == 6
    assert views.nsa_seqlens_expanded[4:].tolist() == [CANARY] * 2
    assert_filled(guarded, problem)
    with pytest.raises(Exception, match="SHORT"):
        guarded.buffers.raise_on_overflow()


def test_more_tokens_than_the_host_says_are_left_out_and_flagged() -> None:
    problem = _problem(extends=[3, 3], total=4)
    guarded = problem.buffers()
    fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)
    with pytest.raises(Exception, match="TOKENS"):
        guarded.buffers.raise_on_overflow()


@pytest.mark.parametrize("length", [2**31, 2**32 + 5, 2**63 - 1, -(2**31) - 1, -(2**63)])
def test_lengths_past_32_bits_are_clamped_and_flagged(length: int) -> None:
    problem = _problem(Mode.TARGET_VERIFY, seq_lens=[20, length], length_dtype=torch.int64)
    guarded = problem.buffers()
    views = fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)
    assert views.cache_seqlens_int32.tolist() == [23, 40 if length > 0 else 0]
    with pytest.raises(Exception, match="WIDTH" if length > 0 else "NEGATIVE"):
        guarded.buffers.raise_on_overflow()


def test_a_reader_that_bounds_itself_by_the_lengths_stays_inside_the_tables() -> None:
    problem = _problem(seq_lens=[20, 2**31 - 1])
    views = fill(problem.buffers().buffers, problem.batch())
    assert views.page_table_1 is not None
    for lengths in (views.cache_seqlens_int32, views.nsa_seqlens_expanded):
        assert int(lengths.max()) <= views.page_table_1.shape[1]


def test_what_overflowed_is_named(caplog: pytest.LogCaptureFixture) -> None:
    problem = _problem(seq_lens=[20, 41])
    held = dataclasses.replace(problem.buffers().buffers, name="draft step 2")
    held.raise_on_overflow()
    assert not caplog.records
    fill(held, problem.batch())
    with pytest.raises(buffers.CapacityError, match=r"did not fit draft step 2 \(Limits\(max_batch=2, .*WIDTH"):
        held.raise_on_overflow()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "draft step 2" in caplog.text


def test_views_are_safe_under_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread empties the cache while others look into it."""
    monkeypatch.setattr(buffers, "_VIEWS_KEPT", 1)
    problem = _problem()
    held, batches = problem.buffers().buffers, [_problem(total=total).batch() for total in range(7)]
    failed: list[BaseException] = []

    def look() -> None:
        try:
            for _ in range(300):
                for total, batch in enumerate(batches):
                    assert len(held.views(batch).nsa_seqlens_expanded) == total
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_both_sides_refuse_alike() -> None:
    from nsa_runtime import reference

    problem = _problem(max_batch=1)
    guarded, pristine = problem.buffers(), problem.buffers()
    for call in (reference.fill, reference.warmup, lambda one, batch: reference.bind(BufferSets.of(one), batch)):
        with pytest.raises(ValueError, match="batch_size: the buffers hold 1 requests, got 2"):
            call(guarded.buffers, problem.batch())
    assert_same(guarded, pristine)


def test_views_are_kept_for_as_many_shapes_as_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffers, "_VIEWS_KEPT", 2)
    held = _problem().buffers().buffers
    one, two, three = (_problem(total=total).batch() for total in (1, 2, 3))
    first = held.views(one)
    assert held.views(two) is held.views(two) and held.views(one) is first
    held.views(three)
    assert held.views(one) is not first
    assert len(held._views) == 2
