"""Random batches, canaries around every buffer, and what the definition says of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import torch

from nsa_runtime import MetadataBuffers, Mode, ReplayBatch, ReplayShape, definition, outputs
from nsa_runtime.shapes import Limits

DEVICE = torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
CANARY = -77  # what every output holds before a fill, and must still hold wherever the fill has no business
GUARD = 8  # elements of canary around each vector, rows and columns of it around each table

OUTPUTS = tuple(output.name for output in outputs.WRITTEN)


@dataclass
class Problem:
    """One batch in plain lists, and what its buffers are made for."""

    mode: Mode
    draft_tokens: int
    seq_lens: list[int]
    extends: list[int]  # query tokens per request
    pool_indices: list[int]
    pool: int
    width: int
    page_size: int = 64
    index_topk: int = 8
    max_batch: int | None = None
    max_tokens: int | None = None
    wide: bool = True
    ctx_lens: bool = False
    total_known: bool = False
    total: int | None = None  # another than the sum
    length_dtype: torch.dtype = torch.int32
    index_dtype: torch.dtype = torch.int64
    strided: bool = False  # every input and table with strides of its own
    broadcast: bool = False  # lengths that are all alike are one element in memory
    table_width: int | None = None  # of req_to_token; as wide as the buffers if None
    table: list[list[int]] = field(default_factory=list)
    seed: int = 0

    def __post_init__(self) -> None:
        rng = random.Random(self.seed)
        if not self.table:
            columns = self.width if self.table_width is None else self.table_width
            self.table = [[rng.randrange(2**31) for _ in range(columns)] for _ in range(self.pool)]

    @property
    def shape(self) -> ReplayShape:
        return ReplayShape(self.mode, len(self.seq_lens), self.draft_tokens)

    @property
    def limits(self) -> Limits:
        return Limits(
            max_batch=len(self.seq_lens) if self.max_batch is None else self.max_batch,
            max_tokens=self.shape.max_tokens if self.max_tokens is None else self.max_tokens,
            width=self.width,
            page_size=self.page_size,
            index_topk=self.index_topk,
        )

    def batch(self) -> ReplayBatch:
        extend = self._vector(self.extends, self.length_dtype) if self.mode.ragged else None
        return ReplayBatch(
            shape=self.shape,
            seq_lens=self._vector(self.seq_lens, self.length_dtype),
            req_pool_indices=self._vector(self.pool_indices, self.index_dtype),
            req_to_token=self._source(),
            extend_seq_lens=extend,
            total_tokens=self.host_total,
        )

    def defined(self) -> definition.Batch:
        """The same batch for the definition."""
        return definition.Batch(
            shape=self.shape,
            seq_lens=self.seq_lens,
            req_pool_indices=self.pool_indices,
            req_to_token=self.table,
            extend_seq_lens=self.extends if self.mode.ragged else None,
            total_tokens=self.host_total,
        )

    @property
    def host_total(self) -> int | None:
        """What the host says of the number of query tokens."""
        if self.total is not None:
            return self.total
        return sum(self.extends) if self.total_known and self.mode.ragged else None

    def _vector(self, values: list[int], dtype: torch.dtype) -> torch.Tensor:
        if self.broadcast and values and len(set(values)) == 1:
            return torch.tensor(values[:1], dtype=dtype, device=DEVICE).expand(len(values))
        step = 3 if self.strided else 1
        out = torch.full((len(values) * step,), -5, dtype=dtype, device=DEVICE)
        out[::step] = torch.tensor(values, dtype=dtype, device=DEVICE)
        return out[::step]

    def _source(self) -> torch.Tensor:
        table = torch.tensor(self.table, dtype=torch.int32, device=DEVICE).reshape(self.pool, len(self.table[0]))
        return table.t().contiguous().t() if self.strided else table

    def buffers(self) -> Guarded:
        return Guarded(self)


class Guarded:
    """Buffers of a problem, every one of them a slice in the middle of a larger canary."""

    def __init__(self, problem: Problem) -> None:
        limits = problem.limits
        self.storage: dict[str, torch.Tensor] = {}
        wide = self._table("page_table_1", limits.max_tokens, limits.width, problem) if problem.wide else None
        if problem.page_size == 1:
            wide = wide if wide is not None else self._table("page_table_1", limits.max_tokens, limits.width, problem)
            real = wide
        else:
            real = self._table("real_page_table", limits.max_tokens, limits.pages, problem)
        self.buffers = MetadataBuffers(
            limits=limits,
            cache_seqlens_int32=self._vector("cache_seqlens_int32", limits.max_batch),
            cu_seqlens_k=self._vector("cu_seqlens_k", limits.max_batch + 1),
            nsa_seqlens_expanded=self._vector("nsa_seqlens_expanded", limits.max_tokens),
            nsa_cache_seqlens_int32=self._vector("nsa_cache_seqlens_int32", limits.max_tokens),
            nsa_cu_seqlens_q=torch.arange(limits.max_tokens + 1, dtype=torch.int32, device=DEVICE),
            nsa_cu_seqlens_k=self._vector("nsa_cu_seqlens_k", limits.max_tokens + 1),
            page_table_1=wide,
            real_page_table=real,
            num_tokens=self._vector("num_tokens", 1),
            status=self._vector("status", 1, fill=0),
            paged_mqa_ctx_lens_2d=self._table("paged_mqa_ctx_lens_2d", limits.max_batch, problem.draft_tokens, problem)
            if problem.ctx_lens
            else None,
        )

    def _vector(self, name: str, size: int, fill: int = CANARY) -> torch.Tensor:
        self.storage[name] = torch.full((size + 2 * GUARD,), CANARY, dtype=torch.int32, device=DEVICE)
        inner = self.storage[name][GUARD : GUARD + size]
        inner.fill_(fill)
        return inner

    def _table(self, name: str, rows: int, columns: int, problem: Problem) -> torch.Tensor:
        size = (rows + 2 * GUARD, columns + 2 * GUARD)
        base = torch.full(size[::-1] if problem.strided else size, CANARY, dtype=torch.int32, device=DEVICE)
        self.storage[name] = base
        return (base.t() if problem.strided else base)[GUARD : GUARD + rows, GUARD : GUARD + columns]


def expected(problem: Problem) -> dict[str, Any]:
    """What the buffers hold after a fill, by the definition: lists, with CANARY where nothing is written."""
    limits = problem.limits
    written = definition.fill(limits, problem.defined())
    room = {output.name: output.size(limits.max_batch, limits.max_tokens) for output in outputs.WRITTEN}
    columns = {"page_table_1": limits.width, "real_page_table": limits.pages}
    out: dict[str, Any] = {}
    for name, size in room.items():
        value = getattr(written, name)
        if not isinstance(value, list):
            out[name] = [int(value)]
        elif name in columns or name == "paged_mqa_ctx_lens_2d":
            width = columns.get(name, problem.draft_tokens)
            rows = [[*row, *[CANARY] * (width - len(row))] for row in value]
            out[name] = rows + [[CANARY] * width for _ in range(size - len(rows))]
        else:
            out[name] = value + [CANARY] * (size - len(value))
    return out


def random_problem(seed: int, *, largest_batch: int = 4, widest: int = 150) -> Problem:
    """Any mode, page size, dtype, stride and capacity; padded rows, empty requests and empty batches among them."""
    rng = random.Random(seed)
    mode = rng.choice(list(Mode))
    requests = rng.randint(0, largest_batch)
    draft = 1 if mode is Mode.DECODE else rng.choice([1, 2, 3, 5])
    width = rng.randint(1, widest)
    pool = rng.randint(1, 6)
    extends = [rng.randint(0, draft) if mode.ragged else draft for _ in range(requests)]
    delta = draft if mode is Mode.TARGET_VERIFY else 0
    return Problem(
        mode=mode,
        draft_tokens=draft,
        seq_lens=[rng.randint(0, max(0, width - delta)) for _ in range(requests)],
        extends=extends,
        pool_indices=[rng.randrange(pool) for _ in range(requests)],
        pool=pool,
        width=max(width, delta),
        page_size=rng.choice([1, 16, 64]),
        index_topk=rng.choice([1, 7, 64, 2048]),
        max_batch=requests + rng.randint(0, 2),
        max_tokens=requests * draft + rng.randint(0, 2),
        wide=rng.random() < 0.5,
        ctx_lens=rng.random() < 0.25,
        total_known=rng.random() < 0.5,
        length_dtype=rng.choice([torch.int32, torch.int64]),
        index_dtype=rng.choice([torch.int32, torch.int64]),
        strided=rng.random() < 0.25,
        seed=seed,
    )


def assert_same(left: Guarded, right: Guarded) -> None:
    """Every output and every canary of the two, bit for bit."""
    for name, tensor in left.storage.items():
        assert torch.equal(tensor, right.storage[name]), name


def assert_filled(guarded: Guarded, problem: Problem) -> None:
    """The buffers are what the definition says, and nothing around them was touched."""
    for name, values in expected(problem).items():
        tensor = getattr(guarded.buffers, name)
        if tensor is not None:
            assert tensor.tolist() == values, name
    for name, storage in guarded.storage.items():
        tensor = getattr(guarded.buffers, name)
        untouched = storage.clone()
        untouched.as_strided(tensor.shape, tensor.stride(), tensor.storage_offset()).fill_(CANARY)
        assert bool((untouched == CANARY).all()), f"written around {name}"
