"""The metadata of pooled keys: against SGLang's own functions, and ours against the definition."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import Limits, Mode, ReplayBatch, ReplayShape
from nsa_runtime.definition import Batch
from nsa_runtime.pooled import PooledBuffers, PooledViews, Pooling, definition, fill_pooled, reference
from nsa_runtime.pooled.shapes import OUTPUTS, PER_TOKEN, PLAN
from tests.runtime import kpool
from tests.runtime.batches import CANARY, DEVICE

NAMES = [output.name for output in OUTPUTS]
UNIFORM = {Mode.DECODE: "decode", Mode.TARGET_VERIFY: "verify", Mode.DRAFT_EXTEND_V2: "extend"}


@dataclasses.dataclass
class Case:
    """One batch and the buffers it is filled into."""

    pooling: Pooling
    batch: Batch
    accepted: list[int] | None
    dtype: torch.dtype = torch.int32

    def tensors(self) -> ReplayBatch:
        def tensor(values: Any, dtype: torch.dtype) -> torch.Tensor:
            return torch.tensor(values, dtype=dtype, device=DEVICE)

        source = tensor(self.batch.req_to_token, torch.int32)
        indices = tensor(self.batch.req_pool_indices, torch.int64)
        return ReplayBatch(self.batch.shape, tensor(self.batch.seq_lens, self.dtype), indices, source)

    def given(self) -> torch.Tensor | None:
        return None if self.accepted is None else torch.tensor(self.accepted, dtype=torch.int32, device=DEVICE)

    def buffers(self) -> PooledBuffers:
        """Marked, with the tensors that the mode has."""
        draft, accepted = self.batch.shape.draft_tokens, self.accepted is not None
        made = PooledBuffers.allocate(self.pooling, draft, DEVICE, accepted=accepted)
        for tensor in (getattr(made, name) for name in NAMES):
            if tensor is not None:
                tensor.fill_(CANARY)
        return made


def _random(seed: int, *, live: bool, page_sizes: tuple[int, ...] = (64,), packed: bool | None = None) -> Case:
    """``live``: every request has as many keys as query tokens, and no more than the tables."""
    rng = random.Random(seed)
    mode, page = rng.choice(list(UNIFORM)), rng.choice(page_sizes)
    every = rng.choice([2, 4, 8, 64] if page == 64 else [2, 4])
    requests, draft = rng.choice([0, 1, 2, 5]), 1 if mode is Mode.DECODE else rng.randint(1, 6)
    pool, pages = rng.randint(1, 4), rng.randint(1, 9)
    width, shape = pages * page, ReplayShape(mode, requests, draft)
    limits = Limits(
        requests + rng.randint(0, 2), shape.max_tokens + rng.randint(0, 2), width, page, rng.choice([1, 7, 16, 128])
    )
    rows = [[rng.randrange(2**20) for _ in range(width)] for _ in range(pool)]
    low, high = draft - shape.kv_delta, width - shape.kv_delta
    lengths = [
        rng.randint(min(low, high), high) if live else rng.choice([0, 1, 3, high + 5, -4, -(2**31), 2**31 - 1])
        for _ in range(requests)
    ]
    return Case(
        Pooling(limits, every, rng.random() < 0.5 if packed is None else packed),
        Batch(shape, lengths, [rng.randrange(pool) for _ in range(requests)], rows),
        [rng.randint(0, draft) for _ in range(requests)]
        if mode is Mode.DRAFT_EXTEND_V2 and rng.random() < 0.5
        else None,
        rng.choice([torch.int32, torch.int64]),
    )


def _assert_meant(case: Case, buffers: PooledBuffers) -> None:
    """What the definition says, and nothing else."""
    meant = definition.fill(case.pooling, case.batch, case.accepted or ())
    for name in NAMES:
        tensor, expected = getattr(buffers, name), getattr(meant, name)
        if tensor is None:
            continue
        left = [CANARY] if tensor.dim() == 1 else [[CANARY] * tensor.shape[1]]
        if tensor.dim() == 2:
            expected = [[*row, *[CANARY] * (tensor.shape[1] - len(row))] for row in expected]
        assert tensor.tolist() == expected + left * (len(tensor) - len(expected)), name


@pytest.mark.parametrize("fill", ["chosen", "reference"])
@pytest.mark.parametrize("live", [True, False], ids=["live", "of any value"])
@pytest.mark.parametrize("block", range(4))
def test_kernel_and_reference_are_the_definition(block: int, live: bool, fill: str) -> None:
    for seed in range(12):
        case = _random(100 * block + seed, live=live, page_sizes=(4, 16, 64))
        buffers, batch = case.buffers(), case.tensors()
        if fill == "chosen":
            views = fill_pooled(buffers, batch, accepted=case.given())
        else:
            views = reference.fill(buffers, batch, case.given())
        assert isinstance(views, PooledViews)
        _assert_meant(case, buffers)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("version", kpool.VERSIONS)
def test_it_is_sglang_s_own(version: str, seed: int, tmp_path: Path) -> None:
    """Lengths, pooled lengths and table, and the write plan, bit for bit; SGLang refreshes the table and the lengths of
    requests when decoding, the table alone when verifying (since 0.5.22)."""
    pytest.importorskip("triton", reason="SGLang's kernel needs triton")
    theirs = kpool.load(version, tmp_path)
    case = _random(500 + seed, live=True, packed=version in kpool.PACKED)
    shape, every = case.batch.shape, case.pooling.index_kpool
    if not shape.batch_size:
        return
    batch, ours = case.tensors(), case.buffers()
    views = fill_pooled(ours, batch, accepted=case.given())

    kv = batch.seq_lens + shape.kv_delta
    steps = torch.arange(shape.draft_tokens, device=DEVICE)
    keys = (kv[:, None] - shape.draft_tokens + 1 + steps).reshape(-1).to(torch.int32)
    lengths = theirs.compute_dsa_seqlens(keys, case.pooling.limits.index_topk, every)
    assert torch.equal(views.nsa_cache_seqlens_int32, lengths)
    assert torch.equal(views.nsa_cu_seqlens_k[1:], torch.cumsum(lengths, 0, dtype=torch.int32))

    table = (batch.req_to_token[batch.req_pool_indices, ::64] // 64).repeat_interleave(shape.draft_tokens, 0)
    metadata = _metadata(case, table)
    mode = kpool.mode(UNIFORM[shape.mode])
    kpool.call(
        theirs.update_pooled_paged_mqa_metadata, metadata, kv.to(torch.int32), mode, kpool=every,
        build_schedule_metadata=False,
    )  # fmt: skip
    if shape.mode is Mode.DECODE:
        assert torch.equal(views.pooled_cache_seqlens_int32, metadata.pooled_cache_seqlens_int32)
    if shape.mode is Mode.DECODE or (shape.mode is Mode.TARGET_VERIFY and version in kpool.PACKED):
        for token, length in enumerate(kv.repeat_interleave(shape.draft_tokens).tolist()):
            live = -(-length // (64 * every))
            assert (
                views.pooled_real_page_table[token, :live].tolist()
                == metadata.pooled_real_page_table[token, :live].tolist()
            )

    kpool.call(
        theirs.update_kpool_write_plan, metadata, kpool=every, write_start=(kv - shape.draft_tokens).to(torch.int32),
        req_pool_indices=batch.req_pool_indices, real_page_table=table, num_draft_tokens=shape.draft_tokens,
        forward_mode=mode, effective_n_per_batch=case.given(),
    )  # fmt: skip
    for name, expected in vars(metadata.kpool_write_plan).items():
        if isinstance(expected, torch.Tensor) and not (name == "effective_n_per_batch" and case.accepted is None):
            assert torch.equal(getattr(views, name), expected), name


def _metadata(case: Case, table: torch.Tensor) -> SimpleNamespace:
    """SGLang's metadata and write plan, marked; the lengths of query tokens are not for decoding."""
    requests, tokens = case.batch.shape.batch_size, case.batch.shape.max_tokens

    def marked(*size: int, dtype: torch.dtype = torch.int32) -> torch.Tensor:
        return torch.full(size, CANARY, dtype=dtype, device=DEVICE)

    decode = case.batch.shape.mode is Mode.DECODE
    plan = SimpleNamespace(
        req=marked(requests, dtype=torch.int64),
        write_start=marked(requests),
        tail_logical_start=marked(requests),
        write_loc=marked(requests, case.pooling.closed(case.batch.shape.draft_tokens), dtype=torch.int64),
        pool_seqlens_per_q=None if decode else marked(tokens),
        seqlens_per_q=None if decode else marked(tokens),
        effective_n_per_batch=marked(requests),
        pool_schedule_metadata=None,
        pool_topk_v2_plan=None,
    )
    return SimpleNamespace(
        real_page_table=table,
        pooled_index_kpool=case.pooling.index_kpool,
        pooled_cache_seqlens_int32=marked(requests),
        pooled_real_page_table=marked(tokens, -(-table.shape[1] // case.pooling.index_kpool)),
        pooled_paged_mqa_schedule_metadata=None,
        pooled_topk_v2_plan=None,
        kpool_write_plan=plan,
    )


def test_sums_of_long_requests_are_modulo_two_to_the_32nd() -> None:
    width, lengths = 2**30, [2**30, 2**30 - 1, 64, 2**29 + 7, 2**30]
    shape = ReplayShape(Mode.TARGET_VERIFY, 5, 3)
    for every, topk in ((64, 2**31 - 1), (4, 2**29 + 2), (2, 2048)):
        pooling = Pooling(Limits(5, 15, width, 64, topk), every)
        made = PooledBuffers(pooling, *(torch.zeros(size, dtype=torch.int32, device=DEVICE) for size in (15, 16)))
        batch = ReplayBatch(
            shape, torch.tensor(lengths, device=DEVICE), torch.zeros(5, dtype=torch.int32, device=DEVICE),
            torch.zeros(1, 1, dtype=torch.int32, device=DEVICE).expand(1, width),
        )  # fmt: skip
        views = fill_pooled(made, batch)
        keys = [min(each + 3, width) - 2 + token for each in lengths for token in range(3)]
        chosen = [definition.selected(each, topk, every) for each in keys]
        assert views.nsa_cache_seqlens_int32.tolist() == chosen
        sums = [sum(chosen[:number]) for number in range(16)]
        assert views.nsa_cu_seqlens_k.tolist() == [(each + 2**31) % 2**32 - 2**31 for each in sums]


def test_tensors_that_are_left_out_are_no_part_of_the_fill() -> None:
    """The views have None for them, and the others are as before."""
    case = next(each for each in (_random(seed, live=True) for seed in range(9)) if each.batch.shape.batch_size)
    whole = fill_pooled(case.buffers(), case.tensors(), accepted=case.given())
    for kept in ((), ("pooled_cache_seqlens_int32",), ("pooled_real_page_table",), PER_TOKEN, PLAN):
        made = dataclasses.replace(case.buffers(), **{name: None for name in NAMES[2:] if name not in kept})
        views = fill_pooled(made, case.tensors())
        for name in NAMES:
            found, expected = getattr(views, name), getattr(whole, name)
            assert (found is None) == (name in NAMES[2:] and name not in kept)
            assert found is None or torch.equal(found, expected), name


def _bad(case: Case, changed: dict[str, Any]) -> None:
    """A fill with some buffers, the shape or the accepted tokens changed."""
    made = dataclasses.replace(case.buffers(), **{name: value for name, value in changed.items() if name in NAMES})
    batch = dataclasses.replace(case.tensors(), **{name: value for name, value in changed.items() if name == "shape"})
    fill_pooled(changed.get("buffers", made), changed.get("batch", batch), accepted=changed.get("accepted"))


def _vector(size: int, dtype: torch.dtype = torch.int32) -> torch.Tensor:
    return torch.zeros(size, dtype=dtype, device=DEVICE)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"req": _vector(2)}, "req: expected torch.int64, got torch.int32"),
        ({"write_loc": _vector(2).reshape(2, 1)}, "write_loc: expected torch.int64, got torch.int32"),
        (
            {"write_loc": _vector(4, torch.int64).reshape(2, 2)},
            "write_loc: expected 1 columns for 3 draft tokens, got 2",
        ),
        ({"write_loc": None}, "write_loc: expected a tensor, as req, write_start, tail_logical_start, write_loc come"),
        (
            {"seqlens_per_q": None},
            "seqlens_per_q: expected a tensor, as seqlens_per_q, pool_seqlens_per_q come together",
        ),
        ({"nsa_cu_seqlens_k": _vector(6)}, r"nsa_cu_seqlens_k: expected at least \(7,\), got shape \(6,\)"),
        ({"nsa_cache_seqlens_int32": None}, "nsa_cache_seqlens_int32: expected a tensor, got NoneType"),
        ({"write_start": _vector(4)[::2]}, "write_start: expected a contiguous vector, got stride 2"),
        ({"pooled_real_page_table": _vector(6).reshape(6, 1)}, r"pooled_real_page_table: expected at least \(6, 2\)"),
        (
            {"pooled_real_page_table": _vector(2).expand(6, 2)},
            "pooled_real_page_table: expected rows that do not overlap",
        ),
        ({"accepted": _vector(2)}, "accepted: expected None without effective_n_per_batch, got a tensor"),
        ({"effective_n_per_batch": _vector(2)}, "accepted: expected a tensor for effective_n_per_batch, got None"),
        (
            {"effective_n_per_batch": _vector(2), "accepted": _vector(2)},
            "accepted: expected None in mode target-verify",
        ),
        ({"buffers": 3}, "buffers: expected a PooledBuffers, got int"),
        ({"batch": None}, "batch: expected a ReplayBatch, got NoneType"),
        ({"shape": ReplayShape(Mode.TARGET_VERIFY, 2, 5)}, "total_tokens: the buffers hold 6 query tokens, got 10"),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], message: str) -> None:
    shape = ReplayShape(Mode.TARGET_VERIFY, 2, 3)
    case = Case(Pooling(Limits(2, 6, 512, 64, 16), 4), Batch(shape, [9, 70], [0, 0], [[0] * 512]), None)
    with pytest.raises((TypeError, ValueError), match=message):
        _bad(case, changed)


