"""The real backends of SGLang, out of their wheels, before and after ``install()``: the same metadata.

Each runs as SGLang's graph runner runs it: captured for several batch sizes, then replayed with batches of any size,
padded to a captured one. On a GPU the consumers are CUDA graphs, and SGLang's own kernels stand on the other side; on
a CPU its chains of eager operations do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from nsa_runtime.compat import dsa_steps
from nsa_runtime.compat import sglang as compat
from tests.runtime import sglang
from tests.runtime.replays import DRAFT, SIZES, Inputs, Native, Read, Sparse, assert_same, play, play_one_size

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

MODES = ("DECODE", "TARGET_VERIFY", "DRAFT_EXTEND", "DRAFT_EXTEND_V2")
NEW_MODES = ("DECODE", "TARGET_VERIFY", "DRAFT_EXTEND_V2")  # those that 0.5.23 still has
SHAPES = [(1, "fa3"), (64, "flashmla_kv"), *([(64, "fa3")] if sglang.ON_GPU else [])]  # page size, and who attends
needs_gpu = pytest.mark.skipif(not sglang.ON_GPU, reason="needs a GPU")


@pytest.fixture(autouse=True)
def _nothing_stays_installed_and_sglang_did_not_fall_back(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    compat.uninstall()
    assert "falling back" not in capsys.readouterr().out, "SGLang's copy did not run: another of its arms was compared"


class Switch:
    """SGLang's ``is_cuda``. On a CPU it is off while modules are imported, so that they choose what a CPU can run."""

    def __init__(self) -> None:
        self.on = sglang.ON_GPU

    def __call__(self) -> bool:
        return self.on


