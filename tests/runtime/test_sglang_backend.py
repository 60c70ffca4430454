"""The real backends of SGLang, out of their wheels, before and after ``install()``: the same metadata.

Each runs as SGLang's graph runner runs it: captured for several batch sizes, then replayed with batches of any size,
padded to a captured one. On a GPU the consumers are CUDA graphs, and SGLang's own kernels are compared with; on
a CPU its chains of eager operations do.
"""

from __future__ import annotations

import inspect
import logging
import types
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from lab import fetch
from nsa_runtime import backend, dispatch
from nsa_runtime.compat import dsa_steps
from nsa_runtime.compat import sglang as compat
from nsa_runtime.compat.ports import PORTS, Options, port_of
from tests.runtime import backends, sglang
from tests.runtime.batches import DEVICE
from tests.runtime.replays import DRAFT, SIZES, Inputs, Native, Read, Sparse, assert_same, play, play_one_size

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

MODES = ("DECODE", "TARGET_VERIFY", "DRAFT_EXTEND", "DRAFT_EXTEND_V2")
NEW_MODES = ("DECODE", "TARGET_VERIFY", "DRAFT_EXTEND_V2")  # those that the releases since 0.5.14 still have
LAST = [port.releases[-1] for port in PORTS]  # of each group of releases
SHAPES = [(1, "fa3"), (64, "flashmla_kv"), *([(64, "fa3")] if sglang.ON_GPU else [])]  # page size, and who attends
needs_gpu = pytest.mark.skipif(not sglang.ON_GPU, reason="needs a GPU")


@pytest.fixture(scope="module", autouse=True)
def _all_releases() -> None:
    fetch.archives(("sglang", version) for version in sglang.VERSIONS)


