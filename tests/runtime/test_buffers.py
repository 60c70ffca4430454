"""What buffers are allocated as, what they take at the very edge, and what is not taken just past it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import torch

from nsa_runtime import BufferSets, MetadataBuffers, Mode, checks, fill
from nsa_runtime.shapes import Split
from tests.runtime.batches import DEVICE, Problem


def _allocated(**changed: Any) -> MetadataBuffers:
    sizes = {"max_batch": 2, "max_tokens": 6, "width": 40, "page_size": 16, "index_topk": 8, "device": DEVICE}
    return MetadataBuffers.allocate(**{**sizes, **changed})


def _problem(**changed: Any) -> Problem:
    return Problem(Mode.DRAFT_EXTEND, 3, [20, 30], [3, 3], [0, 1], pool=2, width=40, **changed)


def _zeros(*size: int) -> torch.Tensor:
    return torch.zeros(size, dtype=torch.int32, device=DEVICE)


def _packed() -> torch.Tensor:
    """Room for tables of six rows side by side."""
    return _zeros(6, 60)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({}, {}),
        ({"wide": True}, {"page_table_1": (6, 40)}),
        ({"page_size": 1}, {"page_table_1": (6, 40), "real_page_table": (6, 40)}),
        ({"ctx_lens_draft_tokens": 1}, {"paged_mqa_ctx_lens_2d": (2, 1)}),
        ({"ctx_lens_draft_tokens": 3}, {"paged_mqa_ctx_lens_2d": (2, 3)}),
        ({"incremental": True}, {"held_rows": (6, 1, 2)}),
    ],
)
def test_what_is_asked_for_is_allocated_and_nothing_else(asked: dict[str, Any], there: dict[str, Any]) -> None:
    held = _allocated(**asked)
    tensors = {name: value for name, value in vars(held).items() if isinstance(value, torch.Tensor)}
    expected = {
        "cache_seqlens_int32": (2,), "cu_seqlens_k": (3,), "nsa_seqlens_expanded": (6,),
        "nsa_cache_seqlens_int32": (6,), "nsa_cu_seqlens_q": (7,), "nsa_cu_seqlens_k": (7,),
        "real_page_table": (6, 3), "num_tokens": (1,), "status": (1,),
    }  # fmt: skip
    assert {name: tuple(value.shape) for name, value in tensors.items()} == expected | there
    for name, value in tensors.items():
        assert value.dtype is (torch.int64 if name == "held_rows" else torch.int32), name
        assert value.device == DEVICE and (name == "nsa_cu_seqlens_q" or not value.any()), name


@pytest.mark.parametrize("name", ["wide", "incremental"])
def test_what_is_asked_for_is_a_bool(name: str) -> None:
    with pytest.raises(TypeError, match=f"^{name}: expected a bool, got int$"):
        _allocated(**{name: 1})


def test_without_a_wide_table_the_other_tensors_are_still_checked() -> None:
    held = _allocated()
    assert held.page_table_1 is None
    for name in ("real_page_table", "num_tokens", "status", "nsa_cu_seqlens_q"):
        with pytest.raises(ValueError, match=f"^{name}: expected at least"):
            dataclasses.replace(held, **{name: getattr(held, name)[:0]})


def test_the_constant_of_the_buffers_may_be_an_input() -> None:
    problem = _problem()
    held = problem.buffers().buffers
    assert held.nsa_cu_seqlens_q is not None
    views = fill(held, dataclasses.replace(problem.batch(), req_pool_indices=held.nsa_cu_seqlens_q[:2]))
    assert views.cache_seqlens_int32.tolist() == [20, 30]


@pytest.mark.parametrize(
    ("draft_tokens", "width", "max_batch", "written"),
    [(256, 300, 1, True), (257, 300, 1, False), (1, 2**30, 511, True), (1, 2**30, 512, False)],
)
def test_a_fill_writes_a_schedule_up_to_the_bounds_of_its_numbers(
    draft_tokens: int, width: int, max_batch: int, written: bool
) -> None:
    """At most 256 query tokens a request, and a number of segments that 32 bits hold."""
    problem = Problem(
        Mode.TARGET_VERIFY, draft_tokens, [5] * max_batch, [draft_tokens] * max_batch, [0] * max_batch, pool=1,
        width=width, page_size=65536, table_width=1,
    )  # fmt: skip
    held = _allocated(**dataclasses.asdict(problem.limits), device="meta")
    schedule = torch.zeros(5, 2, dtype=torch.int32, device="meta")
    held = dataclasses.replace(held, paged_mqa_schedule_metadata=schedule, paged_mqa_split=Split.LONG_FIRST)
    assert held.writes_schedule(problem.batch()) is written


def test_the_addresses_of_several_sets_are_on_their_device_and_those_of_one_on_the_host() -> None:
    """A launch that fills one set is given its tensors, and reads no addresses."""
    one, other = _allocated(device="meta"), _allocated(device="meta")
    assert BufferSets.of(one).addresses.device.type == "cpu"
    assert BufferSets.of(one, other).addresses.device.type == "meta"


def test_three_tables_packed_side_by_side_are_apart_and_any_two_that_overlap_are_refused() -> None:
    room = _packed()
    held = _problem(ctx_lens=True).buffers().buffers
    tables = {"page_table_1": (0, 40), "real_page_table": (40, 44), "paged_mqa_ctx_lens_2d": (57, 60)}

    def packed(**changed: tuple[int, int]) -> MetadataBuffers:
        return dataclasses.replace(held, **{name: room[:, a:b] for name, (a, b) in {**tables, **changed}.items()})

    assert [each[2] for each in packed()._extents].count("paged_mqa_ctx_lens_2d") == 1
    for name, columns, other in (
        ("paged_mqa_ctx_lens_2d", (43, 46), "real_page_table"),
        ("paged_mqa_ctx_lens_2d", (39, 40), "page_table_1"),
        ("real_page_table", (39, 43), "page_table_1"),
    ):
        with pytest.raises(ValueError, match=f"^{name}: expected memory of its own, got memory that {other} is in too"):
            packed(**{name: columns})


@pytest.mark.parametrize(
    ("size", "strides", "start"),
    [
        ((6, 4), (50, 1), 40),  # rows nearer to each other than those of the table, and the first ones beside them
        ((3, 20), (60, 2), 20),  # columns that leave every other one free
        ((4, 6), (1, 60), 40),  # by columns
        ((4,), (1,), 80),  # a vector
        ((1,), (60,), 80),  # an element
    ],
)
def test_only_whole_columns_of_one_table_lie_side_by_side(
    size: tuple[int, ...], strides: tuple[int, ...], start: int
) -> None:
    """Whatever else lies between the first element of a table and its last one has that table's memory."""
    room = _packed()
    table, other = room[:, :40], room.view(-1).as_strided(size, strides, start)
    for named in ({"a": table, "b": other}, {"b": other, "a": table}):
        with pytest.raises(ValueError, match=r"^b: expected memory of its own, got memory that a is in too"):
            checks.disjoint(named)


