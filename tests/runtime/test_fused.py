"""SGLang's fused functions as functions: every argument is checked under SGLang's name for it, and tables of any width
are filled as far as they go."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from nsa_runtime import Overflow
from nsa_runtime.compat import dsa, status
from tests.runtime.batches import CANARY, DEVICE

NUMBERS = {
    "bs": 2, "max_len": 64, "max_seqlen_k": 64, "next_n": 3, "dsa_index_topk": 8, "physical_page_size": 16,
    "total_len": 5, "max_extend_len": 3, "max_total_len": 6,
}  # fmt: skip
OPTIONAL = {"page_table_1", "paged_mqa_ctx_lens_2d"}
FUNCTIONS: list[Callable[..., None]] = [
    dsa.fused_dsa_decode_metadata,
    dsa.fused_dsa_target_verify_metadata,
    dsa.fused_dsa_draft_extend_metadata,
]


def _arguments(function: Callable[..., None]) -> dict[str, Any]:
    """All that the function takes, for two requests with at most three query tokens each."""
    tensors = {
        "seq_lens": _of(9, 50), "extend_seq_lens": _of(2, 3), "req_pool_indices": _of(0, 1),
        "req_to_token": torch.arange(128, dtype=torch.int32, device=DEVICE).view(2, 64),
        "cache_seqlens": _marked(2), "cu_seqlens_k": _marked(3), "seqlens_expanded": _marked(6),
        "dsa_cache_seqlens": _marked(6), "dsa_cu_seqlens_k": _marked(7), "page_table_1": _marked(6, 64),
        "real_page_table": _marked(6, 4), "paged_mqa_ctx_lens_2d": _marked(2, 3),
    }  # fmt: skip
    given = {**tensors, **NUMBERS, "static_extend_len": False}
    return {name: given[name] for name in inspect.signature(function).parameters}


def _of(*values: int) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.int32, device=DEVICE)


def _marked(*size: int) -> torch.Tensor:
    return torch.full(size, CANARY, dtype=torch.int32, device=DEVICE)


def _each_wrong() -> Iterator[Any]:
    """A function, one of its arguments, and what it cannot be."""
    for function in FUNCTIONS:
        for name, value in _arguments(function).items():
            values: list[object] = ["2", 2.0, True, None, -1, 2**31] if name in NUMBERS else [[1], 3]
            values = [] if name == "static_extend_len" else values
            for wrong in (*values, *([None] if isinstance(value, torch.Tensor) and name not in OPTIONAL else [])):
                yield pytest.param(function, name, wrong, id=f"{function.__name__}-{name}-{wrong}")


@pytest.mark.parametrize(("function", "name", "wrong"), list(_each_wrong()))
def test_what_an_argument_cannot_be_is_said_under_its_name_and_nothing_is_written(
    function: Callable[..., None], name: str, wrong: object
) -> None:
    given = _arguments(function)
    outputs = [each for each in given.values() if isinstance(each, torch.Tensor) and (each == CANARY).all()]
    with pytest.raises((TypeError, ValueError), match=rf"^{name}: expected .*[,;] got"):
        function(**{**given, name: wrong})
    assert all((each == CANARY).all() for each in outputs)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_table_narrower_than_the_longest_request_is_filled_as_far_as_it_goes(function: Callable[..., None]) -> None:
    given, room = _arguments(function), _marked(6, 64)
    given["page_table_1"] = room[:, :40]
    status.status(DEVICE).zero_()
    function(**given)
    last = given["dsa_cu_seqlens_k"].ne(CANARY).sum() - 2  # the row of the last query token
    assert torch.equal(room[last, :40], given["req_to_token"][1, :40])
    assert room[:, 40:].eq(CANARY).all()
    assert given["cache_seqlens"].tolist()[1] == 40
    assert list(status.overflows(DEVICE).values()) == [Overflow.WIDTH]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_tables_that_are_optional_may_be_left_out(function: Callable[..., None]) -> None:
    given, all_given = _arguments(function), _arguments(function)
    given |= dict.fromkeys(OPTIONAL & given.keys())
    function(**given)
    function(**all_given)
    for name, value in given.items():
        if isinstance(value, torch.Tensor):
            assert torch.equal(value, all_given[name]), name
