"""What is compiled before it is needed: for SGLang's backends while they capture, for pooled keys, and for vLLM."""

from __future__ import annotations

import dataclasses
import logging
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import Limits, Mode, ReplayBatch, ReplayShape
from nsa_runtime.compat import metadata, warmup
from nsa_runtime.compat.ports import Options
from nsa_runtime.compat.vllm import DecodeBatch, DecodeBuffers
from nsa_runtime.compat.vllm import dispatch as vllm_dispatch
from nsa_runtime.compat.vllm.shapes import Counting
from nsa_runtime.pooled import PooledBuffers, Pooling
from nsa_runtime.pooled import dispatch as pooled_dispatch
from nsa_runtime.pooled.shapes import OUTPUTS
from tests.runtime.batches import DEVICE

pytest.importorskip("triton", reason="the kernels need triton: pip install nsa-guard[runtime]")

from nsa_runtime import compiled
from nsa_runtime.compat.vllm import launch as vllm_launch
from nsa_runtime.pooled import launch as pooled_launch

MODES = {"decode": Mode.DECODE, "verify": Mode.TARGET_VERIFY, "extend": Mode.DRAFT_EXTEND_V2}


def _forward_mode(name: str) -> SimpleNamespace:
    return SimpleNamespace(
        is_decode_or_idle=lambda: name == "decode",
        is_target_verify=lambda: name == "verify",
        is_draft_extend_v2=lambda: name == "extend",
    )


class Backend:
    """One of SGLang's, which has captured batches of two."""

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(
            decode_cuda_graph_metadata={2: self}, speculative_num_draft_tokens=3, nsa_index_topk=8, dsa_index_topk=9,
            req_to_token=torch.zeros(1, 4, dtype=torch.int32), **attributes,
        )  # fmt: skip


class Native(Backend):
    def set_nsa_prefill_impl(self, forward_batch: object) -> None: ...


class Sparse(Backend):
    def set_dsa_prefill_impl(self, forward_batch: object) -> None: ...


class Fused(Sparse):
    def _refresh_topk_v2_plan(self, held: object) -> None: ...


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ReplayBatch, dict[str, object]]]:
    """What is compiled for, in place of being compiled."""
    found: list[tuple[Any, ReplayBatch, dict[str, object]]] = []
    monkeypatch.setattr(metadata, "compile_for", lambda held, batch, **named: found.append((held, batch, named)))
    return found