@pytest.mark.parametrize("start", [10, 20], ids=["before its first element", "after it"])
def test_a_vector_that_reaches_into_a_table_by_columns_has_its_memory(start: int) -> None:
    room = _zeros(60, 6)
    with pytest.raises(ValueError, match=r"^[ab]: expected memory of its own"):
        checks.disjoint({"a": room.t()[:, 2:], "b": room.view(-1)[start : start + 4]})


def test_a_table_that_begins_in_another_whose_columns_have_gaps() -> None:
    room = _packed()
    with pytest.raises(ValueError, match=r"^b: expected memory of its own, got memory that a is in too"):
        checks.disjoint({"a": room[:, :20:2], "b": room[:, 15:]})


def test_the_largest_stride_is_what_32_bits_hold() -> None:
    def table(stride: int) -> torch.Tensor:
        return torch.empty(1, dtype=torch.int32, device="meta").as_strided((1, 1), (stride, 1))

    checks.table("t", table(2**31 - 1), (1, 1), torch.device("meta"))
    with pytest.raises(ValueError, match=r"^t: expected strides of at most 2147483647, got \(2147483648, 1\)$"):
        checks.table("t", table(2**31), (1, 1), torch.device("meta"))


def test_what_has_one_element_is_contiguous_whatever_its_strides() -> None:
    apart = _zeros(9, 9)
    checks.vector("v", apart[:1, 0], 1, DEVICE)
    checks.table("t", apart.as_strided((1, 1), (0, 0)), (1, 1), DEVICE)
    with pytest.raises(ValueError, match=r"^v: expected a contiguous vector, got stride 9$"):
        checks.vector("v", apart[:2, 0], 1, DEVICE)


def test_inputs_that_are_all_outputs_are_refused() -> None:
    problem = Problem(Mode.DECODE, 1, [20], [1], [0], pool=1, width=40)
    held = problem.buffers().buffers
    inputs = dict.fromkeys(("seq_lens", "req_pool_indices"), held.cache_seqlens_int32)
    batch = dataclasses.replace(problem.batch(), **inputs, req_to_token=held.real_page_table)
    with pytest.raises(ValueError, match="expected memory that the fill does not write, got that of"):
        fill(held, batch)
