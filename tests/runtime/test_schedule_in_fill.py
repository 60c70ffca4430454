"""DeepGEMM's schedule written by the fill itself: by the definition, the reference and the kernel alike."""

from __future__ import annotations

import dataclasses
import itertools
import random

import pytest
import torch

from nsa_runtime import BufferSets, MetadataBuffers, Mode, dispatch, fill_many, reference
from nsa_runtime.definition import fill as defined
from nsa_runtime.definition import schedule as schedule_of
from nsa_runtime.shapes import SEGMENT, Split
from tests.runtime.batches import DEVICE, Problem, assert_filled

ON_GPU = DEVICE.type == "cuda"
CANARY = -77
UNIFORM = [Mode.DECODE, Mode.TARGET_VERIFY, Mode.DRAFT_EXTEND_V2]


def _shares(lengths: list[int], slots: int, split: Split) -> list[int]:
    """How many segments each slot of a schedule runs through, walking from its row to the next one."""
    counts = [-(-keys // SEGMENT) for keys in lengths]
    rows = schedule_of(lengths, slots, split)
    positions = [sum(counts[:token]) + segment for token, segment in rows]
    return [end - begin for begin, end in itertools.pairwise(positions)]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("split", list(Split))
def test_every_segment_has_one_slot_and_slots_differ_by_one(split: Split, seed: int) -> None:
    rng = random.Random(seed)
    lengths = [rng.choice([1, 255, 256, 257, rng.randint(1, 5000)]) for _ in range(rng.randint(1, 9))]
    slots = rng.choice([1, 3, 8, 132])
    shares = _shares(lengths, slots, split)
    total = sum(-(-keys // SEGMENT) for keys in lengths)
    assert sum(shares) == total
    assert sorted(set(shares)) in ([total // slots], [total // slots, total // slots + 1])
    assert shares == sorted(shares, reverse=split is Split.LONG_FIRST)


def test_slots_without_work_begin_at_the_first_segment_or_at_the_end() -> None:
    assert schedule_of([300], 4, Split.SHORT_FIRST) == [[0, 0], [0, 0], [0, 0], [0, 1], [1, 0]]
    assert schedule_of([300], 4, Split.LONG_FIRST) == [[0, 0], [0, 1], [1, 0], [1, 0], [1, 0]]
    assert schedule_of([0, 0], 2, Split.SHORT_FIRST) == [[2, 0]] * 3


def test_tokens_without_keys_have_no_segment() -> None:
    assert schedule_of([0, 256, 0, 1], 2, Split.SHORT_FIRST) == [[1, 0], [3, 0], [4, 0]]


def _problem(seed: int, split: Split) -> tuple[Problem, int]:
    rng = random.Random(seed)
    mode = rng.choice(UNIFORM)
    draft = 1 if mode is Mode.DECODE else rng.choice([1, 2, 4, 16])
    requests = rng.choice([1, 2, 31, 33, 70] if ON_GPU else [1, 2, 5])
    width = rng.choice([60, 600, 3000])
    longest = max(0, width - (draft if mode is Mode.TARGET_VERIFY else 0))
    lengths = [rng.choice([0, 1, rng.randint(0, longest), rng.randint(0, longest)]) for _ in range(requests)]
    problem = Problem(
        mode, draft, lengths, [draft] * requests, [0] * requests, pool=1, width=max(width, draft),
        wide=False, page_size=64, seed=seed, length_dtype=rng.choice([torch.int32, torch.int64]),
        ctx_lens=draft == 1 and rng.random() < 0.5,
    )  # fmt: skip
    return problem, rng.choice([1, 2, 7, 132])


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("requests", [4, 8, 9])
def test_groups_of_requests_that_are_full_to_the_last(
    requests: int, split: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last group writes where the schedule ends, also where no lane of it is left."""
    kernels = pytest.importorskip("nsa_runtime.kernels", reason="the kernels need triton")
    header = pytest.importorskip("nsa_runtime.header")
    if not ON_GPU:  # the interpreter reads the constant at every call
        for module in (header, kernels):
            monkeypatch.setattr(module, "GROUP", type(header.GROUP)(4))
    else:
        requests *= header.GROUP.value // 4
    lengths = [300 * (each % 3) + 1 for each in range(requests)]
    problem = Problem(
        Mode.DECODE, 1, lengths, [1] * requests, [0] * requests, pool=1, width=1000, wide=False, page_size=64
    )
    for slots in (1, 3, 2 * requests):
        expected = schedule_of(lengths, slots, split)
        guarded = problem.buffers()
        buffers, storage = _with_schedule(guarded.buffers, slots, split)
        dispatch.backend(DEVICE).fill(buffers, problem.batch())
        assert storage[2:-2].tolist() == expected


def _with_schedule(buffers: MetadataBuffers, slots: int, split: Split) -> tuple[MetadataBuffers, torch.Tensor]:
    """The buffers with a schedule in the middle of canaries."""
    storage = torch.full((slots + 5, 2), CANARY, dtype=torch.int32, device=DEVICE)
    return dataclasses.replace(
        buffers, paged_mqa_schedule_metadata=storage[2 : slots + 3], paged_mqa_split=split
    ), storage


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("block", range(8))
def test_fills_write_what_the_definition_says(block: int, split: Split) -> None:
    for seed in range(100 * block, 100 * block + (60 if ON_GPU else 8)):
        problem, slots = _problem(seed, split)
        batch = problem.batch()
        expected = schedule_of(defined(problem.limits, problem.defined()).nsa_seqlens_expanded, slots, split)
        for backend in (reference, dispatch.backend(DEVICE)):
            guarded = problem.buffers()
            buffers, storage = _with_schedule(guarded.buffers, slots, split)
            assert buffers.writes_schedule(batch)
            backend.fill(buffers, batch)
            assert storage[2:-2].tolist() == expected, (seed, backend)
            assert bool((storage[:2] == CANARY).all()) and bool((storage[-2:] == CANARY).all())
            assert_filled(guarded, problem)


@pytest.mark.parametrize("shared", [False, True], ids=["own tables", "shared tables"])
def test_sets_of_one_launch_have_one_each_or_none(shared: bool) -> None:
    problem = Problem(Mode.DECODE, 1, [20, 700, 300], [1, 1, 1], [0, 0, 0], pool=1, width=800)
    guarded = [problem.buffers() for _ in range(3)]
    names = ("page_table_1", "real_page_table") if shared else ()
    tables = {name: getattr(guarded[0].buffers, name) for name in names}
    first, second, third = (dataclasses.replace(each.buffers, **tables) for each in guarded)
    first, one = _with_schedule(first, 4, Split.SHORT_FIRST)
    third, other = _with_schedule(third, 4, Split.SHORT_FIRST)
    fill_many(BufferSets.of(first, second, third), problem.batch())
    expected = schedule_of([20, 700, 300], 4, Split.SHORT_FIRST)
    assert one[2:-2].tolist() == other[2:-2].tolist() == expected
    for each in guarded[: 1 if shared else 3]:
        assert_filled(each, problem)


def test_sets_that_write_theirs_differently_are_refused() -> None:
    problem = Problem(Mode.DECODE, 1, [20], [1], [0], pool=1, width=40)
    first, _ = _with_schedule(problem.buffers().buffers, 4, Split.SHORT_FIRST)
    second, _ = _with_schedule(problem.buffers().buffers, 5, Split.SHORT_FIRST)
    with pytest.raises(
        ValueError, match=r"paged_mqa_schedule_metadata: expected sets with .* 4\), got one with .* 5\)"
    ):
        BufferSets.of(first, second)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"paged_mqa_split": "short-first"}, "paged_mqa_split: expected a Split, got str"),
        (
            {"paged_mqa_split": Split.SHORT_FIRST, "paged_mqa_schedule_metadata": None},
            "expected a tensor, got NoneType",
        ),
        ({"paged_mqa_schedule_metadata": torch.zeros(1, 2, dtype=torch.int32, device=DEVICE)}, "expected at least"),
        ({"paged_mqa_schedule_metadata": torch.zeros(5, 4, dtype=torch.int32, device=DEVICE)[:, ::2]}, "contiguous"),
        ({"paged_mqa_schedule_metadata": torch.zeros(5, 2, device=DEVICE)}, "expected torch.int32"),
    ],
)
def test_a_schedule_that_a_fill_cannot_write_is_refused(given: dict[str, object], message: str) -> None:
    problem = Problem(Mode.DECODE, 1, [20], [1], [0], pool=1, width=40)
    buffers, _ = _with_schedule(problem.buffers().buffers, 4, Split.SHORT_FIRST)
    with pytest.raises((TypeError, ValueError), match=message):
        dataclasses.replace(buffers, **given)  # type: ignore[arg-type]


def test_what_a_fill_cannot_write_is_left_to_deep_gemm() -> None:
    def writes(problem: Problem) -> bool:
        buffers, _ = _with_schedule(problem.buffers().buffers, 4, Split.SHORT_FIRST)
        return buffers.writes_schedule(problem.batch())

    assert writes(Problem(Mode.DECODE, 1, [20], [1], [0], pool=1, width=40, ctx_lens=True))
    assert not writes(Problem(Mode.DECODE, 1, [], [], [], pool=1, width=40))
    assert not writes(Problem(Mode.DRAFT_EXTEND, 2, [20], [2], [0], pool=1, width=40))
    assert not writes(Problem(Mode.TARGET_VERIFY, 2, [20], [2], [0], pool=1, width=40, ctx_lens=True))
    assert not writes(Problem(Mode.TARGET_VERIFY, 257, [20], [257], [0], pool=1, width=300))