@pytest.fixture(autouse=True)
def _nothing_stays_installed_and_sglang_did_not_fall_back(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    compat.uninstall()
    assert "falling back" not in capsys.readouterr().out, "SGLang's copy did not run: another of its arms was compared"


IN_INTERPRETER = ("0.5.14", "0.5.23")
"""On a CPU our kernels take seconds a replay; for the other releases the reference, which is the same bit for bit,
fills."""


@pytest.fixture(autouse=True)
def _the_reference_where_kernels_are_slow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    given = getattr(request.node, "callspec", None)
    wanted = given is not None and given.params.get("version") in IN_INTERPRETER and "mode" in given.params
    if not (sglang.ON_GPU or wanted):
        monkeypatch.setattr(backend, "uses_kernels", lambda device_type: False)


class Switch:
    """SGLang's ``is_cuda``. On a CPU it is off while modules are imported, so that they choose what a CPU can run."""

    def __init__(self) -> None:
        self.on = sglang.ON_GPU

    def __call__(self) -> bool:
        return self.on


def shapes(version: str) -> list[tuple[int, str]]:
    """All of them for the last release of each group, one for the others, on a CPU."""
    return SHAPES if sglang.ON_GPU or port_of(version).releases[-1] == version else SHAPES[1:2]


def driver_of(version: str) -> type[Native | Sparse]:
    return Sparse if version in sglang.SPARSE else Native


def modes(version: str) -> tuple[str, ...]:
    return NEW_MODES if version == "0.5.14" or version in sglang.FUSED else MODES


@pytest.mark.parametrize(
    ("version", "mode", "page_size", "decode"),
    [(each, mode, *shape) for each in sglang.EAGER for mode in modes(each) for shape in shapes(each)],
)
def test_the_replay_by_eager_operations(version: str, mode: str, page_size: int, decode: str) -> None:
    with sglang.modules(version, cuda=lambda: True) as load:

        def played() -> list[Read]:
            inputs = Inputs(version, mode)
            return play(driver_of(version)(load, inputs, page_size, decode), inputs, page_size)

        before = played()
        assert "paged_mqa_schedule_metadata" in before[0] or mode == "DRAFT_EXTEND_V2"
        assert compat.install()
        assert_same(before, played())


@pytest.mark.parametrize("version", [each for each in LAST if each in sglang.EAGER])
def test_rows_with_fewer_keys_than_queries_get_zero_where_sglang_gave_a_negative_length(version: str) -> None:
    prefix = sglang.prefix(version)
    with sglang.modules(version, cuda=lambda: False) as load:

        def played() -> Read:
            inputs = Inputs(version, "DRAFT_EXTEND" if "DRAFT_EXTEND" in modes(version) else "DRAFT_EXTEND_V2")
            driver = driver_of(version)(load, inputs, 64, "fa3")
            size = SIZES[0]
            driver.capture(inputs.fill_values(size))
            driver.replay(inputs.write(size, size, [1 + each % DRAFT for each in range(size)], [DRAFT] * size))
            return {name.removeprefix(f"{prefix}_"): value.cpu()
                    for name, value in vars(driver.backends[0].forward_metadata).items()
                    if isinstance(value, torch.Tensor)}  # fmt: skip

        theirs = played()
        compat.install()
        ours = played()
    assert theirs["seqlens_expanded"].min() < 0
    assert torch.equal(ours["seqlens_expanded"], theirs["seqlens_expanded"].clamp(min=0))
    assert torch.equal(ours["cache_seqlens_int32"], theirs["cache_seqlens_int32"].clamp(min=0))
    assert int(ours["cu_seqlens_k"][-1]) == int(ours["cache_seqlens_int32"].sum())


@pytest.mark.parametrize(
    ("version", "mode", "page_size", "decode"),
    [(each, mode, *shape) for each in sglang.FUSED for mode in NEW_MODES for shape in shapes(each)],
)
def test_the_metadata_path_with_fused_functions(version: str, mode: str, page_size: int, decode: str) -> None:
    cuda = Switch()
    with sglang.modules(version, cuda=cuda) as load:

        def played() -> list[Read]:
            inputs = Inputs(version, mode)
            return play(Sparse(load, inputs, page_size, decode), inputs, page_size)

        before = played()
        assert compat.install()
        cuda.on = True  # a CPU takes the fused functions from here on, which give it a schedule too
        assert_same(before, played(), names=None if sglang.ON_GPU else set(before[0]))


@pytest.mark.parametrize("version", [each for each in LAST if each in sglang.SPARSE])
def test_a_target_verify_on_blackwell_has_a_table_of_context_lengths(version: str) -> None:
    """DeepGEMM's own form there: one row for each request, one column for each draft token."""
    with sglang.modules(version, cuda=lambda: True, sm100=True) as load:
        compat.install()
        inputs = Inputs(version, "TARGET_VERIFY")
        driver = Sparse(load, inputs, 64, "fa3")
        size = SIZES[0]
        driver.capture(inputs.fill_values(size))
        batch = inputs.draw_alike(size)
        driver.replay(batch)
        metadata = driver.backends[0].forward_metadata
        assert metadata.paged_mqa_ctx_lens_2d.tolist() == [[keys] * DRAFT for keys in batch.keys]
        fresh = sglang.deep_gemm_of(version)["get_paged_mqa_logits_metadata"](metadata.paged_mqa_ctx_lens_2d, 64, 4)
        assert torch.equal(metadata.paged_mqa_schedule_metadata, fresh)


@needs_gpu
@pytest.mark.parametrize("version", sglang.FUSED)
def test_the_sparse_backend_without_its_wide_table(version: str) -> None:
    with sglang.modules(version, cuda=lambda: True) as load:

        def played() -> list[Read]:
            inputs = Inputs(version, "DECODE")
            return play(Sparse(load, inputs, 64, "fa3", wide=False), inputs, 64)

        before = played()
        assert "page_table_1" not in before[0]
        assert compat.install()
        assert_same(before, played())


@pytest.mark.parametrize("precompute", ["1", "0"])
@pytest.mark.parametrize("steps", [1, 3, 4] if sglang.ON_GPU else [4])
@pytest.mark.parametrize(
    ("version", "page_size", "decode"), [(each, *shape) for each in sglang.EAGER for shape in shapes(each)]
)
def test_the_draft_steps_by_eager_operations(
    version: str, steps: int, precompute: str, page_size: int, decode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SGLANG_{sglang.prefix(version).upper()}_ENABLE_MTP_PRECOMPUTE_METADATA", precompute)
    with sglang.modules(version, cuda=lambda: True) as load:

        def played() -> list[Read]:
            inputs = Inputs(version, "DECODE")
            return play(driver_of(version)(load, inputs, page_size, decode, steps), inputs, page_size)

        before = played()
        assert compat.install()
        assert_same(before, played())


@pytest.mark.parametrize("steps", [1, 2, 3, 5] if sglang.ON_GPU else [2, 4])
@pytest.mark.parametrize(
    ("version", "page_size", "decode"), [(each, *shape) for each in sglang.FUSED for shape in shapes(each)]
)
def test_the_draft_steps_with_fused_functions(version: str, steps: int, page_size: int, decode: str) -> None:
    cuda = Switch()
    with sglang.modules(version, cuda=cuda) as load:
        load(f"{sglang.ATTENTION}.dsa_backend")
        cuda.on = True

        def played() -> list[Read]:
            inputs = Inputs(version, "DECODE")
            return play(Sparse(load, inputs, page_size, decode, steps), inputs, page_size)

        before = played()
        assert "paged_mqa_schedule_metadata" in before[0]
        assert compat.install()
        assert_same(before, played())


@pytest.mark.parametrize("version", LAST)
def test_schedules_of_draft_steps_can_all_be_refreshed(version: str) -> None:
    assert all(_refreshed(version, refresh_schedules=True))


@pytest.mark.parametrize("version", LAST)
def test_schedules_of_draft_steps_are_left_where_sglang_leaves_them(version: str) -> None:
    none_copied = version in ("0.5.10.post1", "0.5.11")
    assert _refreshed(version, refresh_schedules=False) == [False, False, False, not none_copied]


def _refreshed(version: str, *, refresh_schedules: bool) -> list[bool]:
    """Of which of four draft steps a replay refreshes the schedule."""
    with sglang.modules(version, cuda=lambda: True) as load:
        compat.install(refresh_schedules=refresh_schedules)
        inputs = Inputs(version, "DECODE")
        driver = driver_of(version)(load, inputs, 64, "fa3", 4)
        driver.capture(inputs.fill_values(2))
        batch = inputs.draw_alike(2)
        driver.replay(batch)
        lengths = torch.tensor(batch.lengths, dtype=torch.int32, device=DEVICE)
        if version not in ("0.5.10.post1", "0.5.11"):
            lengths = lengths.view(-1, 1)
        fresh = sglang.deep_gemm_of(version)["get_paged_mqa_logits_metadata"](lengths, 64, 4)
        return [torch.equal(each.forward_metadata.paged_mqa_schedule_metadata, fresh) for each in driver.backends]


@pytest.mark.parametrize("version", LAST)
def test_all_draft_steps_are_filled_at_once(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bound: list[int] = []
    bind = dispatch.bind

    def noted(sets: Any, batch: Any, **options: Any) -> Any:
        bound.append(len(sets.sets))
        return bind(sets, batch, **options)

    with sglang.modules(version, cuda=lambda: False) as load:
        compat.install()
        inputs = Inputs(version, "DECODE")
        driver = driver_of(version)(load, inputs, 64, "fa3", 4)
        driver.capture(inputs.fill_values(2))
        monkeypatch.setattr(dispatch, "bind", noted)
        driver.replay(inputs.draw_alike(2))
        assert [backend.forward_metadata for backend in driver.backends] == [
            backend.decode_cuda_graph_metadata[2] for backend in driver.backends
        ]
    assert bound == [4]


def test_draft_steps_read_one_page_table() -> None:
    assert len(set(_starts(hisparse=None))) == 1
    assert len(set(_starts(hisparse=object()))) == 3


def _starts(*, hisparse: object) -> list[tuple[int, int]]:
    """Where the page tables of three draft steps begin, captured with that coordinator of HiSparse."""
    with sglang.modules("0.5.23", cuda=lambda: True) as load:
        compat.install()
        inputs = Inputs("0.5.23", "DECODE")
        driver = Sparse(load, inputs, 64, "fa3", 3)
        for backend in driver.backends:
            backend.hisparse_coordinator = hisparse
        driver.capture(inputs.fill_values(2))
        batch = inputs.draw_alike(2)
        driver.replay(batch)
        metadata = [backend.forward_metadata for backend in driver.backends]
        compat.uninstall()
    for each in metadata:
        assert each.cache_seqlens_int32.tolist() == batch.lengths
        for row, index, keys in zip(
            each.page_table_1.tolist(), batch.req_pool_indices.tolist(), batch.keys, strict=True
        ):
            assert row[:keys] == inputs.req_to_token[index, :keys].tolist()
    return [(each.page_table_1.data_ptr(), each.real_page_table.data_ptr()) for each in metadata]


@pytest.mark.parametrize(
    ("version", "kind", "steps"),
    [
        *((each, kind, None) for each in LAST for kind in modes(each)),
        *((each, "DECODE", 4) for each in LAST),
    ],
)
def test_what_a_replay_launches_is_compiled_while_sglang_captures(
    version: str, kind: str, steps: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[tuple[Any, int]] = []
    bind = dispatch.bind

    def noted(sets: Any, batch: Any, **options: Any) -> Any:
        kinds.append((batch.shape.mode, len(sets.sets)))
        return bind(sets, batch, **options)

    monkeypatch.setattr(dispatch, "bind", noted)
    with sglang.modules(version, cuda=lambda: True) as load:
        compat.install()
        inputs = Inputs(version, kind)
        driver = driver_of(version)(load, inputs, 64, "fa3", steps)
        driver.capture(inputs.fill_values(2))
        compiled = set(kinds)
        kinds.clear()
        driver.replay(inputs.draw_alike(2))
    assert compiled and set(kinds) <= compiled  # on a GPU the same addresses may come again: nothing is bound anew


@pytest.mark.parametrize("version", [each for each in LAST if each in sglang.EAGER])
def test_what_is_compiled_is_logged(version: str, caplog: pytest.LogCaptureFixture) -> None:
    with sglang.modules(version, cuda=lambda: False) as load, caplog.at_level(logging.DEBUG, "nsa_runtime.compat"):
        inputs = Inputs(version, "TARGET_VERIFY")
        driver = driver_of(version)(load, inputs, 64, "fa3")
        assert compat.install()
        caplog.clear()
        for size in SIZES:
            driver.capture(inputs.fill_values(size))
    assert [each.partition(" in ")[0] for each in caplog.messages] == [
        f"target-verify of batch size {size} compiled" for size in SIZES
    ]


def test_a_draft_step_that_is_captured_again_is_filled_where_it_then_is() -> None:
    with sglang.modules("0.5.10", cuda=lambda: False) as load:
        compat.install()
        inputs = Inputs("0.5.10", "DECODE")
        driver = Native(load, inputs, 64, "fa3", 3)
        driver.capture(inputs.fill_values(2))
        driver.replay(inputs.draw_alike(2))
        batch = inputs.fill_values(2)
        driver.backends[1].init_forward_metadata_capture_cuda_graph(
            2, 2, batch.req_pool_indices, batch.seq_lens, None, batch.forward_mode, None
        )
        now = inputs.draw_alike(2)
        driver.replay(now)
        for backend in driver.backends:
            assert backend.forward_metadata is backend.decode_cuda_graph_metadata[2]
            assert backend.forward_metadata.cache_seqlens_int32.tolist() == now.lengths


def test_pooled_keys_are_left_to_sglang() -> None:
    calls: list[bool] = []

    def theirs(self: object, forward_batch: object, in_capture: bool = False) -> None:
        calls.append(in_capture)

    replay = dsa_steps.filling_all_steps(theirs, Options())
    steps = types.SimpleNamespace(attn_backends=[types.SimpleNamespace(dsa_index_kpool=4)])
    replay(steps, types.SimpleNamespace(batch_size=2))
    assert calls == [False]


@needs_gpu
@pytest.mark.parametrize("page_size", [1, 64])
@pytest.mark.parametrize(("version", "mode"), [(each, mode) for each in sglang.EAGER for mode in modes(each)])
def test_the_eager_replay_can_be_recorded_into_a_graph(version: str, mode: str, page_size: int) -> None:
    """SGLang's own waits for the device, so it is compared as it is."""
    with sglang.modules(version, cuda=lambda: True) as load:

        def played(*, recorded: bool) -> list[Read]:
            inputs = Inputs(version, mode)
            driver = driver_of(version)(load, inputs, page_size, "fa3")
            return play_one_size(driver, inputs, page_size, recorded=recorded)

        before = played(recorded=False)
        assert compat.install()
        assert_same(before, played(recorded=True))


@needs_gpu
@pytest.mark.parametrize("page_size", [1, 64])
@pytest.mark.parametrize(("mode", "steps"), [*((mode, None) for mode in NEW_MODES), ("DECODE", 3), ("DECODE", 4)])
@pytest.mark.parametrize("version", [each for each in LAST if each in sglang.FUSED])
def test_the_fused_path_recorded_into_a_graph(version: str, mode: str, steps: int | None, page_size: int) -> None:
    with sglang.modules(version, cuda=lambda: True) as load:

        def recorded() -> list[Read]:
            inputs = Inputs(version, mode)
            return play_one_size(Sparse(load, inputs, page_size, "fa3", steps), inputs, page_size, recorded=True)

        before = recorded()
        assert compat.install()
        assert_same(before, recorded())


@pytest.mark.parametrize("version", ["0.5.20", "0.5.22", "0.5.23"])
def test_the_backend_takes_our_functions_once_they_are_installed(version: str) -> None:
    with sglang.modules(version, cuda=lambda: True) as load:
        module = load(f"{sglang.ATTENTION}.dsa_backend")
        compat.install()
        table = torch.zeros(2, 8, dtype=torch.int32)
        backend = backends.sparse_backend(module, page_size=64, draft=DRAFT, topk=8, req_to_token=table)
        functions = load(sglang.functions(version))
    for ours, name in (
        (backend._fused_decode_metadata, "fused_dsa_decode_metadata"),
        (backend._fused_verify_metadata, "fused_dsa_target_verify_metadata"),
        (backend._fused_draft_extend_metadata, "fused_dsa_draft_extend_metadata"),
    ):
        assert inspect.unwrap(ours) is getattr(compat, name)
        assert inspect.unwrap(getattr(functions, name)) is getattr(compat, name)
