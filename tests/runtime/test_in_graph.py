"""``install(in_graph=True)``: SGLang's own runners record the refresh into the model's graph; replays issue none."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import backend
from nsa_runtime.compat import plugin, prepared
from nsa_runtime.compat import sglang as compat
from tests.runtime import sglang
from tests.runtime.replays import DRAFT, REPLAYS, SIZES, Inputs, Read, Sparse, assert_same, play
from tests.runtime.runners import MODULES, Recorded

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

RELEASES = ("0.5.20", "0.5.21", "0.5.22", "0.5.23")
KINDS = [("DECODE", None), ("TARGET_VERIFY", None), ("DRAFT_EXTEND_V2", None), ("DECODE", 2), ("DECODE", 4)]
IDS = ["decode", "verify", "draft-extend-v2", "2 draft steps", "4 draft steps"]


@pytest.fixture(autouse=True)
def _nothing_stays_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not sglang.ON_GPU:
        monkeypatch.setattr(backend, "uses_kernels", lambda device_type: False)
    yield
    compat.uninstall()


class Switch:
    """SGLang's ``is_cuda``. On a CPU it is off while modules are imported, so that they choose what a CPU can run."""

    def __init__(self) -> None:
        self.on = sglang.ON_GPU

    def __call__(self) -> bool:
        return self.on


def _same_replays(driver: Recorded, inputs: Inputs, page_size: int) -> list[Read]:
    """What ``replays.play`` does, by a runner: every size captured, then any batches."""
    for size in SIZES:
        driver.capture(inputs.fill_values(size))
    read = []
    for _ in range(REPLAYS):
        batch = inputs.draw()
        driver.replay(batch)
        read += driver.defined(batch, page_size)
    return read


@pytest.mark.parametrize("decode", ["fa3", "flashmla_kv"])
@pytest.mark.parametrize(("mode", "steps"), KINDS, ids=IDS)
@pytest.mark.parametrize("version", RELEASES if sglang.ON_GPU else ("0.5.20", "0.5.23"))
def test_the_models_graph_refreshes_what_it_reads(version: str, mode: str, steps: int | None, decode: str) -> None:
    cuda = Switch()
    with sglang.modules(version, cuda=cuda, more=MODULES) as load:
        load(f"{sglang.ATTENTION}.dsa_backend")
        cuda.on = cuda.on or steps is not None  # a CPU cannot run the fused functions of the others
        inputs = Inputs(version, mode)
        before = play(Sparse(load, inputs, 64, decode, steps), inputs, 64)
        assert compat.install(in_graph=True)
        cuda.on = True
        inputs = Inputs(version, mode)
        after = _same_replays(Recorded(load, inputs, 64, decode, steps), inputs, 64)
    assert_same(before, after, names=None if sglang.ON_GPU else set(before[0]))


@pytest.mark.parametrize(("mode", "steps"), KINDS, ids=IDS)
def test_a_replay_issues_nothing(mode: str, steps: int | None) -> None:
    with _recorded(mode, steps) as (driver, inputs):
        ready = _forbid(driver)
        assert ready.recorded
        batch = inputs.draw_alike(SIZES[0])
        driver.replay(batch)
        [read, *others] = driver.defined(batch, 64)
        assert read["cache_seqlens_int32"].tolist() == batch.keys
        assert all(torch.equal(each["cache_seqlens_int32"], read["cache_seqlens_int32"]) for each in others)


@pytest.mark.parametrize(("mode", "steps"), KINDS, ids=IDS)
def test_a_run_that_is_not_captured_is_no_recording(mode: str, steps: int | None) -> None:
    with _recorded(mode, steps) as (driver, inputs):
        ready = prepared.of(driver.face, SIZES[0])
        assert ready is not None
        ready.recorded = False
        driver.face.init_forward_metadata_in_graph(inputs.draw_alike(SIZES[0]))  # as a runner warms up
        batch = inputs.draw_alike(SIZES[0])
        driver.face.init_forward_metadata_out_graph(batch)
        assert driver.backends[-1].forward_metadata.cache_seqlens_int32.tolist() == batch.keys
        assert not ready.recorded


@pytest.mark.skipif(sglang.ON_GPU, reason="is about where there is none")
@pytest.mark.parametrize("steps", [None, 2])
def test_without_a_gpu_nothing_is_to_be_captured(steps: int | None, caplog: pytest.LogCaptureFixture) -> None:
    with sglang.modules("0.5.23", cuda=lambda: True) as load, caplog.at_level(logging.WARNING, "nsa_runtime"):
        assert compat.install()
        inputs = Inputs("0.5.23", "DECODE")
        driver = Sparse(load, inputs, 64, "fa3", steps)
        driver.capture(inputs.fill_values(2))
        ready = prepared.of(driver.face, 2)
    assert ready is not None and ready.replay == ready.launch
    assert "launched, not replayed" not in caplog.text


def test_what_cannot_be_captured_is_launched_and_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object) -> None:
        raise RuntimeError("operation not permitted")

    monkeypatch.setattr(prepared, "capture", refused)
    launched: list[int] = []
    launch = prepared._captured(SimpleNamespace(), lambda: launched.append(1), torch.device("cuda"))
    launch()
    assert launched == [1]
    assert "launched, not replayed: RuntimeError: operation not permitted" in caplog.text


