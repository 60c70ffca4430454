"""What does not fit: errors before any write where the host knows, a clamp and a flag where only the device does."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import torch

from nsa_runtime import BufferSets, CapacityError, MetadataBuffers, Mode, Overflow, ReplayBatch, fill, reference
from tests.runtime.batches import CANARY, DEVICE, Problem, assert_filled, assert_same


def _problem(**changes: Any) -> Problem:
    base: dict[str, Any] = {
        "mode": Mode.DRAFT_EXTEND,
        "draft_tokens": 3,
        "seq_lens": [20, 30],
        "extends": [3, 2],
        "pool_indices": [0, 1],
        "pool": 2,
        "width": 40,
    }
    return Problem(**(base | changes))


def _assert_untouched(problem: Problem, error: type[Exception], message: str) -> None:
    guarded, pristine = problem.buffers(), problem.buffers()
    with pytest.raises(error, match=message):
        fill(guarded.buffers, problem.batch())
    assert_same(guarded, pristine)


def test_more_requests_than_the_buffers_hold() -> None:
    _assert_untouched(_problem(max_batch=1), ValueError, "batch_size: the buffers hold 1 requests, got 2")


def test_more_tokens_than_the_buffers_hold_known_on_the_host() -> None:
    _assert_untouched(_problem(max_tokens=4, total_known=True), ValueError, "total_tokens: .* hold 4 .* got 5")
    uniform = _problem(mode=Mode.TARGET_VERIFY, extends=[3, 3], max_tokens=5)
    _assert_untouched(uniform, ValueError, "total_tokens: .* hold 5 .* got 6")


def test_context_lengths_of_another_width() -> None:
    problem, other = _problem(), _problem(draft_tokens=4, ctx_lens=True)
    with pytest.raises(ValueError, match="draft_tokens: expected 4, the columns of paged_mqa_ctx_lens_2d, got 3"):
        fill(other.buffers().buffers, problem.batch())


@pytest.mark.parametrize(
    ("field", "value", "error", "message"),
    [
        ("seq_lens", torch.ones(2), TypeError, "seq_lens: expected torch.int32 or torch.int64, got torch.float32"),
        ("seq_lens", torch.ones(3, dtype=torch.int32), ValueError, "seq_lens: expected 2 elements"),
        ("shape", None, TypeError, "shape: expected a ReplayShape, got NoneType"),
        ("seq_lens", [1, 2], TypeError, "seq_lens: expected a tensor, got list"),
        ("seq_lens", None, TypeError, "seq_lens: expected a tensor, got NoneType"),
        ("extend_seq_lens", torch.ones(3, dtype=torch.int32), ValueError, "extend_seq_lens: expected 2 elements"),
        ("extend_seq_lens", None, ValueError, "extend_seq_lens: expected a tensor"),
        ("req_pool_indices", torch.ones(1, dtype=torch.int32), ValueError, "req_pool_indices: expected at least"),
        ("req_pool_indices", None, TypeError, "req_pool_indices: expected a tensor, got NoneType"),
        ("req_to_token", torch.ones(4, dtype=torch.int32), ValueError, "req_to_token: expected 2 dimensions"),
        ("req_to_token", torch.ones(2, 4, dtype=torch.int64), TypeError, "req_to_token: expected torch.int32, got"),
        ("req_to_token", torch.ones(0, 4, dtype=torch.int32), ValueError, "req_to_token: expected at least one slot"),
        ("req_to_token", torch.ones(2, 4, dtype=torch.int32, device="meta"), ValueError, "req_to_token: .* on "),
        ("total_tokens", 7, ValueError, "total_tokens: expected 0 to 6, got 7"),
        ("total_tokens", -1, ValueError, "total_tokens: expected 0 to 6, got -1"),
        ("total_tokens", 5.0, TypeError, "total_tokens: expected an int, got 5.0"),
        ("total_tokens", True, TypeError, "total_tokens: expected an int, got True"),
        ("total_tokens", "5", TypeError, "total_tokens: expected an int, got '5'"),
        ("total_tokens", torch.tensor(5), TypeError, "total_tokens: expected an int, got tensor"),
    ],
)
def test_a_batch_that_cannot_be_names_the_argument(
    field: str, value: Any, error: type[Exception], message: str
) -> None:
    value = value.to(DEVICE) if isinstance(value, torch.Tensor) and value.device.type == "cpu" else value
    with pytest.raises(error, match=message):
        dataclasses.replace(_problem().batch(), **{field: value})


def test_lengths_per_request_belong_to_the_ragged_mode_alone() -> None:
    batch = _problem().batch()
    with pytest.raises(ValueError, match="extend_seq_lens: expected None in mode target-verify"):
        dataclasses.replace(batch, shape=dataclasses.replace(batch.shape, mode=Mode.TARGET_VERIFY))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("nsa_seqlens_expanded", torch.ones(2, dtype=torch.int32), r"nsa_seqlens_expanded: expected at least \(6,\)"),
        ("cu_seqlens_k", torch.ones(3, dtype=torch.int64), "cu_seqlens_k: expected torch.int32"),
        ("nsa_cu_seqlens_k", torch.ones(20, dtype=torch.int32)[::2], "nsa_cu_seqlens_k: expected a contiguous"),
        ("real_page_table", torch.ones(6, 0, dtype=torch.int32), r"real_page_table: expected at least \(6, 1\)"),
        ("page_table_1", torch.ones(5, 40, dtype=torch.int32), r"page_table_1: expected at least \(6, 40\)"),
    ],
)
def test_buffers_that_cannot_be_name_the_argument(field: str, value: torch.Tensor, message: str) -> None:
    there = value.to(DEVICE) if value.is_contiguous() else value.repeat_interleave(2).to(DEVICE)[::2]
    with pytest.raises((TypeError, ValueError), match=message):
        dataclasses.replace(_problem().buffers().buffers, **{field: there})


def test_with_page_size_one_the_tables_are_one() -> None:
    buffers = _problem(page_size=1).buffers().buffers
    with pytest.raises(ValueError, match="real_page_table: expected page_table_1 itself"):
        dataclasses.replace(buffers, real_page_table=buffers.real_page_table.clone())


def test_sets_that_do_not_go_together() -> None:
    one, other = _problem().buffers().buffers, _problem(wide=False).buffers().buffers
    with pytest.raises(ValueError, match=r"sets\[1\]: expected the limits, device, optional tables and strides"):
        BufferSets.of(one, other)
    with pytest.raises(ValueError, match="sets: expected at least one"):
        BufferSets.of()


@pytest.mark.parametrize("capacity", range(5))
def test_tokens_past_the_end_are_left_out_and_flagged(capacity: int) -> None:
    """The sum of the lengths is on the device alone: nothing is written past the end, whatever it is."""
    problem = _problem(max_tokens=capacity)
    guarded = problem.buffers()
    fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)
    assert int(guarded.buffers.status) == Overflow.TOKENS
    with pytest.raises(CapacityError, match="TOKENS"):
        guarded.buffers.raise_on_overflow()


def test_a_key_length_past_the_width_fills_the_columns_there_are_and_is_flagged() -> None:
    problem = _problem(seq_lens=[20, 41])
    guarded = problem.buffers()
    fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)
    assert int(guarded.buffers.status) == Overflow.WIDTH


def _both(batch: ReplayBatch, problem: Problem) -> MetadataBuffers:
    """Fill by the dispatch and by the reference, which must agree; gives the first."""
    ours, theirs = problem.buffers(), problem.buffers()
    fill(ours.buffers, batch)
    reference.fill(theirs.buffers, batch)
    assert_same(ours, theirs)
    return ours.buffers


@pytest.mark.parametrize("index", [-1, 2, 2**31 - 1])
def test_a_request_index_outside_the_pool_reads_inside_it_and_is_flagged(index: int) -> None:
    problem = _problem()
    indices = torch.tensor([0, index], device=DEVICE)
    buffers = _both(dataclasses.replace(problem.batch(), req_pool_indices=indices), problem)
    assert int(buffers.status) == Overflow.POOL


def test_a_negative_number_of_tokens_counts_as_none_and_is_flagged() -> None:
    problem = _problem()
    extend = torch.tensor([-2, 2], dtype=torch.int32, device=DEVICE)
    buffers = _both(dataclasses.replace(problem.batch(), extend_seq_lens=extend), problem)
    assert int(buffers.status) == Overflow.NEGATIVE
    assert int(buffers.num_tokens) == 2


def test_one_request_longer_than_all_rows() -> None:
    problem = _problem()
    extend = torch.tensor([2**30, 2], dtype=torch.int32, device=DEVICE)
    buffers = _both(dataclasses.replace(problem.batch(), extend_seq_lens=extend), problem)
    assert int(buffers.status) == Overflow.TOKENS
    assert int(buffers.num_tokens) == problem.limits.max_tokens


def test_flags_are_kept_until_they_are_cleared() -> None:
    problem, fits = _problem(seq_lens=[20, 41]), _problem()
    buffers = problem.buffers().buffers
    fill(buffers, problem.batch())
    fill(buffers, fits.batch())
    assert int(buffers.status) == Overflow.WIDTH
    buffers.clear_status()
    fill(buffers, fits.batch())
    buffers.raise_on_overflow()


def test_padded_rows_see_no_keys_and_never_a_negative_number_of_them() -> None:
    problem = _problem(seq_lens=[1, 30], extends=[3, 2])
    guarded = problem.buffers()
    views = fill(guarded.buffers, problem.batch())
    assert views.nsa_seqlens_expanded[:3].tolist() == [0, 0, 1]
    assert_filled(guarded, problem)


def test_nothing_is_written_for_an_empty_batch_but_the_zeros() -> None:
    problem = _problem(seq_lens=[], extends=[], pool_indices=[], max_batch=2, max_tokens=4)
    guarded = problem.buffers()
    views = fill(guarded.buffers, problem.batch())
    assert_filled(guarded, problem)
    assert views.cu_seqlens_k.tolist() == views.nsa_cu_seqlens_k.tolist() == [0]
    assert guarded.buffers.cache_seqlens_int32.tolist() == [CANARY, CANARY]
