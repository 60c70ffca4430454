"""The real backends of SGLang, out of their wheels, before and after ``install()``: the same metadata."""

from __future__ import annotations

import random
import types
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from nsa_runtime.compat import sglang as compat
from tests.runtime import sglang
from tests.runtime.batches import DEVICE

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")

WIDTH, TOPK, DRAFT, POOL = 200, 64, 4, 8
MODES = ("decode", "target_verify", "draft_extend", "draft_extend_v2")
LENGTHS = ("cache_seqlens_int32", "cu_seqlens_k")
EXPANDED = ("_seqlens_expanded", "_cache_seqlens_int32", "_cu_seqlens_k")


@pytest.fixture(autouse=True)
def _nothing_stays_installed() -> Iterator[None]:
    yield
    compat.uninstall()


class Step:
    """One replay: lengths, requests, and the query tokens of each."""

    def __init__(self, mode: str, seed: int, *, padded: bool = False) -> None:
        rng = random.Random(seed)
        self.mode = sglang.Forward(mode)
        self.bs = rng.randint(1, 5)
        ragged = mode.startswith("draft_extend")
        self.queries = [rng.randint(1, DRAFT) if ragged else DRAFT for _ in range(self.bs)]
        if mode == "decode":
            self.queries = [1] * self.bs
        low = 1 if padded else DRAFT
        self.lengths = [rng.randint(low, DRAFT if padded else WIDTH - DRAFT) for _ in range(self.bs)]
        self.kv = [length + DRAFT for length in self.lengths] if mode == "target_verify" else self.lengths
        self.pool_indices = [rng.randrange(POOL) for _ in range(self.bs)]

    def tensors(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, Any]:
        lengths = torch.tensor(self.lengths, dtype=torch.int64, device=DEVICE)
        indices = torch.tensor(self.pool_indices, dtype=torch.int64, device=DEVICE)
        accepted = torch.tensor(self.queries, dtype=torch.int32, device=DEVICE)
        spec_info = types.SimpleNamespace(accept_length=accepted, accept_length_cpu=self.queries)
        return indices, lengths, torch.tensor(self.lengths), spec_info


def _table() -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    return torch.randint(0, 2**30, (POOL, WIDTH), dtype=torch.int32, generator=generator).to(DEVICE)


