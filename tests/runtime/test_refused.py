"""Bad input of every public entry: an error that names the argument, what was expected and what was given, before
anything is written."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime import (
    BufferSets,
    MetadataBuffers,
    Mode,
    ReplayBatch,
    ReplayPlan,
    ReplayShape,
    dispatch,
    fill,
    fill_draft_extend_metadata_inplace,
    fill_many,
    warmup,
)
from nsa_runtime.compat import dsa, sglang, status
from nsa_runtime.compat import triton_metadata_kernel as module
from nsa_runtime.compat.ports import Options
from tests.runtime.batches import CANARY, DEVICE


def _of(*values: float, dtype: torch.dtype = torch.int32) -> torch.Tensor:
    return torch.tensor(values, dtype=dtype, device=DEVICE)


def _marked(*size: int) -> torch.Tensor:
    return torch.full(size, CANARY, dtype=torch.int32, device=DEVICE)


def _buffers(**changed: Any) -> MetadataBuffers:
    sizes = {"max_batch": 2, "max_tokens": 6, "width": 40, "page_size": 16, "index_topk": 8, "device": DEVICE}
    return MetadataBuffers.allocate(**{**sizes, **changed})


def _batch(mode: Mode = Mode.DRAFT_EXTEND, **changed: Any) -> ReplayBatch:
    given = {
        "shape": ReplayShape(mode, 2, 3),
        "seq_lens": _of(9, 20),
        "req_pool_indices": _of(0, 1),
        "req_to_token": torch.zeros(2, 40, dtype=torch.int32, device=DEVICE),
        "extend_seq_lens": _of(2, 3) if mode.ragged else None,
    }
    return ReplayBatch(**{**given, **changed})


MADE = [
    (lambda: _buffers(max_batch=2.0), "max_batch: expected an int, got 2.0"),
    (lambda: _buffers(width=0), "width: expected 1 to 1073741824, got 0"),
    (lambda: _buffers(device="tpu"), "device: expected a device that torch knows, got 'tpu'"),
    (lambda: _buffers(device=None), "device: expected a torch.device or the name of one, got NoneType"),
    (lambda: _buffers(wide="x"), "wide: expected a bool, got str"),
    (lambda: _buffers(name=5), "name: expected a str, got int"),
    (lambda: ReplayShape("decode", 2), "mode: expected a Mode, got 'decode'"),  # type: ignore[arg-type]
    (lambda: ReplayShape(Mode.DECODE, -1), "batch_size: expected 0 to 65535, got -1"),
    (lambda: _batch(seq_lens=_of(1.0, 2.0, dtype=torch.float32)), "seq_lens: expected torch.int32 or torch.int64"),
    (lambda: _batch(seq_lens=_of(1, 2, dtype=torch.int16)), "seq_lens: expected torch.int32 or torch.int64"),
    (lambda: _batch(seq_lens=_of(1, 2)[:, None]), r"seq_lens: expected 1 dimensions, got shape \(2, 1\)"),
    (lambda: _batch(req_pool_indices=_of(0)), r"req_pool_indices: expected at least \(2,\), got shape \(1,\)"),
    (lambda: _batch(req_to_token=_of(0)[:0, None]), r"req_to_token: expected at least one slot, got shape \(0, 1\)"),
    (lambda: _batch(req_to_token=_of(0, 0)[:, None].long()), "req_to_token: expected torch.int32, got torch.int64"),
    (
        lambda: _batch(req_to_token=_of(0, 1)[:, None].to_sparse()),
        "req_to_token: expected a dense tensor, got one of layout torch.sparse_coo",
    ),
    (lambda: _batch(extend_seq_lens=(2, 3)), "extend_seq_lens: expected a tensor, got tuple"),
    (lambda: _batch(total_tokens=float("nan")), "total_tokens: expected an int, got nan"),
    (lambda: BufferSets.of(_buffers(), 3), r"sets\[1\]: expected a MetadataBuffers, got int"),  # type: ignore[arg-type]
    (lambda: BufferSets.of(_buffers(), _buffers(width=41)), r"sets\[1\]: expected the limits, device, optional"),
    (lambda: Options(refresh_schedules="yes"), "refresh_schedules: expected a bool, got str"),  # type: ignore[arg-type]
    (lambda: sglang.install(refresh_schedules=1), "refresh_schedules: expected a bool, got int"),  # type: ignore[arg-type]
    (lambda: status.status("gpu"), "device: expected a device that torch knows, got 'gpu'"),
    (lambda: status.notes(1.5, "a"), "device: expected a torch.device or the name of one, got float"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("make", "message"), MADE, ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_is_not_made(make: Callable[[], object], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        make()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda made: fill(made, _batch(Mode.TARGET_VERIFY, shape=ReplayShape(Mode.TARGET_VERIFY, 2, 4))),
            "total_tokens",
        ),
        (lambda made: fill(None, _batch()), "buffers: expected a MetadataBuffers, got NoneType"),
        (lambda made: fill(made, {}), "batch: expected a ReplayBatch, got dict"),
        (lambda made: fill_many([made], _batch()), "sets: expected a BufferSets, got list"),
        (lambda made: dispatch.bind(made, _batch()), "sets: expected a BufferSets, got MetadataBuffers"),
        (lambda made: ReplayPlan(made, None), "batch: expected a ReplayBatch, got NoneType"),
        (lambda made: ReplayPlan("x", _batch()), r"sets\[0\]: expected a MetadataBuffers, got str"),
        (lambda made: ReplayPlan(made, _batch(), graph="no"), "graph: expected a bool, got str"),
        (lambda made: warmup(made, 5), "batch: expected a ReplayBatch, got int"),
        (lambda made: fill(made, _batch(seq_lens=made.cache_seqlens_int32)), "seq_lens: expected memory that the fill"),
    ],
)
def test_a_fill_that_cannot_be_writes_nothing(call: Callable[[Any], object], message: str) -> None:
    made = _buffers()
    made.cache_seqlens_int32.fill_(CANARY)
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        call(made)
    assert made.cache_seqlens_int32.eq(CANARY).all() and not made.real_page_table.any()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"nsa_index_topk": "8"}, "nsa_index_topk: expected an int, got '8'"),
        ({"extend_seq_lens_cpu": "23"}, r"extend_seq_lens_cpu\[0\]: expected an int, got '2'"),
        ({"extend_seq_lens_cpu": {2, 3}}, "extend_seq_lens_cpu: expected a sequence of ints, got set"),
        ({"extend_seq_lens_cpu": {0: 2, 1: 3}}, "extend_seq_lens_cpu: expected a sequence of ints, got dict"),
        ({"extend_seq_lens_cpu": [2, 2**40]}, r"extend_seq_lens_cpu\[1\]: expected 0 to 2147483647"),
        ({"total_tokens": 2**31}, "total_tokens: expected 0 to 2147483647, got 2147483648"),
        ({"status": _of()}, r"status: expected at least \(1,\), got shape \(0,\)"),
        ({"seq_lens": _of(5)[0]}, r"seq_lens: expected 1 dimensions, got shape \(\)"),
    ],
)
def test_an_expansion_that_cannot_be_writes_nothing(changed: dict[str, Any], message: str) -> None:
    out = [_marked(8), _marked(8)]
    given = {"extend_seq_lens": _of(2, 3), "seq_lens": _of(9, 20), "nsa_index_topk": 8}
    given |= {"out_seqlens_expanded": out[0], "out_nsa_cache_seqlens": out[1]}
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        fill_draft_extend_metadata_inplace(**{**given, **changed})
    assert all(each.eq(CANARY).all() for each in out)


@pytest.mark.parametrize(
    ("changed", "of_metadata", "message"),
    [
        ({"page_indices": None}, {}, "page_indices: expected a tensor, got NoneType"),
        ({"cumulate_cache_seqlens": _of(9, 29, 1)}, {}, "cumulate_cache_seqlens: expected 2 elements, one per request"),
        ({"nsa_index_topk": 0}, {}, "nsa_index_topk: expected 1 to 2147483647, got 0"),
        ({"extend_seq_lens": _of(1.5, 2.0, dtype=torch.float32)}, {}, "extend_seq_lens: expected torch.int32 or"),
        ({"metadata": None}, {}, "metadata.nsa_seqlens_expanded: expected a tensor, got NoneType"),
        ({}, {"page_table_1": None}, "metadata.page_table_1: expected a tensor, got NoneType"),
        (
            {},
            {"page_table_1": _marked(4, 10)},
            r"metadata.page_table_1: expected at least \(5, 10\), got shape \(4, 10\)",
        ),
        ({}, {"nsa_seqlens_expanded": _marked(2)}, r"metadata.nsa_seqlens_expanded: expected at least \(5,\)"),
        ({}, {"cu_seqlens_k": _marked(9).long()}, "metadata.cu_seqlens_k: expected torch.int32, got torch.int64"),
        ({}, {"shared": True}, r"metadata.\w+: expected memory of its own, got memory that metadata"),
    ],
)
def test_metadata_that_does_not_fit_is_not_written(
    changed: dict[str, Any], of_metadata: dict[str, Any], message: str
) -> None:
    sizes = {"nsa_seqlens_expanded": (8,), "nsa_cache_seqlens_int32": (8,), "cache_seqlens_int32": (2,)}
    sizes |= {"cu_seqlens_k": (3,), "page_table_1": (8, 10)}
    tensors = {name: _marked(*size) for name, size in sizes.items()}
    shared = {"cu_seqlens_k": tensors["nsa_seqlens_expanded"]} if of_metadata.pop("shared", False) else of_metadata
    given: dict[str, Any] = {
        "extend_seq_lens": _of(2, 3), "seq_lens": _of(9, 20), "cache_seqlens": _of(9, 20), "nsa_index_topk": 8,
        "cumulate_cache_seqlens": _of(9, 29), "page_indices": _marked(5, 10),
        "metadata": SimpleNamespace(**{**tensors, **shared}),
    }  # fmt: skip
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        module.fill_draft_extend_metadata_fused(**{**given, **changed})
    assert all(each.eq(CANARY).all() for each in tensors.values())


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"bs": "2"}, "bs: expected an int, got '2'"),
        ({"bs": 3}, r"(real_page_table|cache_seqlens|dsa_cache_seqlens): expected at least \(3"),
        ({"seq_lens": [5, 6]}, "seq_lens: expected a tensor, got list"),
        ({"cache_seqlens": None}, "cache_seqlens: expected a tensor, got NoneType"),
        ({"cu_seqlens_k": _of(1, 2)}, r"cu_seqlens_k: expected at least \(3,\), got shape \(2,\)"),
        ({"real_page_table": None}, "real_page_table: expected a tensor with physical_page_size 16, got None"),
        ({"dsa_index_topk": None}, "dsa_index_topk: expected an int, got None"),
        ({"max_len": -1}, "max_len: expected 1 to 1073741824, got -1"),
        ({"physical_page_size": 48}, "physical_page_size: expected a power of two, got 48"),
    ],
)
def test_errors_of_sglang_s_functions_have_its_names(changed: dict[str, Any], message: str) -> None:
    out = {"cache_seqlens": _marked(2), "cu_seqlens_k": _marked(3), "dsa_cache_seqlens": _marked(2),
           "dsa_cu_seqlens_k": _marked(3), "real_page_table": _marked(2, 4)}  # fmt: skip
    given = {"seq_lens": _of(5, 6), "req_pool_indices": _of(0, 0), "req_to_token": _marked(1, 64), "page_table_1": None,
             "bs": 2, "max_len": 64, "dsa_index_topk": 8, "physical_page_size": 16}  # fmt: skip
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        dsa.fused_dsa_decode_metadata(**{**given, **out, **changed})
    assert all(each.eq(CANARY).all() for each in out.values())
