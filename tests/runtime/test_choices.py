"""Who refreshes what in SGLang 0.5.15 and later: what was prepared, SGLang's own method, or a fill of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import backend
from nsa_runtime.compat import dsa_refresh, dsa_steps, metadata, prepared
from nsa_runtime.compat import sglang as compat
from nsa_runtime.compat.ports import DSA_BACKEND, Options
from tests.runtime import sglang
from tests.runtime.replays import SIZES, Consumer, Inputs, Read, Sparse, assert_same


class Prepared:
    """Stands for what was prepared; notes what is asked of it."""

    def __init__(self, notes: list[str], *, reads: bool, recorded: bool = False, mode: str = "decode") -> None:
        self.notes, self._reads, self.recorded, self.forward_mode = notes, reads, recorded, mode
        self.backends = [SimpleNamespace(hisparse_coordinator=None)]

    def reads(self, batch: object) -> bool:
        return self._reads

    def run(self) -> None:
        self.notes.append("run")

    def launch(self) -> None:
        self.notes.append("launch")

    def take(self, batch: object) -> None:
        self.notes.append("take")


class Mode(SimpleNamespace):
    """One of SGLang's modes by its name."""

    def is_decode_or_idle(self) -> bool:
        return self.name == "decode"

    def is_target_verify(self) -> bool:
        return self.name == "verify"

    def is_draft_extend_v2(self) -> bool:
        return self.name == "draft-extend-v2"


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch, notes: list[str]) -> Callable[..., None]:
    """Lets this be what was prepared for any batch size, if anything was; preparing anew is noted."""

    def prepare(owner: object, backends: object, batch: object, mode: object, first: int, *, graph: bool) -> None:
        notes.append(f"prepare from {first}{' for a graph' if graph else ''}")

    def let(ready: Prepared | None) -> None:
        monkeypatch.setattr(prepared, "of", lambda owner, size: ready)
        monkeypatch.setattr(prepared, "prepare", prepare)
        monkeypatch.setattr(dsa_refresh, "prepares", lambda backend: getattr(backend, "prepares", True))

    return let


def _original(notes: list[str]) -> Callable[..., None]:
    def original(self: object, forward_batch: object, in_capture: bool = False) -> None:
        notes.append("SGLang's, capturing" if in_capture else "SGLang's")

    return original


@pytest.mark.parametrize(
    ("ready", "done"),
    [
        (None, ["SGLang's"]),
        ({"reads": True}, ["run"]),
        ({"reads": True, "recorded": True}, ["run"]),
        ({"reads": True, "mode": "verify"}, ["SGLang's"]),
        ({"reads": False}, ["SGLang's"]),
        ({"reads": False, "recorded": True}, ["SGLang's", "take"]),
        ({"reads": False, "recorded": True, "mode": "verify"}, ["SGLang's"]),
    ],
)
def test_a_replay_is_what_was_prepared_for_the_mode_and_the_memory_of_the_batch_or_sglang_s(
    ready: dict[str, Any] | None, done: list[str], prepare: Callable[..., None], notes: list[str]
) -> None:
    prepare(None if ready is None else Prepared(notes, **ready))
    method = dsa_refresh.refreshing(_original(notes), Options())
    method(SimpleNamespace(), SimpleNamespace(batch_size=2, forward_mode="decode"))
    assert notes == done


@pytest.mark.parametrize(
    ("mode", "attributes", "options", "also"),
    [
        ("decode", {}, {}, ["prepare from 0 for a graph"]),
        ("verify", {}, {}, ["prepare from 0 for a graph"]),
        ("draft-extend-v2", {}, {}, ["prepare from 0 for a graph"]),
        ("decode", {}, {"in_graph": True}, ["prepare from 0"]),
        ("mixed", {}, {}, []),
        ("decode", {"prepares": False}, {}, []),
        ("decode", {dsa_refresh.IS_STEP: True}, {}, []),
    ],
)
def test_a_capture_is_sglang_s_and_prepares_what_a_replay_runs(
    mode: str, attributes: dict[str, bool], options: dict[str, bool], also: list[str],
    prepare: Callable[..., None], notes: list[str],
) -> None:  # fmt: skip
    prepare(Prepared(notes, reads=True))
    method = dsa_refresh.refreshing(_original(notes), Options(**options))
    method(SimpleNamespace(**attributes), SimpleNamespace(batch_size=2, forward_mode=Mode(name=mode)), True)
    assert notes == ["SGLang's, capturing", *also]


