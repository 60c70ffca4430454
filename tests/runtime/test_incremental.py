"""Rows that remember what they hold: whatever happens between two fills, the tables are those of the plain definition.

Requests grow, end, are preempted and come back, in any order and in any place of the batch; drafts are rejected, so
that slots past the settled ones change; rows of the pool are used again, which their generation says.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable

import pytest
import torch

from nsa_runtime import BufferSets, MetadataBuffers, Mode, ReplayBatch, ReplayPlan, backend, fill, fill_many, reference
from tests.runtime.batches import CANARY, DEVICE, Guarded, Problem, expected

pytest.importorskip("triton", reason="the kernels need triton: pip install nsa-guard[runtime]")

ON_GPU = DEVICE.type == "cuda"
SEEDS = range(200 if ON_GPU else 5)
STEPS = 40 if ON_GPU else 6
WIDTHS = (9, 70, 1500, 5000) if ON_GPU else (9, 40, 70)
POOL, MOST, PADDED = (60, 40, 3) if ON_GPU else (5, 3, 1)


class Server:
    """A pool of requests as a scheduler keeps it. Row 0 is for padding, and never changes."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.width, self.page_size = self.rng.choice(WIDTHS), self.rng.choice([1, 16, 64])
        self.wide, self.strided = self.rng.random() < 0.7, self.rng.random() < 0.3
        self.draft, self.parts = self.rng.randint(1, 3), self.rng.randint(1, 3)
        self.table = [self._slots(self.width) for _ in range(POOL)]
        self.generations = [self.rng.randrange(2**40) for _ in range(POOL)]
        self.settled: dict[int, int] = {}  # slots of each live request, by its row, that stay what they are

    def buffers(self) -> tuple[Guarded, MetadataBuffers]:
        """Guarded ones for any batch of this server, and the same with a memory of their rows."""
        guarded = self._problem(Mode.TARGET_VERIFY, self.draft, {}).buffers()
        held = torch.zeros((MOST + PADDED) * self.draft, self.parts, 2, dtype=torch.int64, device=DEVICE)
        return guarded, dataclasses.replace(guarded.buffers, held_rows=held)

    def step(self) -> Problem:
        """Let requests come and go, and draw a batch of some of them."""
        for row in [each for each in self.settled if self.rng.random() < 0.2]:
            del self.settled[row]
        free = [row for row in range(1, POOL) if row not in self.settled]
        for row in self.rng.sample(free, self.rng.randint(0, len(free))):  # a new request, or one that was preempted
            self.generations[row] += self.rng.choice([1, 2**33, -5])
            self.table[row] = self._slots(self.width)
            self.settled[row] = self.rng.randint(0, self.width - self.draft)
        mode = self.rng.choice(list(Mode))
        draft = 1 if mode is Mode.DECODE else self.draft
        able = [row for row, settled in self.settled.items() if settled + draft <= self.width]
        rows = self.rng.sample(able, min(len(able), self.rng.randint(0, MOST)))
        queries = {row: self.rng.randint(0, draft) if mode.ragged else draft for row in rows}
        for row in rows:  # what was drafted before was rejected
            self.table[row][self.settled[row] :] = self._slots(self.width - self.settled[row])
        problem = self._problem(mode, draft, queries)
        for row in rows:
            self.settled[row] += self.rng.randint(0, queries[row])
        return problem

    def batch(self, problem: Problem) -> ReplayBatch:
        return dataclasses.replace(
            problem.batch(), generations=torch.tensor(self.generations, dtype=torch.int64, device=DEVICE)
        )

    def _slots(self, count: int) -> list[int]:
        return [self.rng.randrange(2**31) for _ in range(count)]

    def _problem(self, mode: Mode, draft: int, queries: dict[int, int]) -> Problem:
        lengths = [self.settled[row] + (0 if mode is Mode.TARGET_VERIFY else n) for row, n in queries.items()]
        padded = self.rng.randint(0, PADDED)
        return Problem(
            mode,
            draft,
            seq_lens=lengths + [self.rng.randint(0, draft) for _ in range(padded)],
            extends=[*queries.values(), *[draft] * padded],
            pool_indices=[*queries, *[0] * padded],
            pool=POOL,
            width=self.width,
            page_size=self.page_size,
            max_batch=MOST + PADDED,
            max_tokens=(MOST + PADDED) * self.draft,
            wide=self.wide,
            strided=self.strided,
            table=self.table,
        )


def assert_live(guarded: Guarded, problem: Problem) -> None:
    """What consumers may read is what the definition says; no canary around a tensor has gone."""
    for name, values in expected(problem).items():
        tensor = getattr(guarded.buffers, name)
        if tensor is not None:
            live = torch.tensor(values, dtype=torch.int32).reshape(tensor.shape)
            assert torch.equal(torch.where(live == CANARY, live, tensor.cpu()), live), name
    for name, storage in guarded.storage.items():
        tensor = getattr(guarded.buffers, name)
        around = storage.clone()
        around.as_strided(tensor.shape, tensor.stride(), tensor.storage_offset()).fill_(CANARY)
        assert bool((around == CANARY).all()), f"written around {name}"


@pytest.mark.parametrize("seed", SEEDS)
def test_any_sequence_of_batches_is_the_definition(seed: int) -> None:
    server = Server(seed)
    guarded, buffers = server.buffers()
    for _ in range(STEPS):
        problem = server.step()
        fill(buffers, server.batch(problem))
        assert_live(guarded, problem)


