"""The in-place expansion, as backends call it: the checks that its first version came with, made again."""

from __future__ import annotations

import importlib
import itertools
import random
from typing import Any

import pytest
import torch

from nsa_runtime import Overflow, definition, fill_draft_extend_metadata_inplace
from nsa_runtime.dispatch import kernels_enabled
from tests.runtime.batches import CANARY, DEVICE


def _expand(
    extends: list[int], lengths: list[int], topk: int, room: int, dtype: torch.dtype = torch.int32, **known: object
) -> tuple[int, list[int], list[int]]:
    expanded = torch.full((room,), CANARY, dtype=torch.int32, device=DEVICE)
    clamped = torch.full((room,), CANARY, dtype=torch.int32, device=DEVICE)
    total = fill_draft_extend_metadata_inplace(
        extend_seq_lens=torch.tensor(extends, dtype=dtype, device=DEVICE),
        seq_lens=torch.tensor(lengths, dtype=dtype, device=DEVICE),
        nsa_index_topk=topk,
        out_seqlens_expanded=expanded,
        out_nsa_cache_seqlens=clamped,
        **known,  # type: ignore[arg-type]
    )
    assert expanded[total:].tolist() == clamped[total:].tolist() == [CANARY] * (room - total)
    return total, expanded[:total].tolist(), clamped[:total].tolist()


def _arithmetic(extends: list[int], lengths: list[int]) -> list[int]:
    return [max(0, kv - q + 1 + j) for q, kv in zip(extends, lengths, strict=True) for j in range(q)]


@pytest.mark.parametrize("topk", [128, 256, 512])
@pytest.mark.parametrize("requests", [1, 2, 4, 8, 16])
def test_it_is_the_arithmetic(requests: int, topk: int) -> None:
    rng = random.Random(requests * topk)
    extends = [rng.randint(1, 9) for _ in range(requests)]
    lengths = [rng.randint(50, 199) for _ in range(requests)]
    total, expanded, clamped = _expand(extends, lengths, topk, room=200)
    assert total == sum(extends)
    assert expanded == _arithmetic(extends, lengths)
    assert clamped == [min(value, topk) for value in expanded]


def test_a_single_token() -> None:
    assert _expand([1], [10], 128, room=4) == (1, [10], [10])


def test_long_extends() -> None:
    total, expanded, _ = _expand([32, 16], [100, 80], 128, room=64)
    assert (total, expanded) == (48, [*range(69, 101), *range(65, 81)])


def test_clamping() -> None:
    assert _expand([4], [10], 8, room=4) == (4, [7, 8, 9, 10], [7, 8, 8, 8])


def test_in_place_equals_allocate_and_copy() -> None:
    extends, lengths = [3, 1, 5], [60, 70, 80]
    spans = [torch.arange(kv - q + 1, kv + 1) for q, kv in zip(extends, lengths, strict=True)]
    allocated = torch.cat(spans)
    assert _expand(extends, lengths, 64, room=20)[1:] == (allocated.tolist(), allocated.clamp(max=64).tolist())


@pytest.mark.parametrize("known", [{}, {"total_tokens": 0}, {"extend_seq_lens_cpu": []}])
def test_an_empty_batch_returns_zero(known: dict[str, object]) -> None:
    assert _expand([], [], 64, room=3, **known) == (0, [], [])


def test_requests_without_tokens_return_zero() -> None:
    assert _expand([0, 0], [5, 6], 64, room=3) == (0, [], [])


def test_a_batch_of_32_into_buffers_of_a_thousand() -> None:
    rng = random.Random(32)
    extends, lengths = [rng.randint(1, 9) for _ in range(32)], [rng.randint(50, 199) for _ in range(32)]
    total, expanded, _ = _expand(extends, lengths, 256, room=1000)
    assert (total, expanded) == (sum(extends), _arithmetic(extends, lengths))


def test_padded_rows_give_zero() -> None:
    assert _expand([4], [1], 64, room=4) == (4, [0, 0, 0, 1], [0, 0, 0, 1])


def test_long_lengths_are_taken_too() -> None:
    assert _expand([2, 1], [9, 5], 64, room=4, dtype=torch.int64) == (3, [8, 9, 5], [8, 9, 5])


