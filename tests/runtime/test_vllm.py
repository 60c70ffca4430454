"""The expansion of vLLM's ragged decode metadata: against its own code, and ours against the definition."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch

from nsa_runtime.compat.vllm import DecodeBatch, DecodeBuffers, definition, expand_decode, reference
from nsa_runtime.compat.vllm.shapes import Counting
from tests.runtime import vllm
from tests.runtime.batches import CANARY, DEVICE

NAMES = ("seq_lens", "block_table", "decode_lens", "indices", "per_request_lens")


@dataclass
class Case:
    """One batch, as lists."""

    seq_lens: list[int]
    queries: list[int]
    columns: int = 5
    padding: int = 0  # rows of no request
    room: int = 0  # of the buffers past the last row
    block_size: int | None = None
    counting: Counting = field(default_factory=Counting)

    @property
    def starts(self) -> list[int]:
        return [sum(self.queries[:number]) for number in range(len(self.queries) + 1)]

    @property
    def tokens(self) -> int:
        return sum(self.queries) + self.padding

    @property
    def table(self) -> list[list[int]]:
        return [[100 * request + column + 1 for column in range(self.columns)] for request in range(len(self.seq_lens))]

    def tensors(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        vectors = (torch.tensor(each, dtype=torch.int32, device=DEVICE) for each in (self.seq_lens, self.starts))
        table = torch.tensor(self.table, dtype=torch.int32, device=DEVICE).reshape(-1, self.columns)
        return (*vectors, table)  # type: ignore[return-value]

    def batch(self) -> DecodeBatch:
        return DecodeBatch(*self.tensors(), self.tokens, self.block_size, self.counting)

    def buffers(self) -> dict[str, torch.Tensor]:
        capacity = self.tokens + self.room
        made = {name: torch.full((capacity + 1,), CANARY, dtype=torch.int32, device=DEVICE) for name in NAMES}
        made["seq_lens"] = made["seq_lens"][:capacity]
        made["per_request_lens"] = torch.full((len(self.queries) + 1,), CANARY, dtype=torch.int32, device=DEVICE)
        made["block_table"] = torch.full((capacity + 1, self.columns + 2), CANARY, dtype=torch.int32, device=DEVICE)
        made["block_table"] = made["block_table"][:, : self.columns]
        return made


def _random(seed: int, *, live: bool = True) -> Case:
    """``live``: every request has as many keys as query tokens."""
    rng = random.Random(seed)
    requests = rng.choice([1, 1, 2, 3, 7])
    queries = [rng.randint(0, 4) for _ in range(requests)]
    return Case(
        seq_lens=[rng.randint(each if live else 0, 90 if live else 3) for each in queries],
        queries=queries,
        columns=rng.choice([1, 4, 9]),
        padding=rng.choice([0, 0, 1, 3]),
        room=rng.choice([0, 2, 40]),
        block_size=rng.choice([None, 16, 64]),
        counting=rng.choice([Counting(), Counting(compress_ratio=4), Counting(1, 3, 4), Counting(2, 4, 8, 8)]),
    )


SEVERAL = [
    Case([10, 7, 12], [3, 1, 4]),
    Case([10, 7, 12, 0], [3, 1, 4, 0], padding=2, room=3),
    Case([5], [1], room=1),
    Case([9, 9, 9], [2, 2, 2], padding=1),
    Case([300], [2], columns=600, padding=2, room=5000),  # a tail that several programs share, in more than one step
    *(_random(seed) for seed in range(12)),
]


@pytest.mark.parametrize("case", SEVERAL, ids=str)
def test_it_is_the_chain_of_vllm_s_builder(case: Case) -> None:
    """Bit for bit; the chain zeroes of a padded row the first page only, and leaves indices to another arm."""
    case.block_size, case.counting = None, Counting()
    ours, theirs = case.buffers(), case.buffers()
    expand_decode(DecodeBuffers(**ours), case.batch())
    arange = torch.arange(len(theirs["seq_lens"]), dtype=torch.int32, device=DEVICE)
    vllm.chain(*case.tensors(), case.tokens, theirs, torch.tensor(case.queries, dtype=torch.int32), arange)
    live = sum(case.queries)
    for name in ("seq_lens", "per_request_lens"):
        assert torch.equal(ours[name], theirs[name]), name
    assert torch.equal(ours["decode_lens"][: case.tokens], theirs["decode_lens"][: case.tokens])
    assert torch.equal(ours["block_table"][:live], theirs["block_table"][:live])
    assert torch.equal(ours["block_table"][live : case.tokens, 0], theirs["block_table"][live : case.tokens, 0])


@pytest.mark.parametrize("case", SEVERAL, ids=str)
def test_it_is_the_kernel_of_vllm_s_other_arm(case: Case, tmp_path: Path) -> None:
    """Bit for bit, what neither writes included."""
    pytest.importorskip("triton", reason="vLLM's kernel needs triton")
    case.block_size, case.counting = None, Counting()
    ours, theirs = case.buffers(), case.buffers()
    expand_decode(DecodeBuffers(**ours), case.batch())
    vllm.expand(vllm.kernel(tmp_path), *case.tensors(), case.tokens, theirs)
    for name in NAMES:
        assert torch.equal(ours[name], theirs[name]), name


@pytest.mark.parametrize("counting", [Counting(1, 3, 4), Counting(0, 2, 1), Counting(3, 4, 16), Counting(1, 2, 8, 4)])
def test_lengths_are_counted_for_a_rank_as_vllm_does(counting: Counting) -> None:
    lengths = torch.arange(200, dtype=torch.int32, device=DEVICE)
    local = vllm.localize(lengths, counting.dcp_rank, counting.dcp_world, counting.dcp_interleave)
    expected = (local // counting.compress_ratio).tolist()
    assert [counting.of(each) for each in range(200)] == expected
    some = range(1, 200, 4)
    case = Case([*some], [1] * len(some), counting=counting)
    ours = case.buffers()
    expand_decode(DecodeBuffers(**ours), case.batch())
    assert ours["seq_lens"].tolist() == [expected[each] for each in some]


@pytest.mark.parametrize("fill", [expand_decode, reference.expand], ids=["chosen", "reference"])
@pytest.mark.parametrize("live", [True, False], ids=["live", "padding"])
@pytest.mark.parametrize("seed", range(15))
def test_kernel_and_reference_are_the_definition(seed: int, live: bool, fill: Any) -> None:
    case = _random(1000 + seed, live=live)
    made = case.buffers()
    fill(DecodeBuffers(**made), case.batch())
    table = case.table
    meant = definition.expand(
        definition.Batch(case.seq_lens, case.starts, table, case.tokens, case.block_size, case.counting),
        case.tokens + case.room,
    )
    for name in ("seq_lens", "decode_lens", "indices", "per_request_lens"):
        expected = getattr(meant, name)
        assert made[name].tolist() == expected + [CANARY] * (len(made[name]) - len(expected)), name
    rows = [[*row, *[CANARY] * (case.columns - len(row))] for row in meant.block_table]
    assert made["block_table"].tolist() == rows + [[CANARY] * case.columns] * (len(made["block_table"]) - len(rows))


def test_the_optional_buffers_may_be_left_out_and_inputs_may_have_strides() -> None:
    case = Case([10, 7], [3, 2], padding=1, block_size=4)
    made, whole = case.buffers(), case.buffers()
    seq_lens, starts, table = case.tensors()
    strided = DecodeBatch(
        torch.stack([seq_lens, seq_lens], 1)[:, 0], torch.stack([starts, starts], 1)[:, 1],
        table.t().contiguous().t(), case.tokens, case.block_size,
    )  # fmt: skip
    expand_decode(DecodeBuffers(made["seq_lens"], made["block_table"], made["decode_lens"]), strided)
    expand_decode(DecodeBuffers(**whole), case.batch())
    for name in ("seq_lens", "block_table", "decode_lens"):
        assert torch.equal(made[name], whole[name])
    assert made["indices"].eq(CANARY).all() and made["per_request_lens"].eq(CANARY).all()


@pytest.mark.parametrize("fill", [expand_decode, reference.expand], ids=["chosen", "reference"])
@pytest.mark.parametrize("optional", [True, False])
def test_no_requests_are_padding_alone(optional: bool, fill: Any) -> None:
    case = Case([], [], padding=3, room=1)
    made = case.buffers()
    others = {} if optional else {"indices": None, "per_request_lens": None}
    fill(DecodeBuffers(**{**made, **others}), case.batch())
    assert made["seq_lens"].tolist() == [0, 0, 0, 0]
    assert made["indices"].tolist() == ([0, 1, 2] if optional else [CANARY] * 3) + [CANARY, CANARY]
    assert made["block_table"][:4].tolist() == [[0] * 5] * 3 + [[CANARY] * 5]


@pytest.mark.parametrize("starts", [[0, -5, 9], [0, 2**31 - 1, 2**31 - 1], [-(2**31), 0, 5], [0, 4, 2], [50, 60, 70]])
@pytest.mark.parametrize("seq", [-(2**31), -1, 2**31 - 1])
def test_whatever_the_device_holds_nothing_is_written_outside(starts: list[int], seq: int) -> None:
    case = Case([1, 2], [2, 2], room=2, block_size=3)
    whole = torch.full((60,), CANARY, dtype=torch.int32, device=DEVICE)
    table = torch.full((12, 9), CANARY, dtype=torch.int32, device=DEVICE)
    out = DecodeBuffers(whole[10:16], table[2:8, 2:7], whole[20:26], whole[30:36], whole[40:42])
    lengths = torch.full((2,), seq, dtype=torch.int32, device=DEVICE)
    where = torch.tensor(starts, dtype=torch.int32, device=DEVICE)
    expand_decode(out, DecodeBatch(lengths, where, case.tensors()[2], 4, 3))
    for first, last in ((0, 10), (16, 20), (24, 30), (34, 40), (42, 60)):
        assert whole[first:last].eq(CANARY).all()
    table[2:6, 2:7] = CANARY
    assert table.eq(CANARY).all()


@pytest.mark.parametrize("queries", [[3, 2], [1, 1, 3], [5], [0, 5]])
def test_buffers_that_are_full_to_the_last_token(queries: list[int]) -> None:
    case = Case([each + 7 for each in queries], queries)
    whole = torch.full((3, case.tokens + 8), CANARY, dtype=torch.int32, device=DEVICE)
    vectors = whole[:, 4 : case.tokens + 4]
    expand_decode(DecodeBuffers(vectors[0], case.buffers()["block_table"], vectors[1], vectors[2]), case.batch())
    assert whole[:, :4].eq(CANARY).all() and whole[:, -4:].eq(CANARY).all()
    assert vectors.ne(CANARY).all()


def _vector(size: int) -> torch.Tensor:
    return torch.zeros(size, dtype=torch.int32, device=DEVICE)


@pytest.mark.parametrize("tokens", [-1, 2**31])
def test_a_batch_knows_its_range_of_tokens_without_buffers(tokens: int) -> None:
    case = Case([10, 7], [3, 2], room=1)
    given = dict(zip(("seq_lens", "query_start_loc", "block_table"), case.tensors(), strict=True))
    for allowed in (0, 2**31 - 1):
        assert DecodeBatch(**given, num_tokens=allowed).num_tokens == allowed
    with pytest.raises(ValueError, match=rf"^num_tokens: expected 0 to 2147483647, got {tokens}"):
        DecodeBatch(**given, num_tokens=tokens)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"seq_lens": [1, 2]}, "seq_lens: expected a tensor, got list"),
        ({"seq_lens": _vector(2).long()}, "seq_lens: expected torch.int32, got torch.int64"),
        ({"query_start_loc": _vector(2)}, "query_start_loc: expected 3 elements"),
        ({"query_start_loc": None}, "query_start_loc: expected a tensor, got NoneType"),
        ({"block_table": _vector(5)}, "block_table: expected 2 dimensions"),
        ({"block_table": _vector(15).reshape(1, 15)}, r"block_table: expected at least \(2, None\)"),
        ({"block_table": _vector(8).reshape(2, 4)}, "block_table: expected 5 columns, as the buffers have, got 4"),
        ({"num_tokens": 7}, "num_tokens: expected 0 to 6, got 7"),
        ({"num_tokens": True}, "num_tokens: expected an int, got True"),
        ({"block_size": 0}, "block_size: expected 1 to 2147483647, got 0"),
        ({"counting": 4}, "counting: expected a Counting, got int"),
    ],
)
def test_a_bad_batch_is_refused_before_anything_is_written(changed: dict[str, Any], message: str) -> None:
    case = Case([10, 7], [3, 2], room=1)
    made = case.buffers()
    given = dict(zip(("seq_lens", "query_start_loc", "block_table"), case.tensors(), strict=True))
    with pytest.raises((TypeError, ValueError), match=message):
        expand_decode(DecodeBuffers(**made), DecodeBatch(**{**given, "num_tokens": 5, **changed}))  # type: ignore[arg-type]
    assert all(each.eq(CANARY).all() for each in made.values())


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"decode_lens": _vector(3)}, r"out.decode_lens: expected at least \(6,\), got shape \(3,\)"),
        ({"indices": _vector(12)[::2]}, "out.indices: expected a contiguous vector, got stride 2"),
        ({"per_request_lens": _vector(1)}, "out.per_request_lens: expected at least 2 elements, got 1"),
        ({"block_table": _vector(5).expand(6, 5)}, "out.block_table: expected rows that do not overlap"),
        ({"block_table": None}, "out.block_table: expected a tensor, got NoneType"),
        ({"seq_lens": "x"}, "out.seq_lens: expected a tensor, got str"),
    ],
)
def test_bad_buffers_are_refused(changed: dict[str, Any], message: str) -> None:
    case = Case([10, 7], [3, 2], room=1)
    with pytest.raises((TypeError, ValueError), match=message):
        expand_decode(DecodeBuffers(**{**case.buffers(), **changed}), case.batch())


def test_memory_that_is_shared_is_refused() -> None:
    case = Case([10, 7], [3, 2], room=1)
    made = case.buffers()
    with pytest.raises(ValueError, match=r"out\.\w+: expected memory of its own"):
        DecodeBuffers(**{**made, "indices": made["decode_lens"]})
    _, starts, table = case.tensors()
    with pytest.raises(ValueError, match="seq_lens: expected memory that the fill does not write, got that of out"):
        expand_decode(DecodeBuffers(**made), DecodeBatch(made["seq_lens"][:2], starts, table, 5))


def test_as_many_requests_as_a_grid_has_rows_less_one_for_padding() -> None:
    def batch(requests: int) -> DecodeBatch:
        tensors = {"seq_lens": (requests,), "query_start_loc": (requests + 1,), "block_table": (requests, 1)}
        made = {name: torch.zeros(size, dtype=torch.int32, device="meta") for name, size in tensors.items()}
        return DecodeBatch(**made, num_tokens=0)

    assert batch(65_534).requests == 65_534
    with pytest.raises(ValueError, match=r"^seq_lens: number of requests: expected 0 to 65534, got 65535"):
        batch(65_535)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("dcp_world", 1, 2**15), ("dcp_rank", 0, 0), ("dcp_interleave", 1, 2**15), ("compress_ratio", 1, 2**31 - 1),
    ],
)  # fmt: skip
def test_a_counting_is_within_its_bounds(name: str, low: int, high: int) -> None:
    for value in (low, high):
        Counting(**{name: value})
    for value in (low - 1, high + 1):
        with pytest.raises(ValueError, match=f"^{name}: expected {low}( to {high})?, got {value}$|^{name}: expected "):
            Counting(**{name: value})