@pytest.mark.parametrize("seed", list(SEEDS)[:2])
def test_draft_steps_that_share_their_tables_and_the_memory_of_their_rows(seed: int) -> None:
    server = Server(1000 + seed)
    guarded, buffers = server.buffers()
    other = server.buffers()[0]
    tables = {name: getattr(buffers, name) for name in ("page_table_1", "real_page_table", "held_rows")}
    together = BufferSets.of(buffers, dataclasses.replace(other.buffers, **tables))
    assert together.table_sets == 1
    for _ in range(STEPS // 2):
        problem = server.step()
        fill_many(together, server.batch(problem))
        assert_live(guarded, problem)


def _grown(columns: int = 300, keys: int = 200) -> tuple[MetadataBuffers, ReplayBatch]:
    """A decode of two requests whose rows have been filled, one token later."""
    buffers = MetadataBuffers.allocate(
        max_batch=2, max_tokens=2, width=columns, page_size=64, index_topk=8, device=DEVICE, wide=True, incremental=True
    )
    batch = Problem(Mode.DECODE, 1, [keys, keys], [1, 1], [1, 0], pool=2, width=columns).batch()
    generations = torch.tensor([0, 3], dtype=torch.int32, device=DEVICE)  # that of a memory of nothing, and another
    batch = dataclasses.replace(batch, generations=generations)
    fill(buffers, batch)
    batch.seq_lens.add_(1)
    return buffers, batch


def _again(buffers: MetadataBuffers, batch: ReplayBatch) -> None:
    fill(buffers, batch)


def _by_plan(buffers: MetadataBuffers, batch: ReplayBatch) -> None:
    ReplayPlan(buffers, batch).replay()


needs_kernels = pytest.mark.skipif(not backend.uses_kernels(DEVICE.type), reason="the reference copies whole rows")


@needs_kernels
@pytest.mark.parametrize("refill", [_again, _by_plan])
def test_settled_slots_are_not_copied_again(refill: Callable[[MetadataBuffers, ReplayBatch], None]) -> None:
    buffers, batch = _grown()
    before = batch.req_to_token.clone()
    batch.req_to_token.zero_()  # which the generations deny
    refill(buffers, batch)
    assert buffers.page_table_1 is not None
    for row, index in enumerate(batch.req_pool_indices.tolist()):
        assert torch.equal(buffers.page_table_1[row, :196], before[index, :196])
        assert not buffers.page_table_1[row, 199:201].any()  # the last query token, and the new one
        assert torch.equal(buffers.real_page_table[row, :4], before[index, :256:64] // 64)


@needs_kernels
@pytest.mark.parametrize("change", ["generation", "index", "forget", "reference"])
def test_a_row_is_copied_whole_when_it_holds_something_else(change: str) -> None:
    buffers, batch = _grown()
    batch.req_to_token.random_(0, 2**30)
    if change == "generation":
        assert batch.generations is not None
        batch.generations.add_(1)
    elif change == "index":
        batch.req_pool_indices.copy_(batch.req_pool_indices.flip(0))
    elif change == "forget":
        buffers.forget_rows()
    else:
        reference.fill(buffers, batch)
        batch.req_to_token.random_(0, 2**30)
    fill(buffers, batch)
    assert buffers.page_table_1 is not None
    for row, index in enumerate(batch.req_pool_indices.tolist()):
        assert torch.equal(buffers.page_table_1[row, :201], batch.req_to_token[index, :201])
        assert torch.equal(buffers.real_page_table[row, :4], batch.req_to_token[index, :201:64] // 64)


def test_a_new_row_is_copied_whole_beside_one_that_grows() -> None:
    buffers, batch = _grown(columns=1200, keys=1100)
    batch.req_to_token[1].random_(0, 2**30)
    assert batch.generations is not None
    batch.generations[1] = 7
    fill(buffers, batch)
    assert buffers.page_table_1 is not None
    assert torch.equal(buffers.page_table_1[:, :1101], batch.req_to_token[batch.req_pool_indices, :1101])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "generations: expected a tensor for buffers with held_rows, got None"),
        ([0, 0], "generations: expected a tensor, got list"),
        (torch.zeros(1, dtype=torch.int32), r"generations: expected at least \(2,\), got shape \(1,\)"),
        (torch.zeros(2), "generations: expected torch.int32 or torch.int64, got torch.float32"),
    ],
)
def test_generations_that_cannot_be(value: object, message: str) -> None:
    buffers, batch = _grown()
    value = value.to(DEVICE) if isinstance(value, torch.Tensor) else value
    with pytest.raises((TypeError, ValueError), match=f"^{message}$"):
        fill(buffers, dataclasses.replace(batch, generations=value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (torch.zeros(2, 1, 3, dtype=torch.int64), "held_rows: expected a contiguous table "),
        (torch.zeros(1, 1, 2, dtype=torch.int64), "held_rows: expected at least "),
        (torch.zeros(2, 1, 2, dtype=torch.int32), "held_rows: expected torch.int64, got torch.int32"),
    ],
)
def test_memories_that_cannot_be(value: torch.Tensor, message: str) -> None:
    buffers, _ = _grown()
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        dataclasses.replace(buffers, held_rows=value.to(DEVICE))