@pytest.mark.parametrize("captures", [False, True])
@pytest.mark.parametrize(
    ("ready", "batch", "hisparse", "done"),
    [
        (None, {}, None, []),
        ({"reads": False}, {}, None, []),
        ({"reads": False}, {}, object(), []),
        ({"reads": True}, {}, None, ["launch"]),
        ({"reads": True}, {"tbo_children": None, "tbo_parent_token_range": None}, None, ["launch"]),
        ({"reads": True}, {"tbo_children": [1, 2]}, None, []),
        ({"reads": True}, {"tbo_parent_token_range": (0, 1)}, None, []),
        ({"reads": True}, {}, object(), []),
    ],
)
def test_the_model_s_graph_has_a_refresh_of_a_whole_batch_that_is_where_the_prepared_one_is(
    ready: dict[str, Any] | None, batch: dict[str, Any], hisparse: object, done: list[str], captures: bool,
    prepare: Callable[..., None], notes: list[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    made = None if ready is None else Prepared(notes, **ready)
    if made is not None:
        made.backends[0].hisparse_coordinator = hisparse
    prepare(made)
    monkeypatch.setattr(prepared, "capturing", lambda: captures)
    given = SimpleNamespace(batch_size=2, **batch)
    dsa_refresh.recording(_original(notes), Options())(SimpleNamespace(), given)
    dsa_refresh.recording_steps(_original(notes), Options())(SimpleNamespace(), given)
    assert notes == ["SGLang's", *done, *done]  # that of all steps has no method of SGLang's to call
    assert made is None or made.recorded == (captures and bool(done))


def test_a_batch_of_the_runner_is_told_by_its_padding() -> None:
    class Other:
        num_padding = 0

    assert dsa_steps.from_runner(SimpleNamespace(num_padding=0))
    assert not dsa_steps.from_runner(SimpleNamespace())
    assert not dsa_steps.from_runner(Other())


@pytest.fixture
def _reference_fills(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not sglang.ON_GPU:
        monkeypatch.setattr(backend, "uses_kernels", lambda device_type: False)
    yield
    compat.uninstall()


@pytest.mark.usefixtures("_reference_fills")
@pytest.mark.parametrize("decode", ["fa3", "flashmla_kv"])
@pytest.mark.parametrize("steps", [2, 4])
def test_draft_steps_of_a_batch_that_is_elsewhere_have_all_that_sglang_gives_them(steps: int, decode: str) -> None:
    pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")
    cuda = SimpleNamespace(on=sglang.ON_GPU)
    with sglang.modules("0.5.23", cuda=lambda: cuda.on) as load:
        load(f"{sglang.ATTENTION}.dsa_backend")
        cuda.on = True
        before = _elsewhere(load, steps, decode)
        assert compat.install()
        after = _elsewhere(load, steps, decode)
    assert_same(before, after)
    assert "paged_mqa_schedule_metadata" in before[-1]


def _elsewhere(load: Any, steps: int, decode: str) -> list[Read]:
    """What the consumers of all steps read after replays of a batch that was not in the captured memory."""
    inputs, elsewhere = Inputs("0.5.23", "DECODE"), Inputs("0.5.23", "DECODE", seed=1)
    elsewhere.req_to_token = inputs.req_to_token
    driver, size = Sparse(load, inputs, 64, decode, steps), SIZES[1]
    driver.capture(inputs.fill_values(size))
    consumers = [Consumer(each.decode_cuda_graph_metadata[size]) for each in driver.backends]
    read = []
    for _ in range(2):
        asked: list[object] = []
        for each in driver.backends:
            each.forward_metadata = None
            each.set_dsa_prefill_impl = lambda forward_batch, asked=asked: asked.append(forward_batch)
        batch = elsewhere.draw_alike(size)
        driver.replay(batch)
        assert asked == [None] * steps
        for each, consumer in zip(driver.backends, consumers, strict=True):
            assert each.forward_metadata is each.decode_cuda_graph_metadata[size]
            consumer.run()
            read.append(consumer.defined(batch, "dsa", 64))
    return read


def _steps(notes: list[str], count: int, *, pooled: bool = False) -> list[Any]:
    """Backends of draft steps that note what is derived for them; the tensors are none."""

    def step(number: int) -> SimpleNamespace:
        return SimpleNamespace(
            dsa_index_kpool=4 if pooled else 1,
            prepares=not pooled,
            dsa_index_topk=8,
            dsa_decode_impl="flashmla_kv",
            req_to_token=torch.zeros(1, 4, dtype=torch.int32),
            decode_cuda_graph_metadata={2: SimpleNamespace(number=number)},
            set_dsa_prefill_impl=lambda forward_batch: notes.append(f"{number} set"),
        )

    return [step(number) for number in range(count)]


@pytest.fixture
def steps_noted(prepare: Callable[..., None], notes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done to draft steps is noted in place of being done."""

    def fill(metadata: list[Any], batch: object, **options: object) -> list[Any]:
        notes.append(f"fill {len(metadata)}")
        return [SimpleNamespace(nsa_cache_seqlens_int32=None) for _ in metadata]

    monkeypatch.setattr(metadata, "fill", fill)
    monkeypatch.setattr(metadata, "refresh_flashmla", lambda first, held, lengths: notes.append(f"plan {len(held)}"))
    monkeypatch.setattr(dsa_steps, "decode_mode", lambda: "decode")
    monkeypatch.setattr(dsa_steps, "share_tables", lambda steps, size: notes.append(f"share {len(steps)}"))
    monkeypatch.setattr(dsa_steps, "warm_steps", lambda steps, batch: notes.append(f"warm {len(steps)}"))
    monkeypatch.setattr(dsa_steps, "_derive", lambda step, held, size: notes.append(f"{held.number} derive"))


def _call_steps(
    notes: list[str], steps: list[Any], *arguments: object, runner: bool = False, cuda: bool = False, **options: bool
) -> None:
    given = {"batch_size": 2, **dict.fromkeys(("seq_lens", "req_pool_indices"), torch.zeros(2, dtype=torch.int32))}
    batch = SimpleNamespace(**given, **({"num_padding": 0} if runner else {}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, DSA_BACKEND, SimpleNamespace(is_cuda=lambda: cuda))  # type: ignore[arg-type]
        method = dsa_steps.filling_all_steps(_original(notes), Options(**options))
        method(SimpleNamespace(attn_backends=steps), batch, *arguments)


@pytest.mark.usefixtures("steps_noted")
@pytest.mark.parametrize(
    ("count", "pooled", "options", "done"),
    [
        (2, False, {}, ["share 2", "warm 2", "prepare from 0 for a graph"]),
        (3, False, {}, ["share 3", "warm 3", "prepare from 3 for a graph"]),
        (4, False, {"refresh_schedules": True}, ["share 4", "warm 4", "prepare from 0 for a graph"]),
        (4, False, {"in_graph": True}, ["share 4", "warm 4", "prepare from 3"]),
        (4, True, {}, ["warm 4"]),
        (0, False, {}, ["warm 0"]),
    ],
)
def test_a_capture_of_draft_steps_is_sglang_s_and_prepares_one_refresh_for_all(
    count: int, pooled: bool, options: dict[str, bool], done: list[str], prepare: Callable[..., None], notes: list[str]
) -> None:
    prepare(Prepared(notes, reads=True, recorded=True))
    steps = _steps(notes, count, pooled=pooled)
    _call_steps(notes, steps, True, **options)
    assert notes == ["SGLang's, capturing", *done]
    assert [getattr(each, dsa_refresh.IS_STEP, False) for each in steps] == [not pooled] * count


FILLED = ["fill 4", "plan 4", "0 set", "1 set", "2 set", "3 set"]


@pytest.mark.usefixtures("steps_noted")
@pytest.mark.parametrize(
    ("ready", "given", "done"),
    [
        ({"reads": True}, {}, ["run"]),
        ({"reads": False}, {"runner": True}, ["run"]),
        ({"reads": False}, {}, FILLED),
        ({"reads": False, "recorded": True}, {}, [*FILLED, "take"]),
        (None, {}, FILLED),
        (None, {"runner": True}, FILLED),
        (None, {"cuda": True}, [*FILLED, "3 derive"]),
        (None, {"cuda": True, "refresh_schedules": True}, [*FILLED, *(f"{each} derive" for each in range(4))]),
    ],
)
def test_a_replay_of_draft_steps_is_what_was_prepared_or_one_fill_for_all(
    ready: dict[str, Any] | None, given: dict[str, bool], done: list[str],
    prepare: Callable[..., None], notes: list[str],
) -> None:  # fmt: skip
    prepare(None if ready is None else Prepared(notes, **ready))
    steps = _steps(notes, 4)
    _call_steps(notes, steps, **given)
    assert notes == done
    if done != ["run"]:
        assert [each.forward_metadata.number for each in steps] == [0, 1, 2, 3]


@pytest.mark.usefixtures("steps_noted")
@pytest.mark.parametrize(("count", "pooled"), [(4, True), (0, False)])
def test_draft_steps_with_pooled_keys_and_none_at_all_are_left_to_sglang(
    count: int, pooled: bool, prepare: Callable[..., None], notes: list[str]
) -> None:
    prepare(None)
    _call_steps(notes, _steps(notes, count, pooled=pooled))
    assert notes == ["SGLang's"]


@pytest.mark.parametrize("table", [None, torch.zeros(2, 1, dtype=torch.int32)], ids=["no table", "a table"])
def test_a_step_that_is_copied_by_itself_has_schedule_plan_and_context_lengths(
    table: torch.Tensor | None, notes: list[str]
) -> None:
    held = SimpleNamespace(
        cache_seqlens_int32=torch.tensor([5, 7], dtype=torch.int32),
        paged_mqa_ctx_lens_2d=None if table is None else table.clone(),
    )
    before = held.paged_mqa_ctx_lens_2d
    step = SimpleNamespace(
        _refresh_paged_mqa_schedule_metadata=lambda given, lengths: notes.append(f"schedule {lengths.tolist()}"),
        _refresh_topk_v2_plan=lambda given: notes.append("plan"),
    )
    dsa_steps._derive(step, held, 2)
    assert notes == ["schedule [[5], [7]]", "plan"]
    assert held.paged_mqa_ctx_lens_2d.tolist() == [[5], [7]]
    assert before is None or held.paged_mqa_ctx_lens_2d is before


@pytest.mark.parametrize("missing", [set(), {0}, {1}, {0, 1}])
def test_steps_share_each_page_table_that_all_of_them_have(missing: set[int]) -> None:
    def held(number: int) -> SimpleNamespace:
        wide = None if number in missing else torch.zeros(2, 8, dtype=torch.int32)
        return SimpleNamespace(page_table_1=wide, real_page_table=torch.zeros(2, 4 + (number == 2)))

    steps = [
        SimpleNamespace(hisparse_coordinator=None, decode_cuda_graph_metadata={2: held(number)}) for number in range(3)
    ]
    dsa_steps.share_tables(steps, 2)
    first, second, third = (each.decode_cuda_graph_metadata[2] for each in steps)
    assert second.real_page_table is first.real_page_table
    assert third.real_page_table is not first.real_page_table  # it is wider
    assert (second.page_table_1 is first.page_table_1) == (missing in (set(), {0, 1}))
    assert (third.page_table_1 is first.page_table_1) == (0 not in missing)
    assert (second.page_table_1 is None) == (1 in missing)