def test_the_total_may_come_from_the_host() -> None:
    by_device = _expand([2, 3], [9, 5], 64, room=8)
    assert _expand([2, 3], [9, 5], 64, room=8, total_tokens=5) == by_device
    assert _expand([2, 3], [9, 5], 64, room=8, extend_seq_lens_cpu=[2, 3]) == by_device


@pytest.mark.parametrize("known", [{}, {"total_tokens": 5}, {"extend_seq_lens_cpu": [2, 3]}])
def test_too_small_a_buffer_is_an_error_before_anything_is_written(known: dict[str, object]) -> None:
    small = torch.full((4,), CANARY, dtype=torch.int32, device=DEVICE)
    large = torch.full((5,), CANARY, dtype=torch.int32, device=DEVICE)
    lengths = torch.tensor([2, 3], dtype=torch.int32, device=DEVICE)
    with pytest.raises(ValueError, match=r"out_nsa_cache_seqlens: expected at least \(5,\)"):
        fill_draft_extend_metadata_inplace(lengths, lengths + 9, 64, large, small, **known)  # type: ignore[arg-type]
    assert set(small.tolist() + large.tolist()) == {CANARY}


def test_a_total_too_small_writes_no_more_than_it_says() -> None:
    assert _expand([2, 3], [9, 5], 64, room=8, total_tokens=3) == (3, [8, 9, 3], [8, 9, 3])


