"""The drop-in for the module that this runtime corrects: its three calls, as code written for it makes them."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import definition
from nsa_runtime.compat import triton_metadata_kernel as module
from tests.runtime.batches import CANARY, DEVICE


def _vector(values: list[int], dtype: torch.dtype = torch.int32) -> torch.Tensor:
    return torch.tensor(values, dtype=dtype, device=DEVICE)


def _canaries(*size: int) -> torch.Tensor:
    return torch.full(size, CANARY, dtype=torch.int32, device=DEVICE)


@pytest.mark.parametrize("dtype", [torch.int32, torch.int64])
@pytest.mark.parametrize("topk", [128, 256, 512])
@pytest.mark.parametrize("requests", [0, 1, 2, 4, 8, 16])
def test_the_simple_call_allocates_what_it_returns(requests: int, topk: int, dtype: torch.dtype) -> None:
    rng = random.Random(requests * topk)
    extends = [rng.randint(0, 9) for _ in range(requests)]
    lengths = [rng.randint(0, 600) for _ in range(requests)]
    expanded, clamped = module.fill_draft_extend_metadata_fused_simple(
        _vector(extends, dtype), _vector(lengths, dtype), topk
    )
    assert (expanded.tolist(), clamped.tolist()) == definition.expand(extends, lengths, topk, sum(extends))
    assert expanded.dtype == clamped.dtype == torch.int32


def _fused() -> dict[str, Any]:
    """Two requests of three and one tokens, in buffers with room for more."""
    return {
        "extend_seq_lens": _vector([3, 1]),
        "seq_lens": _vector([10, 7]),
        "cache_seqlens": _vector([10, 7]),
        "cumulate_cache_seqlens": _vector([10, 17]),
        "page_indices": torch.arange(20, dtype=torch.int32, device=DEVICE).reshape(4, 5),
        "nsa_index_topk": 8,
        "metadata": SimpleNamespace(
            nsa_seqlens_expanded=_canaries(6),
            nsa_cache_seqlens_int32=_canaries(6),
            cache_seqlens_int32=_canaries(2),
            cu_seqlens_k=_canaries(3),
            page_table_1=_canaries(6, 7),
        ),
    }


def test_the_fused_call_fills_a_metadata_object() -> None:
    call = _fused()
    assert module.fill_draft_extend_metadata_fused(*call.values()) is None
    metadata = call["metadata"]
    assert metadata.nsa_seqlens_expanded.tolist() == [8, 9, 10, 7, CANARY, CANARY]
    assert metadata.nsa_cache_seqlens_int32.tolist() == [8, 8, 8, 7, CANARY, CANARY]
    assert metadata.cache_seqlens_int32.tolist() == [10, 7]
    assert metadata.cu_seqlens_k.tolist() == [CANARY, 10, 17]
    rows = [[*range(5 * row, 5 * row + 5), CANARY, CANARY] for row in range(4)]
    assert metadata.page_table_1.tolist() == [*rows, *[[CANARY] * 7] * 2]


@pytest.mark.parametrize(
    ("changes", "buffers", "message"),
    [
        ({"seq_lens": None}, {}, "seq_lens: expected a tensor, got NoneType"),
        ({"extend_seq_lens": [3, 1]}, {}, "extend_seq_lens: expected a tensor, got list"),
        ({"cache_seqlens": _vector([1])}, {}, "cache_seqlens: expected at least"),
        ({"cumulate_cache_seqlens": _vector([1, 2, 3])}, {}, "cumulate_cache_seqlens: expected 2 elements"),
        ({"page_indices": _canaries(3, 5)}, {}, r"page_indices: expected at least \(4, None\)"),
        ({"nsa_index_topk": 0}, {}, "nsa_index_topk: expected 1 to"),
        ({}, {"cache_seqlens_int32": _canaries(1)}, r"metadata.cache_seqlens_int32: expected at least \(2,\)"),
        ({}, {"cu_seqlens_k": _canaries(2)}, r"metadata.cu_seqlens_k: expected at least \(3,\)"),
        ({}, {"page_table_1": _canaries(4, 4)}, r"metadata.page_table_1: expected at least \(4, 5\)"),
        ({}, {"nsa_seqlens_expanded": _canaries(3)}, r"metadata.nsa_seqlens_expanded: expected at least \(4,\)"),
    ],
)
def test_what_does_not_fit_is_named_before_anything_is_written(
    changes: dict[str, Any], buffers: dict[str, Any], message: str
) -> None:
    call = _fused() | changes
    vars(call["metadata"]).update(buffers)
    with pytest.raises((TypeError, ValueError), match=message):
        module.fill_draft_extend_metadata_fused(**call)
    for name, tensor in vars(call["metadata"]).items():
        assert tensor.eq(CANARY).all(), name


def test_the_in_place_call_and_the_flag_are_the_runtime_s() -> None:
    import nsa_runtime

    assert module.fill_draft_extend_metadata_inplace is nsa_runtime.fill_draft_extend_metadata_inplace
    assert module.TRITON_KERNEL_AVAILABLE is nsa_runtime.TRITON_KERNEL_AVAILABLE
    out = [_canaries(5), _canaries(5)]
    assert module.fill_draft_extend_metadata_inplace(_vector([3, 1]), _vector([10, 7]), 8, *out) == 4
    assert out[0].tolist() == [8, 9, 10, 7, CANARY]