@pytest.mark.parametrize(("mode", "steps"), KINDS[2:], ids=IDS[2:])
def test_a_padded_batch_is_read_from_the_runners_buffers(mode: str, steps: int | None) -> None:
    with _recorded(mode, steps) as (driver, inputs):
        _forbid(driver)
        size = SIZES[1]
        batch = inputs.write(size, size - 1, [DRAFT + each for each in range(size - 1)], [1] * (size - 1))
        driver.replay(batch, requests=size - 1)
        assert all(each["cache_seqlens_int32"].tolist() == batch.keys for each in driver.defined(batch, 64))


@pytest.mark.parametrize("held", [(), ("seq_lens",), ("req_pool_indices",)], ids=["neither", "lengths", "indices"])
@pytest.mark.parametrize(("mode", "steps"), KINDS, ids=IDS)
def test_a_batch_that_is_elsewhere_is_refreshed_outside_and_then_by_the_graph_alike(
    mode: str, steps: int | None, held: tuple[str, ...]
) -> None:
    """Also where one of its inputs, ``held``, is where the graph reads it."""
    with _recorded(mode, steps) as (driver, inputs):
        size = SIZES[0]
        elsewhere = Inputs(inputs.version, mode, seed=1)
        for name in ("req_to_token", *held):
            setattr(elsewhere, name, getattr(inputs, name))
        batch = elsewhere.draw_alike(size)
        driver.face.init_forward_metadata_out_graph(batch)
        metadata = driver.backends[-1].forward_metadata
        assert metadata.cache_seqlens_int32.tolist() == batch.keys
        driver.graphs.replay(size, None)
        assert all(each["cache_seqlens_int32"].tolist() == batch.keys for each in driver.defined(batch, 64))


def test_a_runner_that_records_nothing_is_refreshed_outside() -> None:
    with sglang.modules("0.5.23", cuda=lambda: True, more=MODULES) as load:
        compat.install(in_graph=True)
        inputs = Inputs("0.5.23", "DECODE")
        driver = Sparse(load, inputs, 64, "fa3")
        driver.capture(inputs.fill_values(SIZES[0]))
        batch = inputs.draw_alike(SIZES[0])
        driver.replay(batch)
        assert driver.backends[0].forward_metadata.cache_seqlens_int32.tolist() == batch.keys


@pytest.mark.parametrize("halves", [{"tbo_children": [1, 2]}, {"tbo_parent_token_range": (0, 1)}])
def test_halves_that_overlap_stay_outside(halves: dict[str, Any]) -> None:
    with _recorded("DECODE", None) as (driver, inputs):
        ready = prepared.of(driver.face, SIZES[0])
        assert ready is not None
        ready.recorded = False
        batch = inputs.draw_alike(SIZES[0])
        fields = {name: getattr(batch, name) for name in ("batch_size", "seq_lens", "req_pool_indices", "forward_mode")}
        before = ready.metadata[0].cache_seqlens_int32.tolist()
        driver.face.init_forward_metadata_in_graph(_Fields(**fields, **halves))
        assert ready.metadata[0].cache_seqlens_int32.tolist() == before


class _Fields:
    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)


def test_what_was_inherited_is_inherited_again() -> None:
    with sglang.modules("0.5.23", cuda=lambda: True, more=MODULES) as load:
        owner = load(f"{sglang.ATTENTION}.dsa_backend").DeepseekSparseAttnBackend
        assert "init_forward_metadata_in_graph" not in vars(owner)
        assert compat.install(in_graph=True)
        assert "init_forward_metadata_in_graph" in vars(owner)
        compat.uninstall()
        assert "init_forward_metadata_in_graph" not in vars(owner)


def test_a_release_whose_runners_are_not_known_is_refused_or_refreshed_outside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with sglang.modules("0.5.18", cuda=lambda: True):
        with pytest.raises(
            compat.UnsupportedSourceError, match=r"expected the source of one of 0\.5\.20, .* 0\.5\.23;"
        ):
            compat.install(in_graph=True)
        assert compat.install(strict=False, in_graph=True)
        assert "the refresh stays outside the model's graph: sglang 0.5.18" in caplog.text
        assert not any(name.endswith("in_graph") for name in compat.installed())


def _recorded(mode: str, steps: int | None) -> Any:
    """A runner of 0.5.23 that has captured every size, and its input buffers."""
    import contextlib

    @contextlib.contextmanager
    def made() -> Iterator[tuple[Recorded, Inputs]]:
        with sglang.modules("0.5.23", cuda=lambda: True, more=MODULES) as load:
            compat.install(in_graph=True)
            inputs = Inputs("0.5.23", mode)
            driver = Recorded(load, inputs, 64, "fa3", steps)
            for size in SIZES:
                driver.capture(inputs.fill_values(size))
            yield driver, inputs

    return made()


def _forbid(driver: Recorded) -> prepared.Prepared:
    """From here on no refresh outside the graph: SGLang's own nor ours."""

    def forbidden(*arguments: object, **named: object) -> None:
        raise AssertionError("a refresh was issued")

    for each in driver.backends:
        each._apply_cuda_graph_metadata = forbidden
    ready = prepared.of(driver.face, SIZES[0])
    assert ready is not None
    ready.replay = forbidden
    return ready


def test_a_variable_of_the_environment_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, bool]] = []
    monkeypatch.setattr(compat, "install", lambda **options: given.append(options))
    monkeypatch.setenv(plugin.SWITCH, "1")
    for value in ("0", "1"):
        monkeypatch.setenv(plugin.IN_GRAPH, value)
        plugin.load()
    assert [options["in_graph"] for options in given] == [False, True]