@pytest.mark.parametrize(
    ("extends", "topk", "known", "message"),
    [
        ([1, 2, 3], 8, {}, "extend_seq_lens: expected 2 elements"),
        ([1, 2], 0, {}, "nsa_index_topk: expected 1 to 2147483647, got 0"),
        ([1, 2], 2**40, {}, "nsa_index_topk: expected 1 to 2147483647, got 1099511627776"),
        ([1, 2], 8.5, {}, "nsa_index_topk: expected an int, got 8.5"),
        ([1, 2], 8, {"total_tokens": -1}, "total_tokens: expected 0 to 2147483647, got -1"),
        ([], 8, {"total_tokens": 1}, "total_tokens: expected 0 to 0, got 1"),
        ([1, 2], 8, {"total_tokens": 3.0}, "total_tokens: expected an int, got 3.0"),
        ([1, 2], 8, {"total_tokens": True}, "total_tokens: expected an int, got True"),
        ([1, 2], 8, {"extend_seq_lens_cpu": [-5, 3]}, r"extend_seq_lens_cpu\[0\]: expected 0 to 2147483647, got -5"),
        ([1, 2], 8, {"extend_seq_lens_cpu": [1, 2.0]}, r"extend_seq_lens_cpu\[1\]: expected an int, got 2.0"),
        ([1, 2], 8, {"extend_seq_lens_cpu": [True, 2]}, r"extend_seq_lens_cpu\[0\]: expected an int, got True"),
        ([1, 2], 8, {"extend_seq_lens_cpu": 3}, "extend_seq_lens_cpu: expected a sequence of ints, got int"),
        ([1, 2], 8, {"extend_seq_lens_cpu": [1]}, "extend_seq_lens_cpu: expected 2 lengths, got 1"),
    ],
)
def test_bad_arguments_are_named(extends: list[int], topk: Any, known: dict[str, object], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        _expand(extends, [9, 9] if extends else [], topk, room=9, **known)


@pytest.mark.parametrize("value", [None, [1, 2], 3])
@pytest.mark.parametrize("name", ["seq_lens", "extend_seq_lens", "out_seqlens_expanded", "out_nsa_cache_seqlens"])
def test_what_is_not_a_tensor_is_named(name: str, value: object) -> None:
    arguments: dict[str, Any] = {
        "extend_seq_lens": torch.ones(2, dtype=torch.int32, device=DEVICE),
        "seq_lens": torch.ones(2, dtype=torch.int32, device=DEVICE),
        "nsa_index_topk": 8,
        "out_seqlens_expanded": torch.zeros(4, dtype=torch.int32, device=DEVICE),
        "out_nsa_cache_seqlens": torch.zeros(4, dtype=torch.int32, device=DEVICE),
    }
    with pytest.raises(TypeError, match=f"{name}: expected a tensor, got {type(value).__name__}"):
        fill_draft_extend_metadata_inplace(**(arguments | {name: value}))


def test_the_host_s_lengths_may_be_of_numpy_or_of_torch() -> None:
    numpy = pytest.importorskip("numpy")
    for cpu in (numpy.array([2, 3]), torch.tensor([2, 3])):
        assert _expand([2, 3], [9, 5], 64, room=8, extend_seq_lens_cpu=cpu)[0] == 5


@pytest.mark.parametrize(
    ("shared", "message"),
    [
        ("outputs", "out_nsa_cache_seqlens: expected memory of its own, got memory that out_seqlens_expanded is in"),
        ("input", "seq_lens: expected memory that the fill does not write, got that of out_seqlens_expanded"),
        ("overlap", "out_nsa_cache_seqlens: expected memory of its own"),
    ],
)
def test_memory_that_is_shared_is_refused_before_anything_is_written(shared: str, message: str) -> None:
    storage = torch.full((12,), CANARY, dtype=torch.int32, device=DEVICE)
    lengths = torch.tensor([2, 2], dtype=torch.int32, device=DEVICE)
    first, second, keys = storage[:4], storage[4:8], lengths + 5
    second = {"outputs": first, "overlap": storage[3:7]}.get(shared, second)
    keys = storage[2:4] if shared == "input" else keys
    with pytest.raises(ValueError, match=message):
        fill_draft_extend_metadata_inplace(lengths, keys, 8, first, second, total_tokens=4)
    assert set(storage.tolist()) == {CANARY}


def test_outputs_side_by_side_share_no_memory() -> None:
    storage = torch.full((8,), CANARY, dtype=torch.int32, device=DEVICE)
    lengths = torch.tensor([2, 2], dtype=torch.int32, device=DEVICE)
    fill_draft_extend_metadata_inplace(lengths, lengths + 5, 6, storage[:4], storage[4:], total_tokens=4)
    assert storage.tolist() == [6, 7, 6, 7, 6, 6, 6, 6]


@pytest.mark.parametrize("dtype", [torch.int32, torch.int64])
def test_lengths_of_any_value_are_the_definition(dtype: torch.dtype) -> None:
    """Negative ones, those at the ends of their dtype, and more tokens than rows."""
    ends = torch.iinfo(dtype)
    values = [ends.min, ends.min + 1, -1, 0, 1, 5, ends.max - 1, ends.max]
    for lengths in itertools.chain(itertools.pairwise(values), zip(values, reversed(values), strict=True)):
        for extends in ([3, 2], [ends.min, 4], [2, ends.max], [0, -1]):
            expanded, clamped = definition.expand(extends, lengths, 4, 5)
            out = [torch.full((5,), CANARY, dtype=torch.int32, device=DEVICE) for _ in range(2)]
            given = [torch.tensor(each, dtype=dtype, device=DEVICE) for each in (extends, lengths)]
            status = torch.zeros(1, dtype=torch.int32, device=DEVICE)
            assert fill_draft_extend_metadata_inplace(*given, 4, *out, total_tokens=5, status=status) == 5
            assert Overflow(int(status)) == definition.expand_flags(extends, lengths, 5), (lengths, extends)
            left = [CANARY] * (5 - len(expanded))
            assert [each.tolist() for each in out] == [expanded + left, clamped + left], (lengths, extends)


@pytest.mark.parametrize(
    ("extends", "lengths", "total", "found"),
    [
        ([2, 3], [9, 5], 5, Overflow(0)),
        ([2, 3], [9, 5], 4, Overflow.TOKENS),
        ([2, 3], [9, 5], 6, Overflow.SHORT),
        ([2, -3], [9, 5], 2, Overflow.NEGATIVE),
        ([2, 3], [-9, 5], 5, Overflow.NEGATIVE),
        ([2, 3], [9, 2**31], 5, Overflow.WIDTH),
        ([2, 3], [9, 5], 0, Overflow.TOKENS),
        ([0, 0], [-1, 5], 0, Overflow.NEGATIVE),
    ],
)
def test_what_was_clamped_is_added_to_the_caller_s_flags(
    extends: list[int], lengths: list[int], total: int, found: Overflow
) -> None:
    """Other bits stay, and so does what follows the first element."""
    status = torch.tensor([64, CANARY], dtype=torch.int32, device=DEVICE)
    _expand(extends, lengths, 8, room=8, dtype=torch.int64, total_tokens=total, status=status)
    assert status.tolist() == [64 | found, CANARY]


@pytest.mark.parametrize("arm", ["launch", "reference"])
@pytest.mark.parametrize(
    ("extends", "lengths", "rows", "found"),
    [
        ([2, 3], [9, 5], 5, 0),  # as many query tokens as there are rows
        ([5], [9], 5, 0),
        ([2, 3], [9, 5], 4, Overflow.TOKENS),
        ([2, 3], [9, 5], 6, Overflow.SHORT),
        ([0, 0], [9, 5], 0, 0),
        ([2, 3], [9, 5], 0, Overflow.TOKENS),
        ([2, 3], [9, 2**31 - 1], 5, 0),
        ([2, 3], [9, 2**31], 5, Overflow.WIDTH),
    ],
)
def test_either_arm_expands_what_fits_and_says_what_does_not(
    arm: str, extends: list[int], lengths: list[int], rows: int, found: int
) -> None:
    """With flags and without, alike."""
    if arm == "launch":
        pytest.importorskip("triton", reason="the kernels need triton")
    expand = importlib.import_module(f"nsa_runtime.{arm}").expand
    given = [torch.tensor([[each, 1] for each in one], device=DEVICE)[:, 0] for one in (extends, lengths)]  # strided
    expected = _arithmetic(extends, [min(each, 2**31 - 1) for each in lengths])[:rows]
    for status in (None, torch.zeros(1, dtype=torch.int32, device=DEVICE)):
        expanded, clamped = (torch.full((8,), CANARY, dtype=torch.int32, device=DEVICE) for _ in range(2))
        expand(*given, 8, expanded, clamped, rows, status)
        assert expanded[: len(expected)].tolist() == expected
        assert clamped[: len(expected)].tolist() == [min(each, 8) for each in expected]
        assert expanded[rows:].eq(CANARY).all() and clamped[rows:].eq(CANARY).all()
        assert status is None or status.item() == found


def test_without_requests_nothing_is_launched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grid of no programs is an error on a GPU."""
    compiled = pytest.importorskip("nsa_runtime.compiled", reason="the kernels need triton")
    launch = importlib.import_module("nsa_runtime.launch")
    launched: list[object] = []
    monkeypatch.setattr(compiled, "bind", lambda *_: launched.append)
    none, room = torch.zeros(0, dtype=torch.int32), torch.zeros(4, dtype=torch.int32)
    launch.expand(none, none, 8, room, room, 4, room[:1])
    launch.expand(room, room, 8, room, room, 0)
    assert not launched


def test_flags_have_memory_of_their_own() -> None:
    storage = torch.full((8,), CANARY, dtype=torch.int32, device=DEVICE)
    lengths = torch.tensor([2], dtype=torch.int32, device=DEVICE)
    with pytest.raises(ValueError, match="status: expected memory of its own, got memory that out_seqlens_expanded"):
        fill_draft_extend_metadata_inplace(lengths, lengths, 8, storage[:4], storage[4:], status=storage[2:3])
    with pytest.raises(TypeError, match=r"status: expected torch.int32, got torch.int64"):
        fill_draft_extend_metadata_inplace(lengths, lengths, 8, storage[:4], storage[4:], status=lengths.long())
    assert set(storage.tolist()) == {CANARY}


def test_the_row_counter_does_not_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    """More query tokens than 32 bits can count, though each request has no more than there are rows."""
    rows = 2**22
    if DEVICE.type == "cpu" and kernels_enabled():  # as many rows to a step: the interpreter takes a while for each
        from nsa_runtime import kernels

        monkeypatch.setattr(kernels, "DRAFT", type(kernels.DRAFT)(2**20))
    extend = torch.full((2**31 // rows + 2,), rows, device=DEVICE)
    storage = torch.full((4, rows), CANARY, dtype=torch.int32, device=DEVICE)
    fill_draft_extend_metadata_inplace(extend, extend, 8, storage[1], storage[2], total_tokens=rows)
    expected = torch.arange(1, rows + 1, dtype=torch.int32, device=DEVICE)
    assert torch.equal(storage[1], expected)
    assert torch.equal(storage[2], expected.clamp(max=8))
    assert storage[0].eq(CANARY).all() and storage[3].eq(CANARY).all()


def test_the_kernel_is_what_these_tests_ran() -> None:
    pytest.importorskip("triton", reason="without triton the reference ran")
    assert kernels_enabled()
