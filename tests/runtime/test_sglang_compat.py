"""SGLang's names and signatures, and putting them in place."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import torch

from nsa_runtime import Mode
from nsa_runtime.compat import sglang as compat
from tests.runtime import sglang
from tests.runtime.batches import DEVICE, Guarded, Problem, assert_filled, random_problem

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")
rivals = pytest.importorskip("benchmarks.rivals")

FUSED = ("fused_dsa_decode_metadata", "fused_dsa_target_verify_metadata", "fused_dsa_draft_extend_metadata")


@pytest.fixture(autouse=True)
def _nothing_stays_installed() -> Iterator[None]:
    yield
    compat.uninstall()


def _theirs() -> ModuleType:
    """SGLang's fused functions, loaded as the benchmark loads them."""
    sglang.unpack("0.5.23", sglang.DSA_METADATA.replace(".", "/") + ".py")
    module: ModuleType = rivals.load_sglang_metadata(sglang.unpacked("0.5.23"))
    return module


@pytest.mark.parametrize("name", FUSED)
def test_signatures_are_those_of_sglang(name: str) -> None:
    assert _parameters(getattr(compat, name)) == _parameters(getattr(_theirs(), name))


@pytest.mark.parametrize("version", sglang.VERSIONS)
def test_what_is_replaced_keeps_its_signature(version: str) -> None:
    with sglang.modules(version, cuda=lambda: False):
        theirs = [replacement.find()[2] for replacement in compat.SUPPORTED[version]]
        assert compat.install()
        ours = [replacement.find()[2] for replacement in compat.SUPPORTED[version]]
    assert len(theirs) == (2 if version in sglang.NATIVE else 8)
    for left, right in zip(ours, theirs, strict=True):
        assert left is not right
        assert _parameters(left) == _parameters(right)


def _parameters(function: Any) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(function).parameters.values()]


def _call(problem: Problem, guarded: Guarded, module: Any = compat) -> None:
    """The fused function of the problem's mode, with the arguments that SGLang's backend gives."""
    rivals.sglang_call(problem.batch(), guarded.buffers, sum(problem.extends), module)()


def _as_called(seed: int) -> Problem:
    """A random problem as SGLang would have it: buffers of exactly the batch, the total known."""
    problem = random_problem(seed)
    problem.total_known = True
    problem.max_batch = problem.max_tokens = None
    problem.ctx_lens = problem.ctx_lens and problem.mode is Mode.TARGET_VERIFY
    return problem


def test_they_are_the_arithmetic() -> None:
    for seed in range(300 if DEVICE.type == "cuda" else 40):
        problem = _as_called(seed)
        guarded = problem.buffers()
        guarded.buffers.num_tokens.fill_(sum(problem.extends) if problem.mode.ragged else problem.shape.max_tokens)
        if problem.mode is Mode.DECODE:  # it has no vector of its own for the expanded lengths
            guarded.buffers.nsa_seqlens_expanded.copy_(torch.tensor(problem.seq_lens, dtype=torch.int32))
        _call(problem, guarded)
        assert_filled(guarded, problem)


@pytest.mark.skipif(DEVICE.type != "cuda", reason="SGLang's kernels run on a GPU alone")
def test_they_are_what_sglang_computes() -> None:
    theirs = _theirs()
    for seed in range(300):
        problem = _as_called(seed)
        if problem.mode is Mode.DRAFT_EXTEND and not sum(problem.extends):
            continue
        guarded, other = problem.buffers(), problem.buffers()
        _call(problem, guarded)
        _call(problem, other, theirs)
        for name in ("cache_seqlens_int32", "cu_seqlens_k", "nsa_cache_seqlens_int32", "nsa_cu_seqlens_k"):
            assert torch.equal(getattr(guarded.buffers, name), getattr(other.buffers, name)), (seed, name)
        assert_filled_like(guarded, other, problem)


