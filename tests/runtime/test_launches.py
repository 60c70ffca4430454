"""How many programs a launch has, which parts of the kernel are compiled for it, and when it is launched at all: what
no result shows, but what a launch costs."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import inspect
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import (
    BufferSets,
    MetadataBuffers,
    Mode,
    ReplayBatch,
    backend,
    dispatch,
    reference,
    replay,
)
from nsa_runtime.shapes import Split
from tests.runtime.batches import DEVICE, Problem

pytest.importorskip("triton", reason="the kernels need triton: pip install nsa-guard[runtime]")

from nsa_runtime import compiled, kernels, launch

NAMES = [*inspect.signature(kernels.fill_kernel.fn).parameters]


def _buffers(requests: int, width: int, page_size: int = 1, **changed: Any) -> MetadataBuffers:
    sizes: dict[str, Any] = {
        "max_batch": requests,
        "max_tokens": requests,
        "width": width,
        "page_size": page_size,
        "index_topk": 8,
    }
    return MetadataBuffers.allocate(**sizes, device="meta", **changed)


@pytest.mark.parametrize(
    ("requests", "columns", "page_size", "wide", "sets", "share"),
    [
        (1, 256 * 528, 1, True, 1, (1 + 528, 1, True)),  # as many programs of few columns as there may be
        (1, 256 * 528 + 1, 1, True, 1, (1 + 265, 1, False)),
        (264, 256, 1, True, 2, (2, 1, True)),
        (265, 256, 1, True, 2, (2, 1, False)),
        (1, 1024, 1, True, 1, (1 + 4, 1, True)),  # one of the compact table, which with pages of one token is none
        (1, 256, 2, False, 1, (1, 1, True)),
        (1, 258, 2, False, 1, (2, 2, True)),
        (1, 258, 2, True, 1, (2 + 2, 2, True)),
        (8192, 512, 2, False, 1, (2, 2, False)),  # no more programs than there may be in all
        (8193, 512, 2, False, 1, (1, 1, False)),
        (0, 258, 2, True, 1, (2 + 2, 2, True)),
    ],
)
def test_programs_share_the_rows_of_a_request(
    requests: int, columns: int, page_size: int, wide: bool, sets: int, share: tuple[int, int, bool]
) -> None:
    made = launch._share(_buffers(max(requests, 1), columns, page_size, wide=wide), columns, requests, sets)
    assert (made.programs, made.page_programs, made.few) == share
    assert not made.grows


@pytest.mark.parametrize("parts", [1, 3])
def test_rows_that_remember_what_they_hold_have_a_program_for_each_part(parts: int) -> None:
    held = torch.zeros(2, parts, 2, dtype=torch.int64, device="meta")
    buffers = dataclasses.replace(_buffers(2, 600, 16, wide=True), held_rows=held)
    made = launch._share(buffers, 600, 2, 1)
    assert made.grows and made.part_columns == buffers.limits.part_columns(parts)
    assert (made.programs, made.page_programs, made.few) == (parts, 0, False)


def _compiled_for(buffers: MetadataBuffers, batch: ReplayBatch) -> dict[str, object]:
    prepared = launch._launch(buffers, batch, None)
    assert prepared.kernel is kernels.fill_kernel
    given = [*prepared.arguments, *prepared.constants]
    return dict(zip(NAMES, given, strict=True))


@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("wide", [True, False])
def test_only_what_a_fill_writes_is_compiled_for_it(mode: Mode, wide: bool) -> None:
    draft = 1 if mode is Mode.DECODE else 3
    problem = Problem(mode, draft, [20, 30], [draft] * 2, [0, 1], pool=2, width=40, page_size=16, wide=wide)
    buffers, batch = problem.buffers().buffers, problem.batch()
    given = _compiled_for(buffers, batch)
    expected = {
        "RAGGED": mode.ragged, "WIDE": wide, "PAGE_SHIFT": 4, "CTX_LENS": False, "UNIT": True, "FANOUT": False,
        "SCHEDULE": False, "GROWS": False,
    }  # fmt: skip
    assert {name: given[name] for name in expected} == expected
    assert given["slots"] == given["short_first"] == given["total"] == given["part_columns"] == 0
    held = torch.zeros(6, 2, 2, dtype=torch.int64, device=DEVICE)
    lengths = torch.zeros(2, draft, dtype=torch.int32, device=DEVICE)
    given = _compiled_for(
        dataclasses.replace(buffers, held_rows=held[: 2 * draft], paged_mqa_ctx_lens_2d=lengths), batch
    )
    assert given["GROWS"] is given["CTX_LENS"] is True
    assert (given["ctx_row"], given["ctx_column"]) == (draft, 1)


@pytest.mark.parametrize("split", list(Split))
def test_a_schedule_has_programs_for_its_slots_of_every_group(split: Split) -> None:
    problem = Problem(Mode.DECODE, 1, [5] * 33, [1] * 33, [0] * 33, pool=1, width=40, wide=False, page_size=16)
    buffers, batch = problem.buffers().buffers, problem.batch()
    for rows, programs in ((32, 4 + 2), (33, 4 + 4)):
        schedule = torch.zeros(rows, 2, dtype=torch.int32, device=DEVICE)
        held = dataclasses.replace(buffers, paged_mqa_schedule_metadata=schedule, paged_mqa_split=split)
        given = _compiled_for(held, batch)
        assert given["SCHEDULE"] is True and given["slots"] == rows - 1
        assert given["short_first"] == (split is Split.SHORT_FIRST)
        assert given["head_rows"] == programs
    assert launch._launch(buffers, batch, None).grid == (1, 4 + 33, 1)


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[compiled.Launch]:
    """What is bound, in place of being launched."""
    found: list[compiled.Launch] = []

    def bind(given: compiled.Launch, device: torch.device, *, keep_alive: bool = True) -> Callable[[], None]:
        found.append(given)
        return lambda: None

    monkeypatch.setattr(compiled, "bind", bind)
    return found


@pytest.mark.parametrize("count", [1, 2, 3])
def test_sets_are_filled_by_one_launch_which_reads_addresses_only_of_several(
    count: int, launched: list[compiled.Launch]
) -> None:
    problem = Problem(Mode.DECODE, 1, [20, 30], [1, 1], [0, 1], pool=2, width=40, page_size=16)
    sets = BufferSets.of(*(problem.buffers().buffers for _ in range(count)))
    for call in (launch.bind, dispatch.fill_many):
        call(sets, problem.batch())
        [only] = launched
        given = dict(zip(NAMES, [*only.arguments, *only.constants], strict=True))
        assert given["FANOUT"] is (count > 1)
        launched.clear()


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("flagged", [True, False])
def test_an_expansion_is_launched_where_it_has_something_to_write(
    rows: int, flagged: bool, launched: list[compiled.Launch]
) -> None:
    lengths, room = torch.ones(3, dtype=torch.int32), torch.zeros(4, dtype=torch.int32)
    launch.expand(lengths, lengths, 8, room[:1], room[1:2], rows, room[3:] if flagged else None)
    assert len(launched) == (rows > 0 or flagged)
    for only in launched:
        assert only.grid == (3, 1, 1) and only.constants == (flagged,)


@pytest.mark.parametrize(
    "bind",
    [dispatch.bind, launch.bind, reference.bind, compiled.bind, backend.Backend.bind],
    ids=lambda each: each.__module__,
)
def test_tensors_are_kept_alive_unless_the_caller_does(bind: Any) -> None:
    assert inspect.signature(bind).parameters["keep_alive"].default is True


@pytest.mark.parametrize("interpreted", [True, False])
def test_warming_up_compiles_where_there_is_a_compiler(interpreted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(compiled, "INTERPRETED", interpreted)
    monkeypatch.setattr(compiled, "_compiled", lambda given, device: made.append(given))
    problem = Problem(Mode.DECODE, 1, [20, 30], [1, 1], [0, 1], pool=2, width=40, page_size=16)
    dispatch.warmup(problem.buffers().buffers, problem.batch())
    assert len(made) == (not interpreted)


@pytest.mark.parametrize("module", ["nsa_runtime.launch", "nsa_runtime.reference"])
@pytest.mark.parametrize("call", ["warmup", "bind", "fill"])
def test_a_pair_that_does_not_fit_is_refused_by_either_arm(module: str, call: str) -> None:
    small = Problem(Mode.DECODE, 1, [20], [1], [0], pool=1, width=40, page_size=16).buffers().buffers
    batch = Problem(Mode.DECODE, 1, [20, 30], [1, 1], [0, 0], pool=1, width=40, page_size=16).batch()
    given = BufferSets.of(small) if call == "bind" else small
    with pytest.raises(ValueError, match=r"^batch_size: the buffers hold 1 requests, got 2"):
        getattr(importlib.import_module(module), call)(given, batch)


def test_a_capture_begins_after_and_ends_before_what_is_on_the_caller_s_stream(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notes: list[str] = []

    def stream(name: str) -> SimpleNamespace:
        return SimpleNamespace(name=name, wait_stream=lambda other: notes.append(f"{name} waits for {other.name}"))

    @contextlib.contextmanager
    def noted(what: str) -> Iterator[None]:
        notes.append(what)
        yield
        notes.append(f"end of {what}")

    caller = stream("caller")
    for name, value in {
        "device": lambda device: noted(f"{device}"),
        "Stream": lambda device: stream("side"),
        "current_stream": lambda: caller,
        "stream": lambda on: noted(on.name),
        "CUDAGraph": object,
        "graph": lambda graph, *, stream, pool, capture_error_mode: noted(f"{capture_error_mode} capture"),
    }.items():
        monkeypatch.setattr(torch.cuda, name, value)
    replay.capture(lambda: notes.append("record"), torch.device("cuda", 1), None, "relaxed")
    assert notes == [
        "cuda:1", "side waits for caller", "side", "record", "end of side", "caller waits for side",
        "relaxed capture", "record", "end of relaxed capture", "end of cuda:1",
    ]  # fmt: skip