def test_ragged_batches_and_shared_memory_are_refused() -> None:
    case = Case(Pooling(Limits(1, 2, 64, 64, 16), 4), Batch(ReplayShape(Mode.DECODE, 1), [9], [0], [[0] * 64]), None)
    batch, made = case.tensors(), case.buffers()
    extend = torch.ones(1, dtype=torch.int32, device=DEVICE)
    ragged = dataclasses.replace(batch, shape=ReplayShape(Mode.DRAFT_EXTEND, 1, 2), extend_seq_lens=extend)
    with pytest.raises(ValueError, match="shape: expected a uniform mode with pooled keys, got draft-extend"):
        fill_pooled(made, ragged)
    with pytest.raises(ValueError, match="tail_logical_start: expected memory of its own, got memory that write_start"):
        dataclasses.replace(made, write_start=made.tail_logical_start)
    with pytest.raises(
        ValueError, match="seq_lens: expected memory that the fill does not write, got that of write_start"
    ):
        fill_pooled(made, dataclasses.replace(batch, seq_lens=made.write_start))
    assert all(getattr(made, name).eq(CANARY).all() for name in NAMES if getattr(made, name) is not None)


@pytest.mark.parametrize(
    ("kpool", "packed", "message"),
    [
        (1, True, "index_kpool: expected 2 to 65536, got 1"),
        (3, True, "index_kpool: expected a divisor of page_size, 64, got 3"),
        (128, True, "index_kpool: expected a divisor of page_size, 64, got 128"),
        (4.0, True, "index_kpool: expected an int, got 4.0"),
        (4, 1, "packed: expected a bool, got int"),
    ],
)
def test_a_pooling_that_cannot_be_is_refused(kpool: Any, packed: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        Pooling(Limits(1, 1, 64, 64, 16), kpool, packed)


@pytest.mark.parametrize(
    ("pooling", "draft_tokens", "message"),
    [
        (4, 1, "pooling: expected a Pooling, got int"),
        (Pooling(Limits(1, 1, 64, 64, 16), 4), 0, "draft_tokens: expected 1 to 2147483647, got 0"),
        (Pooling(Limits(1, 1, 64, 64, 16), 4), 2**31, "draft_tokens: expected 1 to 2147483647, got 2147483648"),
    ],
)
def test_buffers_of_what_is_no_pooling_are_not_allocated(pooling: Any, draft_tokens: int, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        PooledBuffers.allocate(pooling, draft_tokens, DEVICE)
    if draft_tokens == 1:
        with pytest.raises(TypeError, match=f"^{message}"):
            PooledBuffers(pooling, _vector(1), _vector(2))


def test_tensors_after_one_that_is_left_out_are_still_checked() -> None:
    made = PooledBuffers.allocate(Pooling(Limits(2, 6, 512, 64, 16), 4), 3, DEVICE)
    for name in ("pooled_real_page_table", "req", "pool_seqlens_per_q"):
        with pytest.raises(ValueError, match=f"^{name}: expected at least"):
            dataclasses.replace(made, pooled_cache_seqlens_int32=None, **{name: getattr(made, name)[:1]})


def test_accepted_tokens_are_those_of_the_requests_and_apart_from_the_buffers() -> None:
    shape = ReplayShape(Mode.DRAFT_EXTEND_V2, 2, 3)
    case = Case(Pooling(Limits(2, 6, 512, 64, 16), 4), Batch(shape, [9, 70], [0, 0], [[0] * 512]), [1, 2])
    made, batch = case.buffers(), case.tensors()
    for accepted, message in (
        (_vector(3), "accepted: expected 2 elements, one per request, got 3"),
        (_vector(2, torch.int16), "accepted: expected torch.int32 or torch.int64, got torch.int16"),
        (made.write_start, "accepted: expected memory that the fill does not write, got that of write_start"),
    ):
        with pytest.raises((TypeError, ValueError), match=f"^{message}"):
            fill_pooled(made, batch, accepted=accepted)
    assert fill_pooled(made, batch, accepted=_vector(2, torch.int64) + 2).effective_n_per_batch.tolist() == [2, 2]  # type: ignore[union-attr]
