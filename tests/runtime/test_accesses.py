"""Which elements the kernels read and write: those of the tensors that they are given, of the slots of a request no
more than it has keys, and each output once. Triton's interpreter shows it; for a GPU there is compute-sanitizer."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import torch

from nsa_runtime import BufferSets, Limits, Mode, ReplayBatch, ReplayShape, definition, fill, fill_many
from nsa_runtime import fill_draft_extend_metadata_inplace as expand
from nsa_runtime.compat.vllm import DecodeBatch, DecodeBuffers, expand_decode
from nsa_runtime.compat.vllm.shapes import Counting
from nsa_runtime.pooled import PooledBuffers, Pooling, fill_pooled
from nsa_runtime.shapes import Split
from tests.runtime.batches import DEVICE, Problem

pytest.importorskip("triton", reason="the kernels need triton: pip install nsa-guard[runtime]")

from triton.runtime.interpreter import (  # type: ignore[import-untyped, import-not-found, unused-ignore]
    InterpreterBuilder,
)

from nsa_runtime import header, kernels, launch, sums

pytestmark = pytest.mark.skipif(DEVICE.type == "cuda", reason="compiled kernels do not tell what they read and write")


@dataclasses.dataclass
class Touched:
    """Addresses that the kernels have read and written, and how often each."""

    read: Counter[int] = dataclasses.field(default_factory=Counter)
    written: Counter[int] = dataclasses.field(default_factory=Counter)
    changed: Counter[int] = dataclasses.field(default_factory=Counter)  # atomically
    loads: list[list[int]] = dataclasses.field(default_factory=list)  # addresses of each step, masked ones too

    def assert_within(self, inputs: Iterable[torch.Tensor], outputs: Iterable[torch.Tensor]) -> None:
        """What is read is an element of an input, and what is written one of an output, written once."""
        assert set(self.read) <= set().union(*map(_elements, inputs))
        assert set(self.written) | set(self.changed) <= set().union(*map(_elements, outputs))
        assert set(self.written.values()) == {1}
        for each in (self.read, self.written, self.changed):
            each.clear()


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Touched:
    found, builder = Touched(), InterpreterBuilder
    load, store, change = builder.create_masked_load, builder.create_masked_store, builder.create_atomic_rmw

    def note(counter: Counter[int], pointers: Any, mask: Any) -> None:
        counter.update(pointers.data[mask.data.astype(bool)].tolist())

    def loaded(self: Any, pointers: Any, mask: Any, *more: Any) -> Any:
        note(found.read, pointers, mask)
        found.loads.append(pointers.data.flatten().tolist())
        return load(self, pointers, mask, *more)

    def stored(self: Any, pointers: Any, value: Any, mask: Any, *more: Any) -> Any:
        note(found.written, pointers, mask)
        return store(self, pointers, value, mask, *more)

    def combined(self: Any, operation: Any, pointers: Any, value: Any, mask: Any, *more: Any) -> Any:
        note(found.changed, pointers, mask)
        return change(self, operation, pointers, value, mask, *more)

    monkeypatch.setattr(builder, "create_masked_load", loaded)
    monkeypatch.setattr(builder, "create_masked_store", stored)
    monkeypatch.setattr(builder, "create_atomic_rmw", combined)
    return found


def _elements(tensor: torch.Tensor) -> set[int]:
    offsets = torch.zeros((), dtype=torch.int64)
    for size, stride in zip(tensor.shape, tensor.stride(), strict=True):
        offsets = offsets[..., None] + torch.arange(size) * stride
    return set((offsets.flatten() * tensor.element_size() + tensor.data_ptr()).tolist())


def _tensors(record: Any) -> Iterator[torch.Tensor]:
    yield from (value for value in vars(record).values() if isinstance(value, torch.Tensor))


def _slots(problem: Problem, batch: ReplayBatch) -> list[torch.Tensor]:
    """The slots that some request of the batch has keys in."""
    keys = [seq + problem.shape.kv_delta for seq in problem.seq_lens]
    return [batch.req_to_token[row, :count] for row, count in zip(problem.pool_indices, keys, strict=True)]


def _problem(mode: Mode, width: int, page_size: int, *, wide: bool, strided: bool = False) -> Problem:
    """Full to the last token, with a request that has keys in all columns and one of whole pages."""
    draft = 1 if mode is Mode.DECODE else 3
    delta = draft if mode is Mode.TARGET_VERIFY else 0
    lengths = [width - delta, page_size * (width // page_size // 2) - delta, 5]
    queries = [draft, 1, 2] if mode.ragged else [draft] * 3
    return Problem(
        mode, draft, lengths, queries, [1, 0, 1], pool=2, width=width, page_size=page_size, wide=wide,
        strided=strided, max_tokens=sum(queries) if mode.ragged else None, ctx_lens=mode is Mode.TARGET_VERIFY,
    )  # fmt: skip


def _inputs(batch: Any) -> list[torch.Tensor]:
    return [each for name, each in vars(batch).items() if isinstance(each, torch.Tensor) and name != "req_to_token"]


@pytest.mark.parametrize("strided", [False, True], ids=["dense", "strided"])
@pytest.mark.parametrize(
    ("width", "page_size", "wide"), [(64, 16, True), (63, 16, True), (64, 16, False), (9, 1, True)]
)
@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
def test_a_fill(mode: Mode, width: int, page_size: int, wide: bool, strided: bool, touched: Touched) -> None:
    problem = _problem(mode, width, page_size, wide=wide, strided=strided)
    batch, buffers = problem.batch(), problem.buffers().buffers
    launch.fill(buffers, batch)
    touched.assert_within([*_inputs(batch), *_slots(problem, batch)], _tensors(buffers))


@pytest.mark.parametrize("few", [False, True])
def test_a_fill_of_rows_that_several_programs_share(
    few: bool, touched: Touched, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PAGES", "FEW", "TOKENS"):
        monkeypatch.setattr(kernels, name, type(kernels.PAGES)(4))
    monkeypatch.setattr(launch, "SPREAD", 1_000 if few else 0)
    problem = _problem(Mode.TARGET_VERIFY, 64, 2, wide=True)
    for programs in (launch.PROGRAMS, 3):
        monkeypatch.setattr(launch, "PROGRAMS", programs)
        batch, buffers = problem.batch(), problem.buffers().buffers
        launch.fill(buffers, batch)
        touched.assert_within([*_inputs(batch), *_slots(problem, batch)], _tensors(buffers))


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("shared", [False, True])
def test_a_fill_of_several_sets(shared: bool, split: Split, touched: Touched) -> None:
    problem = _problem(Mode.DECODE, 64, 16, wide=True)
    batch, made = problem.batch(), [problem.buffers().buffers for _ in range(3)]
    if shared:
        tables = {name: getattr(made[0], name) for name in ("page_table_1", "real_page_table")}
        made = [made[0], *(dataclasses.replace(each, **tables) for each in made[1:])]
    for number in (0, 2):
        schedule = torch.zeros(41, 2, dtype=torch.int32)
        made[number] = dataclasses.replace(made[number], paged_mqa_schedule_metadata=schedule, paged_mqa_split=split)
    sets = BufferSets.of(*made)
    fill_many(sets, batch)
    inputs = [*_inputs(batch), *_slots(problem, batch), sets.addresses]
    touched.assert_within(inputs, [each for buffers in made for each in _tensors(buffers)])


@pytest.mark.parametrize("page_size", [1, 16])
@pytest.mark.parametrize("parts", [1, 3])
def test_fills_that_remember_what_rows_hold(parts: int, page_size: int, touched: Touched) -> None:
    """The memories are read too, and those of parts without keys, and that are as they were, not written."""
    problem = _problem(Mode.TARGET_VERIFY, 63, page_size, wide=True)
    problem.seq_lens[1] = (
        min(problem.limits.part_columns(parts), 63) - 3
    )  # all keys of the first part and none of the second
    held = torch.zeros(problem.limits.max_tokens, parts, 2, dtype=torch.int64)
    buffers = dataclasses.replace(problem.buffers().buffers, held_rows=held)
    rewritten: set[int] = set()
    for shorter in (2, 1, 0, 0):
        now = dataclasses.replace(problem, seq_lens=[max(0, each - shorter) for each in problem.seq_lens])
        batch = dataclasses.replace(now.batch(), generations=torch.tensor([7, 8]))
        fill(buffers, batch)
        assert held.tolist() == _memories(now, parts)
        rewritten = touched.written.keys() & _elements(held)
        touched.assert_within([*_inputs(batch), *_slots(now, batch), held], _tensors(buffers))
    assert not rewritten


def _memories(problem: Problem, parts: int) -> list[list[list[int]]]:
    """After fills of growing requests: whose slots each part of each row holds, and up to which column."""
    size, draft = problem.limits.part_columns(parts), problem.draft_tokens
    out = []
    for settled, index in zip(problem.seq_lens, problem.pool_indices, strict=True):
        row = []
        for begin in range(0, parts * size, size):
            end = min(settled + draft, begin + size)
            until = min(max(settled, begin), end)
            row.append([7 + index, index << 32 | until] if begin < end else [0, 0])
        out += [row] * draft
    return out


@pytest.mark.parametrize(("keys", "steps"), [(67, [64]), (68, [64]), (69, [4, 512]), (72, [512]), (602, [4, 512, 512])])
def test_few_new_columns_are_copied_in_one_step_and_many_in_large_ones(
    keys: int, steps: list[int], touched: Touched
) -> None:
    """From the last multiple of four columns that the row holds on, here 4."""
    problem = Problem(Mode.DECODE, 1, [6], [1], [0], pool=1, width=700, page_size=16)
    held = torch.zeros(1, 1, 2, dtype=torch.int64)
    buffers = dataclasses.replace(problem.buffers().buffers, held_rows=held)
    batch = dataclasses.replace(problem.batch(), generations=torch.tensor([7]))
    fill(buffers, batch)
    batch.seq_lens.fill_(keys)
    touched.loads.clear()
    fill(buffers, batch)
    begin = batch.req_to_token.data_ptr() + 4 * 4
    end = batch.req_to_token.data_ptr() + 4 * keys
    taken = [each for each in touched.loads if len(each) in (4, 64, 512) and begin <= each[0] < end + 4 * 4]
    assert sorted(map(len, taken)) == steps


@pytest.mark.parametrize("strided", [False, True], ids=["dense", "strided"])
def test_an_expansion(strided: bool, touched: Touched) -> None:
    lengths = torch.tensor([40, 2, 9, 0] if not strided else [40, 0, 2, 0, 9, 0, 0])[:: 2 if strided else 1]
    extends = torch.tensor([33, 0, 5, 1])
    outputs = [
        torch.zeros(39, dtype=torch.int32),
        torch.zeros(39, dtype=torch.int32),
        torch.zeros(1, dtype=torch.int32),
    ]
    expand(extends, lengths, 8, *outputs[:2], extend_seq_lens_cpu=extends.tolist(), status=outputs[2])
    touched.assert_within([lengths, extends], outputs)


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("requests", [4, 5, 8])
def test_a_schedule_of_groups_of_requests(
    requests: int, split: Split, touched: Touched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more programs than there are groups, of which the last may be full."""
    for module in (header, kernels):
        monkeypatch.setattr(module, "GROUP", type(header.GROUP)(4))
        monkeypatch.setattr(module, "SLOTS", type(header.SLOTS)(4))
    lengths = [300 * (each % 3) + 1 for each in range(requests)]
    problem = Problem(
        Mode.DECODE, 1, lengths, [1] * requests, [0] * requests, pool=1, width=1000, page_size=16, max_batch=requests
    )
    for slots in (3, 4, 9):
        schedule = torch.zeros(slots + 1, 2, dtype=torch.int32)
        buffers = dataclasses.replace(
            problem.buffers().buffers, paged_mqa_schedule_metadata=schedule, paged_mqa_split=split
        )
        batch = problem.batch()
        launch.fill(buffers, batch)
        assert schedule.tolist() == definition.schedule(lengths, slots, split)
        touched.assert_within([*_inputs(batch), *_slots(problem, batch)], _tensors(buffers))


