"""What a refresh of SGLang's metadata consists of, and when one that was prepared still holds."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import Mode, ReplayBatch, ReplayShape, dispatch, schedule
from nsa_runtime.buffers import BufferSets
from nsa_runtime.compat import dsa, metadata, prepared
from nsa_runtime.shapes import Split
from tests.runtime.batches import DEVICE, Problem


def _zeros(*size: int) -> torch.Tensor:
    return torch.zeros(size, dtype=torch.int32, device=DEVICE)


@dataclasses.dataclass(frozen=True)
class Metadata:
    """One of SGLang's metadata objects, for two requests with three query tokens each."""

    page_size: int = 16
    cache_seqlens_int32: torch.Tensor = dataclasses.field(default_factory=lambda: _zeros(2))
    cu_seqlens_k: torch.Tensor = dataclasses.field(default_factory=lambda: _zeros(3))
    dsa_seqlens_expanded: torch.Tensor = dataclasses.field(default_factory=lambda: _zeros(6))
    dsa_cache_seqlens_int32: torch.Tensor = dataclasses.field(default_factory=lambda: _zeros(6))
    dsa_cu_seqlens_k: torch.Tensor = dataclasses.field(default_factory=lambda: _zeros(7))
    page_table_1: torch.Tensor | None = None
    real_page_table: torch.Tensor = dataclasses.field(default_factory=lambda: _zeros(6, 4))
    paged_mqa_ctx_lens_2d: torch.Tensor | None = None
    paged_mqa_schedule_metadata: torch.Tensor | None = None
    topk_v2_plan: object = None


def _batch(mode: Mode = Mode.TARGET_VERIFY, draft: int = 3) -> ReplayBatch:
    return Problem(mode, draft, [20, 30], [draft] * 2, [0, 1], pool=2, width=64).batch()


def _prepared(notes: list[str], count: int = 2) -> prepared.Prepared:
    def backend(number: int) -> SimpleNamespace:
        return SimpleNamespace(
            decode_cuda_graph_metadata={2: Metadata()},
            forward_metadata=None,
            set_dsa_prefill_impl=lambda forward_batch: notes.append(f"set {number} {forward_batch}"),
        )

    backends = [backend(number) for number in range(count)]
    held = [each.decode_cuda_graph_metadata[2] for each in backends]
    made = prepared.Prepared(backends, held, "decode", (_zeros(2), _zeros(2)), lambda: notes.append("launch"))
    made.replay = lambda: notes.append("replay")
    return made