LENGTHS = torch.tensor([5, 6, 7], dtype=torch.int32)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("kind", "named"),
    [
        (Native, {"prefix": "nsa", "index_topk": 8, "ctx_lens": False}),
        (Sparse, {"prefix": "dsa", "index_topk": 9, "ctx_lens": False}),
        (Fused, {"prefix": "dsa", "index_topk": 9, "ctx_lens": True}),
    ],
)
def test_a_replay_of_the_captured_size_is_compiled(
    kind: type[Backend], named: dict[str, object], mode: str, asked: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    backends, ours = [kind(), kind()], MODES[mode]
    if ours is Mode.DRAFT_EXTEND_V2 and kind is not Fused:
        ours = Mode.DRAFT_EXTEND
    with caplog.at_level(logging.DEBUG, "nsa_runtime"):
        warmup.warmup(backends, 2, seq_lens=LENGTHS, req_pool_indices=LENGTHS, forward_mode=_forward_mode(mode))
    [(held, batch, given)] = asked
    assert held == backends and given == named
    assert batch.shape == ReplayShape(ours, 2, 1 if mode == "decode" else 3)
    assert len(batch.seq_lens) == len(batch.req_pool_indices) == 2
    assert batch.req_to_token is backends[0].req_to_token  # type: ignore[attr-defined]
    assert (batch.extend_seq_lens is not None) == (ours is Mode.DRAFT_EXTEND)
    [record] = caplog.records
    assert record.getMessage().startswith(f"{ours.value} of batch size 2 compiled in ")


@pytest.mark.parametrize(("kpool", "compiles"), [(1, True), (2, False), (64, False)])
def test_nothing_is_compiled_for_a_backend_that_pools_its_keys(kpool: int, compiles: bool, asked: list[Any]) -> None:
    backend = Fused(dsa_index_kpool=kpool)
    warmup.warmup([backend], 2, seq_lens=LENGTHS, req_pool_indices=LENGTHS, forward_mode=_forward_mode("decode"))
    assert bool(asked) == compiles


def test_a_backend_compiles_after_it_has_made_its_tensors(asked: list[Any]) -> None:
    class Making(Fused):
        def make(self, bs: int, seq_lens: Any, forward_mode: Any, *, req_pool_indices: Any = LENGTHS) -> None:
            assert not asked
            self.made = bs

    backend = Making()
    method = warmup.warming(Making.make, Options())
    method(backend, 2, LENGTHS, forward_mode=_forward_mode("verify"), req_pool_indices=LENGTHS)
    assert backend.made == 2
    assert [batch.shape for _, batch, _ in asked] == [ReplayShape(Mode.TARGET_VERIFY, 2, 3)]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_draft_steps_compile_once_for_all_after_they_are_captured(
    count: int, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "decode_mode", lambda: _forward_mode("decode"))
    captured: list[object] = []

    def capture(self: object, forward_batch: object) -> None:
        assert not asked
        captured.append(forward_batch)

    steps = [Fused() for _ in range(count)]
    batch = SimpleNamespace(batch_size=2, seq_lens=LENGTHS, req_pool_indices=LENGTHS)
    warmup.warming_steps(capture, Options())(SimpleNamespace(attn_backends=steps), batch)
    assert captured == [batch]
    assert [held for held, _, _ in asked] == ([steps] if count else [])


def _pooled(width: int = 512, requests: int = 2, mode: Mode = Mode.TARGET_VERIFY) -> tuple[PooledBuffers, ReplayBatch]:
    shape = ReplayShape(mode, requests, 1 if mode is Mode.DECODE else 3)
    pooling = Pooling(Limits(max(requests, 1), max(shape.max_tokens, 1), width, 2, 16), 2)
    lengths = torch.zeros(requests, dtype=torch.int32, device="meta")
    source = torch.zeros(1, width, dtype=torch.int32, device="meta")
    buffers = PooledBuffers.allocate(pooling, shape.draft_tokens, torch.device("meta"))
    return buffers, ReplayBatch(shape, lengths, lengths, source)


def _decode(requests: int, columns: int) -> tuple[DecodeBuffers, DecodeBatch]:
    def zeros(*size: int) -> torch.Tensor:
        return torch.zeros(size, dtype=torch.int32, device="meta")

    out = DecodeBuffers(zeros(6), zeros(6, columns), zeros(6), zeros(6), zeros(max(requests, 1)))
    return out, DecodeBatch(zeros(requests), zeros(requests + 1), zeros(requests, columns), 6)


@pytest.mark.parametrize(
    ("width", "requests", "grid"),
    [
        (512, 2, (1 + 1, 2, 1)),  # a page of the pooled table covers four tokens, and a program has 128 of them
        (514, 2, (1 + 2, 2, 1)),
        (514, 0, (1 + 2, 1, 1)),
        (514, 2048, (1 + 2, 2048, 1)),
        (514, 2049, (1 + 1, 2049, 1)),  # no more programs than there may be in all
        (514, 4097, (1 + 1, 4097, 1)),
    ],
)
def test_a_launch_for_pooled_keys_has_programs_for_the_tables_there_are(
    width: int, requests: int, grid: tuple[int, int, int]
) -> None:
    buffers, batch = _pooled(width, requests)
    assert pooled_launch._launch(buffers, batch, None).grid == grid
    assert pooled_launch._launch(buffers, batch, None).constants == (True, True, True, True, False)
    without: dict[str, Any] = dict.fromkeys(output.name for output in OUTPUTS[2:])
    bare = dataclasses.replace(buffers, **without)
    assert pooled_launch._launch(bare, batch, None).grid == (1, max(requests, 1), 1)
    assert pooled_launch._launch(bare, batch, None).constants == (False,) * 5


@pytest.mark.parametrize(
    ("requests", "columns", "grid"),
    [
        (2, 256, (1 + 1, 3, 1)),
        (2, 257, (1 + 2, 3, 1)),
        (0, 257, (1 + 2, 1, 1)),
        (2047, 257, (1 + 2, 2048, 1)),
        (2048, 257, (1 + 1, 2049, 1)),
        (4096, 257, (1 + 1, 4097, 1)),
    ],
)
def test_a_launch_for_vllm_has_programs_for_the_rows_and_the_padding(
    requests: int, columns: int, grid: tuple[int, int, int]
) -> None:
    out, batch = _decode(requests, columns)
    assert vllm_launch._launch(out, batch).grid == grid
    assert vllm_launch._launch(out, batch).constants == (True, True, False)
    bare = dataclasses.replace(out, indices=None, per_request_lens=None)
    counted = dataclasses.replace(batch, counting=Counting(compress_ratio=4))
    assert vllm_launch._launch(bare, counted).constants == (False, False, True)


@pytest.mark.parametrize("kernels", [True, False])
@pytest.mark.parametrize("kind", ["pooled keys", "vLLM"])
def test_warming_up_compiles_only_where_kernels_fill(kind: str, kernels: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    dispatch: Any = pooled_dispatch if kind == "pooled keys" else vllm_dispatch
    monkeypatch.setattr(compiled, "INTERPRETED", False)
    monkeypatch.setattr(compiled, "_compiled", lambda given, device: made.append(given.kernel))
    monkeypatch.setattr(dispatch, "uses_kernels", lambda device_type: kernels)
    dispatch.warmup(*(_pooled() if kind == "pooled keys" else _decode(2, 5)))
    assert len(made) == kernels
    assert dispatch.backend(DEVICE).__name__.endswith(".launch" if kernels else ".reference")