def test_requests_before_one_are_summed_in_the_smallest_step_that_has_them(
    touched: Touched, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, lanes in {"NEAREST": 2, "NEAR": 4, "FAR": 8, "SCAN": 16}.items():
        monkeypatch.setattr(sums, name, type(sums.SCAN)(lanes))
    extends = torch.ones(18, dtype=torch.int32)
    expand(extends, extends + 7, 8, *(torch.zeros(18, dtype=torch.int32) for _ in range(2)), total_tokens=18)
    steps = [len(each) for each in touched.loads if len(each) > 1]
    assert steps == [2] * 3 + [4] * 2 + [8] * 4 + [16] * 8 + [16, 16]


@pytest.mark.parametrize("mode", [Mode.DECODE, Mode.TARGET_VERIFY, Mode.DRAFT_EXTEND_V2], ids=lambda mode: mode.value)
def test_a_fill_of_pooled_keys(mode: Mode, touched: Touched) -> None:
    draft = 1 if mode is Mode.DECODE else 3
    shape = ReplayShape(mode, 3, draft)
    pooling = Pooling(Limits(3, 3 * draft, 64, 16, 8), 2)
    lengths = torch.tensor([64 - shape.kv_delta, 32 - shape.kv_delta, 7])
    batch = ReplayBatch(shape, lengths, torch.tensor([1, 0, 1]), torch.arange(128, dtype=torch.int32).reshape(2, 64))
    accepted = torch.tensor([1, 0, 2]) if mode is Mode.DRAFT_EXTEND_V2 else None
    buffers = PooledBuffers.allocate(pooling, draft, DEVICE, accepted=accepted is not None)
    fill_pooled(buffers, batch, accepted=accepted)
    inputs = [*_tensors(batch), *([] if accepted is None else [accepted])]
    touched.assert_within(inputs, _tensors(buffers))


@pytest.mark.parametrize("block_size", [None, 4])
@pytest.mark.parametrize("counting", [Counting(), Counting(1, 3, 4)])
def test_an_expansion_for_vllm(block_size: int | None, counting: Counting, touched: Touched) -> None:
    def zeros(*size: int) -> torch.Tensor:
        return torch.zeros(size, dtype=torch.int32)

    out = DecodeBuffers(zeros(46), zeros(46, 5), zeros(46), zeros(46), zeros(3))
    starts = torch.tensor([0, 33, 33, 40], dtype=torch.int32)
    lengths = torch.tensor([20, 3, 16], dtype=torch.int32)
    batch = DecodeBatch(lengths, starts, zeros(3, 5), 43, block_size, counting)
    expand_decode(out, batch)
    rows = zip(batch.block_table, lengths.tolist(), strict=True)
    pages = [row[: 5 if block_size is None else -(-length // block_size)] for row, length in rows]
    touched.assert_within([lengths, starts, *pages], _tensors(out))