@pytest.mark.parametrize(
    ("recorded", "capturing", "done"),
    [(False, False, ["replay"]), (False, True, ["launch"]), (True, False, []), (True, True, [])],
)
def test_a_run_refreshes_unless_the_model_s_graph_does(
    recorded: bool, capturing: bool, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph cannot be replayed into another one that is being captured: what it does is launched then."""
    notes: list[str] = []
    made = _prepared(notes)
    made.recorded = recorded
    monkeypatch.setattr(prepared, "capturing", lambda: capturing)
    made.run()
    assert notes == ["set 0 None", "set 1 None", *done]
    assert all(each.forward_metadata is each.decode_cuda_graph_metadata[2] for each in made.backends)


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("other", [{}, {2: Metadata()}, {3: Metadata()}], ids=["none", "a new one", "another size"])
def test_what_was_prepared_holds_for_the_objects_that_it_fills(number: int, other: dict[int, Metadata]) -> None:
    made = _prepared([])
    owner = SimpleNamespace(_nsa_runtime_prepared={2: made})
    assert prepared.of(owner, 2) is made
    assert prepared.of(owner, 3) is None and prepared.of(SimpleNamespace(), 2) is None
    made.backends[number].decode_cuda_graph_metadata = other
    assert prepared.of(owner, 2) is None


def test_a_batch_is_read_where_both_of_its_tensors_are() -> None:
    made = _prepared([])
    lengths, indices = made.inputs
    batch = SimpleNamespace(seq_lens=lengths[:], req_pool_indices=indices)
    assert made.reads(batch)
    for name, there in (("seq_lens", lengths), ("req_pool_indices", indices)):
        for other in (there.clone(), there[1:], there.view(torch.float32), there.expand(2, 2)[:, 0]):
            assert not made.reads(SimpleNamespace(**{**vars(batch), name: other}))


def test_a_batch_that_is_elsewhere_is_copied_as_far_as_the_captured_size_goes() -> None:
    made = _prepared([])
    given = SimpleNamespace(
        seq_lens=torch.tensor([4, 5, 6], dtype=torch.int64), req_pool_indices=torch.tensor([7, 8, 9])
    )
    made.take(given)
    assert [each.tolist() for each in made.inputs] == [[4, 5], [7, 8]]


VIEWS = SimpleNamespace(
    cache_seqlens_int32=torch.tensor([3, 5], dtype=torch.int32),
    nsa_seqlens_expanded=torch.tensor([1, 2, 3, 3, 4, 5], dtype=torch.int32),
    paged_mqa_ctx_lens_2d=None,
)


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("plan", [None, object()], ids=["no plan", "plan"])
@pytest.mark.parametrize("decode", [False, True])
@pytest.mark.parametrize("table", ["none", "its lengths", "its own", "filled"])
def test_schedule_plan_and_context_lengths_are_derived_where_the_fill_does_not_write_them(
    written: bool, plan: object, decode: bool, table: str
) -> None:
    notes: list[str] = []
    views: Any = SimpleNamespace(**vars(VIEWS))
    vector = views.cache_seqlens_int32 if decode else views.nsa_seqlens_expanded
    wanted = vector.view(-1, 1)
    there: dict[str, torch.Tensor | None] = {
        "none": None, "its lengths": wanted, "its own": torch.zeros_like(wanted), "filled": _zeros(2, 3),
    }  # fmt: skip
    held = Metadata(paged_mqa_schedule_metadata=_zeros(5, 2), paged_mqa_ctx_lens_2d=there[table], topk_v2_plan=plan)
    if table == "filled":
        views.paged_mqa_ctx_lens_2d = wanted = there["filled"]
    backend = SimpleNamespace(
        _refresh_paged_mqa_schedule_metadata=lambda given, lengths: notes.append(f"schedule {lengths.tolist()}"),
        _refresh_topk_v2_plan=lambda given: notes.append("plan"),
    )
    mode = SimpleNamespace(is_decode_or_idle=lambda: decode)
    calls = prepared._derived(backend, held, views, mode, written)
    for call in calls:
        call()
    assert notes == [*([] if written else [f"schedule {wanted.tolist()}"]), *(["plan"] if plan else [])]
    assert len(calls) == len(notes) + (table == "its own")
    assert held.paged_mqa_ctx_lens_2d is not None and torch.equal(held.paged_mqa_ctx_lens_2d, wanted)
    assert table == "none" or held.paged_mqa_ctx_lens_2d is there[table]


def test_without_a_schedule_nothing_is_derived() -> None:
    held = Metadata(topk_v2_plan=object())
    mode = SimpleNamespace(is_decode_or_idle=lambda: True)
    assert prepared._derived(object(), held, VIEWS, mode, False) == []  # type: ignore[arg-type]
    assert held.paged_mqa_ctx_lens_2d is None


@pytest.mark.parametrize(
    ("mode", "draft", "size", "filled"),
    [
        (Mode.TARGET_VERIFY, 3, (2, 3), True),
        (Mode.TARGET_VERIFY, 3, None, False),
        (Mode.TARGET_VERIFY, 3, (6, 1), False),
        (Mode.TARGET_VERIFY, 3, (3, 3), False),
        (Mode.TARGET_VERIFY, 1, (2, 1), False),
        (Mode.DRAFT_EXTEND_V2, 3, (2, 3), False),
        (Mode.DECODE, 1, (2, 1), False),
    ],
)
def test_context_lengths_are_filled_where_a_verify_has_a_column_for_each_draft_token(
    mode: Mode, draft: int, size: tuple[int, int] | None, filled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compiled while SGLang captures is what is then launched."""
    table = None if size is None else _zeros(*size)
    held = Metadata(paged_mqa_ctx_lens_2d=table)
    assert metadata.filled_table(held, ReplayShape(mode, 2, draft)) is (table if filled else None)
    bound: list[BufferSets] = []
    monkeypatch.setattr(dispatch, "bind", lambda sets, batch, **options: bound.append(sets))
    for ctx_lens in (True, False):
        metadata.compile_for([held], _batch(mode, draft), prefix="dsa", index_topk=8, ctx_lens=ctx_lens)
        assert bound.pop().first.paged_mqa_ctx_lens_2d is (table if filled and ctx_lens else None)


@pytest.mark.parametrize("split", [None, Split.LONG_FIRST])
@pytest.mark.parametrize("table", [False, True])
def test_a_fill_writes_the_schedule_and_the_context_lengths_that_it_is_given(split: Split | None, table: bool) -> None:
    held = Metadata(paged_mqa_schedule_metadata=_zeros(5, 2), paged_mqa_ctx_lens_2d=_zeros(2, 3))
    tables = [held.paged_mqa_ctx_lens_2d if table else None, None]
    shape = ReplayShape(Mode.TARGET_VERIFY, 2, 3)
    first, second = metadata.adopt_all([held, Metadata()], shape, "dsa", 8, splits=[split, None], tables=tables)
    assert first.paged_mqa_ctx_lens_2d is tables[0]
    assert first.paged_mqa_schedule_metadata is (None if split is None else held.paged_mqa_schedule_metadata)
    assert first.paged_mqa_split is split
    assert second.paged_mqa_ctx_lens_2d is second.paged_mqa_schedule_metadata is second.paged_mqa_split is None
    assert (first.limits.width, first.limits.max_batch, first.limits.max_tokens) == (64, 2, 6)


def test_metadata_is_adopted_once_for_as_long_as_it_has_its_tensors() -> None:
    held, shape = [Metadata(page_table_1=_zeros(6, 60)), Metadata(page_table_1=_zeros(6, 60))], _batch().shape
    adopted = metadata._adopted(held, shape, "dsa", 8)
    assert [each.limits.width for each in adopted.sets.sets] == [60, 60]
    assert metadata._adopted(held, shape, "dsa", 8) is adopted
    assert metadata._adopted(held, shape, "dsa", 9) is not adopted
    for number in (0, 1):
        for name in ("cache_seqlens_int32", "cu_seqlens_k", "page_table_1", "real_page_table"):
            before = metadata._adopted(held, shape, "dsa", 8)
            object.__setattr__(held[number], name, getattr(held[number], name).clone())
            after = metadata._adopted(held, shape, "dsa", 8)
            assert after is not before
            assert getattr(after.sets.sets[number], name) is getattr(held[number], name)


@pytest.mark.parametrize("kept", [(5, 2), (4, 2, 2), (5, 3), None, "strided"])
def test_the_split_of_a_schedule_is_asked_for_where_it_is_a_table_that_a_fill_can_write(
    kept: tuple[int, ...] | str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Backend:
        def _refresh_paged_mqa_schedule_metadata(self, held: Any, lengths: torch.Tensor) -> None:
            held.paged_mqa_schedule_metadata = held.paged_mqa_schedule_metadata + lengths

    def split_of(computed: Any, slots: int, device: torch.device) -> Split:
        asked.append(slots)
        assert computed(_zeros(1) + 7).tolist() == [[7, 7]] * 5  # by SGLang's own method, into nothing of its own
        return Split.LONG_FIRST

    monkeypatch.setattr(schedule, "split_of", split_of)
    table = _zeros(5, 4)[:, ::2] if kept == "strided" else None if kept is None else _zeros(*kept)  # type: ignore[arg-type]
    held = Metadata(paged_mqa_schedule_metadata=table)
    for _ in range(2):
        found = prepared._split_of(Backend(), held, DEVICE)
        assert found is (Split.LONG_FIRST if kept == (5, 2) else None)
    assert asked == ([4] if kept == (5, 2) else [])  # once
    assert table is None or not table.any()


@pytest.mark.parametrize("refreshed", [0, 1, 3])
def test_schedules_are_written_from_the_first_step_on_that_is_refreshed(
    refreshed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound: list[BufferSets] = []
    monkeypatch.setattr(dispatch, "bind", lambda sets, batch, **options: bound.append(sets))
    monkeypatch.setattr(prepared, "_split_of", lambda backend, held, device: Split.LONG_FIRST)
    held = [Metadata(paged_mqa_schedule_metadata=_zeros(5, 2)) for _ in range(3)]
    backends = [SimpleNamespace(dsa_index_topk=8, dsa_decode_impl="fa3") for _ in held]
    for each in backends:
        each._refresh_paged_mqa_schedule_metadata = lambda given, lengths: None
    mode = SimpleNamespace(is_decode_or_idle=lambda: False)
    prepared._launch(backends, held, _batch(), mode, refreshed)
    splits = [each.paged_mqa_split for each in bound[0].sets]
    assert splits == [None] * refreshed + [Split.LONG_FIRST] * (3 - refreshed)


def test_what_is_recorded_and_replayed_is_not_given() -> None:
    given = [each.name for each in dataclasses.fields(prepared.Prepared) if each.init]
    assert given == ["backends", "metadata", "forward_mode", "inputs", "launch"]
    assert prepared.Prepared([], [], "decode", (_zeros(2), _zeros(2)), lambda: None).recorded is False


def _takes_decode(lengths: torch.Tensor) -> None:
    given = {"cache_seqlens": (2,), "cu_seqlens_k": (3,), "dsa_cache_seqlens": (2,), "dsa_cu_seqlens_k": (3,)}
    dsa.fused_dsa_decode_metadata(
        seq_lens=lengths, req_pool_indices=_zeros(2), req_to_token=_zeros(2, 64), page_table_1=None,
        real_page_table=_zeros(2, 4), bs=2, max_len=64, dsa_index_topk=8, physical_page_size=16,
        **{name: _zeros(*size) for name, size in given.items()},
    )  # fmt: skip


def test_what_is_kept_of_a_fill_keeps_no_tensor_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fills that are kept by the addresses of what they fill hold addresses; those of a plan hold the tensors."""
    asked: list[bool] = []
    bind = dispatch.bind

    def noted(sets: BufferSets, batch: ReplayBatch, *, keep_alive: bool = True) -> Any:
        asked.append(keep_alive)
        return bind(sets, batch, keep_alive=keep_alive)

    monkeypatch.setattr(dispatch, "bind", noted)
    _takes_decode(torch.tensor([5, 6], dtype=torch.int32, device=DEVICE))
    metadata.fill([Metadata()], _batch(), prefix="dsa", index_topk=8)
    assert asked == [False, False]
