"""Every tensor of every set of buffers, and of every batch: taken as it should be to the last element, and refused by
name in any other shape, type or place."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from nsa_runtime import Limits, MetadataBuffers, Mode, ReplayBatch, ReplayShape, fill
from nsa_runtime.compat.vllm import dispatch
from nsa_runtime.compat.vllm.buffers import DecodeBatch, DecodeBuffers
from nsa_runtime.compat.vllm.dispatch import expand_decode
from nsa_runtime.pooled import PooledBuffers, Pooling, fill_pooled
from nsa_runtime.pooled import dispatch as pooled_dispatch
from tests.runtime.batches import DEVICE

POOLING = Pooling(Limits(max_batch=2, max_tokens=6, width=512, page_size=64, index_topk=16), 4)


def _zeros(*size: int) -> torch.Tensor:
    return torch.zeros(size, dtype=torch.int32, device=DEVICE)


def _metadata() -> MetadataBuffers:
    return MetadataBuffers.allocate(
        max_batch=2, max_tokens=6, width=40, page_size=16, index_topk=8, device=DEVICE, wide=True, incremental=True,
        ctx_lens_draft_tokens=3,
    )  # fmt: skip


def _pooled() -> PooledBuffers:
    return PooledBuffers.allocate(POOLING, 3, DEVICE, accepted=True)


def _decode() -> DecodeBuffers:
    return DecodeBuffers(_zeros(6), _zeros(6, 5), _zeros(6), _zeros(6), _zeros(2))


def _batch(columns: int = 40) -> ReplayBatch:
    lengths = torch.tensor([9, 20], device=DEVICE)
    shape = ReplayShape(Mode.DRAFT_EXTEND, 2, 3)
    return ReplayBatch(shape, lengths, _zeros(2), _zeros(2, columns), _zeros(2), generations=_zeros(2))


def _decode_batch() -> DecodeBatch:
    starts = torch.tensor([0, 3, 5], dtype=torch.int32, device=DEVICE)
    return DecodeBatch(_zeros(2) + 9, starts, _zeros(2, 5), 6, block_size=4)


MADE = {"metadata": _metadata, "pooled": _pooled, "decode": _decode, "batch": _batch, "decode batch": _decode_batch}
FIRST = {"cache_seqlens_int32", "nsa_cache_seqlens_int32", "seq_lens"}  # it says where all others must be
ANY_LENGTH = {  # how long they are says something, and where it is too little that is refused when they are used
    ("decode", "seq_lens"), ("decode", "per_request_lens"),
}  # fmt: skip
ANY_STRIDE = {"batch", "decode batch"}
OPTIONAL = {
    "nsa_cu_seqlens_q", "page_table_1", "paged_mqa_ctx_lens_2d", "held_rows", "generations", "indices",
    "per_request_lens", "pooled_cache_seqlens_int32", "pooled_real_page_table", "effective_n_per_batch",
}  # fmt: skip


def _tensors() -> Iterator[Any]:
    for kind, make in MADE.items():
        for name, value in vars(make()).items():
            if isinstance(value, torch.Tensor):
                yield pytest.param(kind, name, id=f"{kind}-{name}")


TENSORS = list(_tensors())


def _refused(kind: str, name: str, value: object, error: type[Exception], message: str) -> None:
    shown = f"out.{name}" if kind == "decode" else name
    with pytest.raises(error, match=f"^{shown}: {message}"):
        dataclasses.replace(MADE[kind](), **{name: value})


@pytest.mark.parametrize(("kind", "name"), TENSORS)
def test_it_may_be_any_other_tensor_of_the_kind_and_longer(kind: str, name: str) -> None:
    held = MADE[kind]()
    value = getattr(held, name)
    assert getattr(dataclasses.replace(held, **{name: value.clone()}), name) is not value
    if kind not in ANY_STRIDE and (kind, name) != ("decode", "seq_lens"):
        dataclasses.replace(held, **{name: torch.cat([value, value])})


@pytest.mark.parametrize(("kind", "name"), [each for each in TENSORS if each.values not in ANY_LENGTH])
def test_it_may_not_be_shorter_by_one(kind: str, name: str) -> None:
    value = getattr(MADE[kind](), name)
    shorter = value[:-1]
    if (kind, name) == ("batch", "req_to_token"):
        shorter = value[:, :0]
    if (kind, name) == ("decode batch", "seq_lens"):
        with pytest.raises(ValueError, match=r"^query_start_loc: expected 2 elements"):
            dataclasses.replace(MADE[kind](), seq_lens=shorter)
        return
    _refused(kind, name, shorter, ValueError, "expected .* got ")


@pytest.mark.parametrize(("kind", "name"), TENSORS)
def test_it_is_a_dense_tensor_of_its_type_and_dimensions_where_the_others_are(kind: str, name: str) -> None:
    value = getattr(MADE[kind](), name)
    _refused(kind, name, value.tolist(), TypeError, "expected a tensor, got list")
    _refused(kind, name, value.short(), TypeError, "expected torch.int.* got torch.int16")
    _refused(kind, name, value[None], ValueError, f"expected {value.dim()} dimensions, got shape")
    _refused(kind, name, value.to_sparse(), ValueError, "expected a dense tensor, got one of layout torch.sparse_coo")
    if name not in FIRST:
        _refused(kind, name, value.to("meta"), ValueError, f"expected a tensor on {DEVICE}, got one on meta")


@pytest.mark.parametrize(("kind", "name"), [each for each in TENSORS if each.values[0] not in ANY_STRIDE])
def test_an_output_has_no_gaps_and_no_overlaps(kind: str, name: str) -> None:
    value = getattr(MADE[kind](), name)
    wider = torch.cat([value, value], -1)
    if value.dim() == 1:
        if len(value) > 1:
            _refused(kind, name, wider[::2], ValueError, "expected a contiguous vector, got stride 2")
    elif value.dim() == 3:
        _refused(kind, name, wider[..., ::2], ValueError, r"expected a contiguous table \[rows, parts, 2\], got shape")
        _refused(kind, name, wider, ValueError, r"expected a contiguous table \[rows, parts, 2\], got shape")
    else:
        dataclasses.replace(MADE[kind](), **{name: wider[:, : value.shape[1]]})
        rows = value[:1].expand(len(value), value.shape[1])
        _refused(kind, name, rows, ValueError, "expected rows that do not overlap, got shape")


@pytest.mark.parametrize(("kind", "name"), TENSORS)
def test_it_may_be_left_out_where_it_is_optional(kind: str, name: str) -> None:
    if name in OPTIONAL:
        assert getattr(dataclasses.replace(MADE[kind](), **{name: None}), name) is None
    else:
        _refused(kind, name, None, (TypeError, ValueError), "expected a tensor.* got None")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["metadata", "pooled", "decode"])
def test_no_two_outputs_share_memory(kind: str) -> None:
    held = MADE[kind]()
    names = [name for name, value in vars(held).items() if isinstance(value, torch.Tensor)]
    vectors = [name for name in names if getattr(held, name).dim() == 1 and getattr(held, name).dtype == torch.int32]
    size = 6 if kind == "decode" else 8
    for left, right in itertools.pairwise(vectors):
        room = _zeros(20)
        dataclasses.replace(held, **{left: room[:size], right: room[size : 2 * size]})
        with pytest.raises(
            ValueError, match=rf"^(out\.)?{right}: expected memory of its own, got memory that .*{left}"
        ):
            dataclasses.replace(held, **{left: room[:size], right: room[size - 1 : 2 * size]})


def test_batches_fit_to_the_last_request_and_token_and_no_further() -> None:
    """Of pooled keys and of vLLM's metadata; the metadata itself has tests of its own."""
    made, source = PooledBuffers.allocate(POOLING, 3, DEVICE), _zeros(1, 512)
    for requests, draft in ((2, 3), (0, 3)):
        batch = ReplayBatch(
            ReplayShape(Mode.TARGET_VERIFY, requests, draft), _zeros(requests), _zeros(requests), source
        )
        assert len(fill_pooled(made, batch).nsa_cache_seqlens_int32) == requests * draft
    for requests, draft, message in (
        (3, 1, "batch_size: the buffers hold 2"),
        (2, 4, "total_tokens: the buffers hold 6"),
    ):
        batch = ReplayBatch(
            ReplayShape(Mode.TARGET_VERIFY, requests, draft), _zeros(requests), _zeros(requests), source
        )
        with pytest.raises(ValueError, match=f"^{message}"):
            fill_pooled(made, batch)
    expand_decode(_decode(), _decode_batch())
    for changed, message in (
        ({"num_tokens": 7}, "num_tokens: expected 0 to 6, got 7"),
        ({"block_table": _zeros(2, 6)}, "block_table: expected 5 columns, as the buffers have, got 6"),
    ):
        with pytest.raises(ValueError, match=f"^{message}"):
            expand_decode(_decode(), dataclasses.replace(_decode_batch(), **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("to", ["buffers", "batch"])
def test_a_batch_on_another_device_is_refused(to: str) -> None:
    def moved(held: Any) -> Any:
        tensors = {name: value for name, value in vars(held).items() if isinstance(value, torch.Tensor)}
        return dataclasses.replace(held, **{name: value.to("meta") for name, value in tensors.items()})

    where, there = (DEVICE, "meta") if to == "batch" else ("meta", DEVICE)
    message = f"^seq_lens: expected a tensor on {where}, where the buffers are, got {there}"
    verify = dataclasses.replace(_batch(512), shape=ReplayShape(Mode.TARGET_VERIFY, 2, 3), extend_seq_lens=None)
    plain = PooledBuffers.allocate(POOLING, 3, DEVICE)
    for call, buffers, batch in (
        (fill, _metadata(), _batch()), (fill_pooled, plain, verify), (expand_decode, _decode(), _decode_batch()),
    ):  # fmt: skip
        given = (buffers, moved(batch)) if to == "batch" else (moved(buffers), batch)
        with pytest.raises(ValueError, match=message):
            call(*given)  # type: ignore[operator]


@pytest.mark.parametrize("value", [3, None, _batch()], ids=["a number", "none", "another batch"])
@pytest.mark.parametrize("call", [expand_decode, dispatch.warmup])
def test_vllm_s_pair_is_buffers_and_a_batch_of_its_own(call: Any, value: object) -> None:
    kind = type(value).__name__
    with pytest.raises(TypeError, match=f"^out: expected a DecodeBuffers, got {kind}$"):
        call(value, _decode_batch())
    with pytest.raises(TypeError, match=f"^batch: expected a DecodeBatch, got {kind}$"):
        call(_decode(), value)


@pytest.mark.parametrize("value", [3, None, _decode_batch()], ids=["a number", "none", "another batch"])
@pytest.mark.parametrize("call", [fill_pooled, pooled_dispatch.warmup])
def test_the_pair_of_pooled_keys_is_buffers_and_a_batch(call: Any, value: object) -> None:
    kind = type(value).__name__
    with pytest.raises(TypeError, match=f"^buffers: expected a PooledBuffers, got {kind}$"):
        call(value, _batch())
    with pytest.raises(TypeError, match=f"^batch: expected a ReplayBatch, got {kind}$"):
        call(_pooled(), value)