@pytest.mark.parametrize(("page_size", "decode"), SHAPES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("version", sglang.NATIVE)
def test_the_replay_of_the_native_backend(version: str, mode: str, page_size: int, decode: str) -> None:
    with sglang.modules(version, cuda=lambda: True) as load:

        def played() -> list[Read]:
            inputs = Inputs(version, mode)
            return play(Native(load, inputs, page_size, decode), inputs, page_size)

        before = played()
        assert compat.install()
        assert_same(before, played())


@pytest.mark.parametrize("version", sglang.NATIVE)
def test_rows_with_fewer_keys_than_queries_get_zero_where_the_native_backend_gave_a_negative_length(
    version: str,
) -> None:
    with sglang.modules(version, cuda=lambda: False) as load:

        def played() -> Read:
            inputs = Inputs(version, "DRAFT_EXTEND")
            driver = Native(load, inputs, 64, "fa3")
            size = SIZES[0]
            driver.capture(inputs.fill_values(size))
            driver.replay(inputs.write(size, size, [1 + each % DRAFT for each in range(size)], [DRAFT] * size))
            return {name: value.cpu() for name, value in vars(driver.backends[0].forward_metadata).items()
                    if isinstance(value, torch.Tensor)}  # fmt: skip

        theirs = played()
        compat.install()
        ours = played()
    assert theirs["nsa_seqlens_expanded"].min() < 0
    assert torch.equal(ours["nsa_seqlens_expanded"], theirs["nsa_seqlens_expanded"].clamp(min=0))
    assert torch.equal(ours["nsa_cache_seqlens_int32"], theirs["nsa_cache_seqlens_int32"].clamp(min=0))
    assert int(ours["nsa_cu_seqlens_k"][-1]) == int(ours["nsa_cache_seqlens_int32"].sum())


@pytest.mark.parametrize(("page_size", "decode"), SHAPES)
@pytest.mark.parametrize("mode", NEW_MODES)
def test_the_metadata_path_of_the_sparse_backend(mode: str, page_size: int, decode: str) -> None:
    cuda = Switch()
    with sglang.modules("0.5.23", cuda=cuda) as load:

        def played() -> list[Read]:
            inputs = Inputs("0.5.23", mode)
            return play(Sparse(load, inputs, page_size, decode), inputs, page_size)

        before = played()
        assert compat.install()
        cuda.on = True  # a CPU takes the fused functions from here on, which give it a schedule too
        assert_same(before, played(), names=None if sglang.ON_GPU else set(before[0]))


@needs_gpu
def test_the_sparse_backend_without_its_wide_table() -> None:
    with sglang.modules("0.5.23", cuda=lambda: True) as load:

        def played() -> list[Read]:
            inputs = Inputs("0.5.23", "DECODE")
            return play(Sparse(load, inputs, 64, "fa3", wide=False), inputs, 64)

        before = played()
        assert "page_table_1" not in before[0]
        assert compat.install()
        assert_same(before, played())


@pytest.mark.parametrize(("page_size", "decode"), SHAPES)
@pytest.mark.parametrize("precompute", ["1", "0"])
@pytest.mark.parametrize("steps", [1, 3, 4] if sglang.ON_GPU else [3])
@pytest.mark.parametrize("version", sglang.NATIVE)
def test_the_draft_steps_of_the_native_backend(
    version: str, steps: int, precompute: str, page_size: int, decode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SGLANG_NSA_ENABLE_MTP_PRECOMPUTE_METADATA", precompute)
    with sglang.modules(version, cuda=lambda: True) as load:

        def played() -> list[Read]:
            inputs = Inputs(version, "DECODE")
            return play(Native(load, inputs, page_size, decode, steps), inputs, page_size)

        before = played()
        assert compat.install()
        assert_same(before, played())


@pytest.mark.parametrize(("page_size", "decode"), SHAPES)
@pytest.mark.parametrize("steps", [1, 2, 3, 5] if sglang.ON_GPU else [2, 4])
def test_the_draft_steps_of_the_sparse_backend(steps: int, page_size: int, decode: str) -> None:
    cuda = Switch()
    with sglang.modules("0.5.23", cuda=cuda) as load:
        load(f"{sglang.ATTENTION}.dsa_backend")
        cuda.on = True

        def played() -> list[Read]:
            inputs = Inputs("0.5.23", "DECODE")
            return play(Sparse(load, inputs, page_size, decode, steps), inputs, page_size)

        before = played()
        assert "paged_mqa_schedule_metadata" in before[0]
        assert compat.install()
        assert_same(before, played())


def test_all_draft_steps_are_filled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    bound: list[int] = []
    bind = compat.nsa.sglang_metadata.dispatch.bind

    def noted(sets: Any, batch: Any, **options: Any) -> Any:
        bound.append(len(sets.sets))
        return bind(sets, batch, **options)

    monkeypatch.setattr(compat.nsa.sglang_metadata.dispatch, "bind", noted)
    for version, driver in (("0.5.10", Native), ("0.5.23", Sparse)):
        with sglang.modules(version, cuda=lambda: False) as load:
            compat.install()
            inputs = Inputs(version, "DECODE")
            face = driver(load, inputs, 64, "fa3", 4)
            face.capture(inputs.fill_values(2))
            face.replay(inputs.draw_alike(2))
            compat.uninstall()
            assert [backend.forward_metadata for backend in face.backends] == [
                backend.decode_cuda_graph_metadata[2] for backend in face.backends
            ]
    assert bound == [4, 4]


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


def test_pooled_keys_are_left_to_sglang(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def theirs(self: object, forward_batch: object, in_capture: bool = False) -> None:
        asked.append(in_capture)

    replay = dsa_steps.filling_all_steps(theirs)
    step = type("Step", (), {"dsa_index_kpool": 4})()
    steps = type("Steps", (), {"attn_backends": [step]})()
    replay(steps, None)
    replay(steps, None, in_capture=True)
    assert asked == [False, True]


@needs_gpu
@pytest.mark.parametrize("page_size", [1, 64])
@pytest.mark.parametrize(("version", "mode"), [(v, m) for v in sglang.NATIVE for m in MODES])
def test_the_native_replay_can_be_recorded_into_a_graph(version: str, mode: str, page_size: int) -> None:
    """SGLang's own waits for the device, so it stands on the other side as it is."""
    with sglang.modules(version, cuda=lambda: True) as load:

        def played(*, recorded: bool) -> list[Read]:
            inputs = Inputs(version, mode)
            return play_one_size(Native(load, inputs, page_size, "fa3"), inputs, page_size, recorded=recorded)

        before = played(recorded=False)
        assert compat.install()
        assert_same(before, played(recorded=True))


@needs_gpu
@pytest.mark.parametrize("page_size", [1, 64])
@pytest.mark.parametrize(("mode", "steps"), [*((mode, None) for mode in NEW_MODES), ("DECODE", 3), ("DECODE", 4)])
def test_the_sparse_path_recorded_into_a_graph(mode: str, steps: int | None, page_size: int) -> None:
    with sglang.modules("0.5.23", cuda=lambda: True) as load:

        def recorded() -> list[Read]:
            inputs = Inputs("0.5.23", mode)
            return play_one_size(Sparse(load, inputs, page_size, "fa3", steps), inputs, page_size, recorded=True)

        before = recorded()
        assert compat.install()
        assert_same(before, recorded())


def test_the_backend_takes_our_functions_once_they_are_installed() -> None:
    with sglang.modules("0.5.23", cuda=lambda: True) as load:
        module = load(f"{sglang.ATTENTION}.dsa_backend")
        compat.install()
        table = torch.zeros(2, 8, dtype=torch.int32)
        backend = sglang.sparse_backend(module, page_size=64, draft=DRAFT, topk=8, req_to_token=table)
    assert backend._fused_decode_metadata is compat.fused_dsa_decode_metadata
    assert backend._fused_verify_metadata is compat.fused_dsa_target_verify_metadata
    assert backend._fused_draft_extend_metadata is compat.fused_dsa_draft_extend_metadata