def _defined(metadata: Any, step: Step, page_size: int, prefix: str) -> dict[str, Any]:
    """Every value that a consumer may read, as lists."""
    total = sum(step.queries)
    out = {name: getattr(metadata, name).tolist() for name in LENGTHS}
    for name in EXPANDED:
        extra = 1 if name == "_cu_seqlens_k" else 0
        out[name] = getattr(metadata, prefix + name)[: total + extra].tolist()
    rows = [kv for kv, queries in zip(step.kv, step.queries, strict=True) for _ in range(queries)]
    for name, unit in (("page_table_1", 1), ("real_page_table", page_size)):
        table = getattr(metadata, name)
        out[name] = (
            table and None if table is None else [table[t, : -(-kv // unit)].tolist() for t, kv in enumerate(rows)]
        )
    return out


def _old(module: Any, step: Step, page_size: int) -> dict[str, Any]:
    """Capture with other lengths, replay with the step's."""
    backend = sglang.native_backend(module, page_size, DRAFT, TOPK, _table())
    backend.init_cuda_graph_state(step.bs, step.bs * DRAFT)
    indices, lengths, on_host, spec_info = step.tensors()
    tokens = step.bs * (1 if step.mode.is_decode_or_idle() else DRAFT)
    backend.init_forward_metadata_capture_cuda_graph(
        step.bs, tokens, indices, torch.ones_like(lengths), None, step.mode, spec_info
    )
    backend.init_forward_metadata_replay_cuda_graph(
        step.bs, indices, lengths, sum(step.lengths), None, step.mode, spec_info, on_host
    )
    assert backend.forward_metadata is backend.decode_cuda_graph_metadata[step.bs]
    return _defined(backend.forward_metadata, step, page_size, "nsa")


@pytest.mark.parametrize("page_size", [1, 64])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("version", ["0.5.8", "0.5.10"])
def test_the_replay_of_the_native_backend(version: str, mode: str, page_size: int) -> None:
    with sglang.modules(version, cuda=lambda: False) as load:
        module = load(f"{sglang.ATTENTION}.nsa_backend")
        steps = [Step(mode, seed) for seed in range(5)]
        before = [_old(module, step, page_size) for step in steps]
        theirs = module.NativeSparseAttnBackend.init_forward_metadata_replay_cuda_graph
        assert compat.install()
        assert module.NativeSparseAttnBackend.init_forward_metadata_replay_cuda_graph is not theirs
        assert [_old(module, step, page_size) for step in steps] == before


@pytest.mark.parametrize("version", ["0.5.8", "0.5.10"])
def test_padded_rows_of_the_native_backend_get_zero_where_it_gave_a_negative_length(version: str) -> None:
    with sglang.modules(version, cuda=lambda: False) as load:
        module = load(f"{sglang.ATTENTION}.nsa_backend")
        steps = [Step("draft_extend", seed, padded=True) for seed in range(12)]
        before = [_old(module, step, 64) for step in steps]
        compat.install()
        after = [_old(module, step, 64) for step in steps]
    assert any(min(each["_seqlens_expanded"]) < 0 for each in before)
    for theirs, ours in zip(before, after, strict=True):
        assert ours["_seqlens_expanded"] == [max(0, length) for length in theirs["_seqlens_expanded"]]
        assert ours["_cache_seqlens_int32"] == [max(0, length) for length in theirs["_cache_seqlens_int32"]]
        assert ours["_cu_seqlens_k"][-1] == sum(ours["_cache_seqlens_int32"])


def _new(module: Any, step: Step, page_size: int, wide: bool) -> dict[str, Any]:
    backend = sglang.sparse_backend(module, page_size, DRAFT, TOPK, _table(), wide)
    rows = step.bs * (1 if step.mode.is_decode_or_idle() else DRAFT)

    def zeros(*size: int) -> torch.Tensor:
        return torch.zeros(size, dtype=torch.int32, device=DEVICE)

    backend.decode_cuda_graph_metadata = {
        "page_table": zeros(rows, WIDTH) if wide else None,
        "real_page_table": None if wide else zeros(rows, -(-WIDTH // page_size)),
        "cu_seqlens_q": torch.arange(step.bs + 1, dtype=torch.int32, device=DEVICE),
        "flashmla_metadata": None,
    }
    indices, lengths, on_host, spec_info = step.tensors()
    ones = torch.ones_like(lengths)
    for now in (ones, lengths):  # the first call makes the metadata, the second replays
        backend._apply_cuda_graph_metadata(step.bs, indices, now, on_host, step.mode, spec_info)
    step.queries = [rows // step.bs] * step.bs  # the second version of draft extend is uniform
    return _defined(backend.forward_metadata, step, page_size, "dsa")


@pytest.mark.parametrize(("page_size", "wide"), [(1, True), (64, True), (64, False)])
@pytest.mark.parametrize("mode", ["decode", "target_verify", "draft_extend_v2"])
def test_the_metadata_path_of_the_sparse_backend(mode: str, page_size: int, wide: bool) -> None:
    """On a GPU SGLang's own kernels stand on the other side, on a CPU its chain of eager operations."""
    on_gpu = DEVICE.type == "cuda"
    if not wide and not on_gpu:
        pytest.skip("SGLang's eager chain needs the wide table")
    with sglang.modules("0.5.23", cuda=lambda: on_gpu or compat.installed()) as load:
        module = load(f"{sglang.ATTENTION}.dsa_backend")
        steps = [Step(mode, seed, padded=on_gpu and seed > 3) for seed in range(6)]
        before = [_new(module, step, page_size, wide) for step in steps]
        assert compat.install()
        assert [_new(module, step, page_size, wide) for step in steps] == before


def test_the_backend_takes_our_functions_once_they_are_installed() -> None:
    with sglang.modules("0.5.23", cuda=lambda: True) as load:
        module = load(f"{sglang.ATTENTION}.dsa_backend")
        compat.install()
        backend = sglang.sparse_backend(module, 64, DRAFT, TOPK, _table(), True)
    assert backend._fused_decode_metadata is compat.fused_dsa_decode_metadata
    assert backend._fused_verify_metadata is compat.fused_dsa_target_verify_metadata
    assert backend._fused_draft_extend_metadata is compat.fused_dsa_draft_extend_metadata
