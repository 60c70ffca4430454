"""The in-place expansion, as backends call it: the checks that its first version came with, made again."""

from __future__ import annotations

import random

import pytest
import torch

from nsa_runtime import fill_draft_extend_metadata_inplace
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
        ([1, 2], 0, {}, "nsa_index_topk: expected at least 1, got 0"),
        ([1, 2], 8, {"total_tokens": -1}, "total_tokens: expected at least 0, got -1"),
        ([1, 2], 8, {"extend_seq_lens_cpu": [1]}, "extend_seq_lens_cpu: expected 2 lengths, got 1"),
    ],
)
def test_bad_arguments_are_named(extends: list[int], topk: int, known: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _expand(extends, [9, 9], topk, room=9, **known)


def test_the_kernel_is_what_these_tests_ran() -> None:
    pytest.importorskip("triton", reason="without triton the reference ran")
    assert kernels_enabled()