def assert_filled_like(ours: Guarded, theirs: Guarded, problem: Problem) -> None:
    """Equal on the live prefix of every row; behind it SGLang's writes whole blocks."""
    token = 0
    for request, queries in enumerate(problem.extends):
        kv = problem.seq_lens[request] + problem.shape.kv_delta
        for _ in range(queries):
            for name, unit in (("page_table_1", 1), ("real_page_table", problem.page_size)):
                left, right = getattr(ours.buffers, name), getattr(theirs.buffers, name)
                if left is not None:
                    assert torch.equal(left[token, : -(-kv // unit)], right[token, : -(-kv // unit)]), name
            token += 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"total_len": 9}, r"total_len: expected 0 to .* = 6, got 9"),
        ({"total_len": 5, "static_extend_len": True}, "total_len: expected a multiple of bs = 2"),
        ({"real_page_table": None}, "real_page_table: expected a tensor with physical_page_size 64, got None"),
        ({"physical_page_size": 1, "page_table_1": None}, "page_table_1: expected a tensor with physical_page_size 1"),
        ({"physical_page_size": 48}, "page_size: expected a power of two, got 48"),
    ],
)
def test_arguments_that_cannot_be_are_named(changes: dict[str, Any], message: str) -> None:
    problem = Problem(Mode.DRAFT_EXTEND, 3, [20, 30], [3, 2], [0, 1], pool=2, width=40, total_known=True)
    buffers, batch = problem.buffers().buffers, problem.batch()
    arguments: dict[str, Any] = {
        "seq_lens": batch.seq_lens,
        "extend_seq_lens": batch.extend_seq_lens,
        "req_pool_indices": batch.req_pool_indices,
        "req_to_token": batch.req_to_token,
        "cache_seqlens": buffers.cache_seqlens_int32,
        "cu_seqlens_k": buffers.cu_seqlens_k,
        "page_table_1": buffers.page_table_1,
        "seqlens_expanded": buffers.nsa_seqlens_expanded,
        "dsa_cache_seqlens": buffers.nsa_cache_seqlens_int32,
        "dsa_cu_seqlens_k": buffers.nsa_cu_seqlens_k,
        "real_page_table": buffers.real_page_table,
        "bs": 2,
        "total_len": 5,
        "max_seqlen_k": 40,
        "dsa_index_topk": 8,
        "physical_page_size": 64,
        "max_extend_len": 3,
        "max_total_len": 6,
    }
    with pytest.raises(ValueError, match=message):
        compat.fused_dsa_draft_extend_metadata(**(arguments | changes))


@pytest.mark.parametrize("version", sglang.VERSIONS)
def test_installing_twice_is_installing_once_and_can_be_undone(version: str) -> None:
    with sglang.modules(version, cuda=lambda: False):

        def there() -> list[Any]:
            return [replacement.find()[2] for replacement in compat.SUPPORTED[version]]

        theirs = there()
        assert compat.install()
        ours = there()
        assert compat.install() and compat.installed()
        assert there() == ours
        assert not set(ours) & set(theirs)
        compat.uninstall()
        assert there() == theirs
        assert not compat.installed()
        compat.uninstall()
        assert there() == theirs


def test_another_version_is_refused_and_nothing_changes() -> None:
    with sglang.modules("0.5.23", cuda=lambda: True) as load, pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.metadata, "version", lambda name: "0.5.19")
        module = load(sglang.DSA_METADATA)
        theirs = [getattr(module, name) for name in FUSED]
        with pytest.raises(compat.UnsupportedVersionError, match=r"expected version 0.5.8 or .* found 0.5.19"):
            compat.install()
        assert [getattr(module, name) for name in FUSED] == theirs


def test_without_sglang_nothing_happens() -> None:
    if importlib.util.find_spec("sglang") is not None:
        pytest.skip("SGLang is installed here")
    assert compat.install() is False
    assert not compat.installed()
