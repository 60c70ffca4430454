"""Any batch at all, hostile ones included: kernel and reference are the definition, and write nowhere else.

Lengths are negative, past the width, at the ends of their dtypes; requests point off the pool; the host's total is not
the sum; tables are wider or narrower than the buffers; inputs have strides of 0 and 3, tables any layout.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import torch

pytest.importorskip("hypothesis", reason="pip install nsa-guard[test]")

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from nsa_runtime import BufferSets, Mode, ReplayBatch, fill, fill_many, reference
from tests.runtime.batches import DEVICE, Problem, assert_filled, assert_same

pytest.importorskip("triton", reason="the kernels need triton: pip install nsa-guard[runtime]")

ON_GPU = DEVICE.type == "cuda"
# A program of the interpreter takes some 7 ms
EXAMPLES = 3000 if ON_GPU else 80
LARGEST = 20 if ON_GPU else 3
ends = {torch.int32: 2**31, torch.int64: 2**63}


def _values(dtype: torch.dtype, small: st.SearchStrategy[int]) -> st.SearchStrategy[int]:
    """Mostly ``small`` ones, and those that a broken producer leaves behind."""
    end = ends[dtype]
    hostile = [-end, -end + 1, -(2**31) + 1, -(2**31), -2, -1, 2**30, 2**31 - 2, 2**31 - 1, end - 2, end - 1]
    return st.one_of(small, small, small, st.sampled_from(hostile))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    mode = draw(st.sampled_from(list(Mode)))
    draft = 1 if mode is Mode.DECODE else draw(st.sampled_from([1, 2, 3, 33]))
    requests = draw(st.integers(0, LARGEST if draft < 33 else 2))
    width, pool = draw(st.integers(1, 100)), draw(st.integers(1, 3))
    dtype = draw(st.sampled_from(list(ends)))
    index_dtype = draw(st.sampled_from(list(ends)))

    def per_request(values: st.SearchStrategy[int]) -> list[int]:
        return draw(st.lists(values, min_size=requests, max_size=requests))

    extends = per_request(_values(dtype, st.integers(0, draft))) if mode.ragged else [draft] * requests
    most = requests * draft
    total = draw(st.one_of(st.none(), st.integers(0, most))) if mode.ragged else draw(st.sampled_from([None, most]))
    # the host knows that these fit; the device's lengths may say anything
    least = 0 if mode.ragged and total is None else (most if total is None else total)
    return Problem(
        mode=mode,
        draft_tokens=draft,
        seq_lens=per_request(_values(dtype, st.integers(0, width + 1))),
        extends=extends,
        pool_indices=per_request(_values(index_dtype, st.integers(0, pool - 1))),
        pool=pool,
        width=width,
        page_size=draw(st.sampled_from([1, 2, 16, 64, 256])),
        index_topk=draw(st.sampled_from([1, 7, 64, 2**31 - 1])),
        max_batch=requests + draw(st.integers(0, 1)),
        max_tokens=least + draw(st.integers(0, max(2, most))),
        wide=draw(st.booleans()),
        ctx_lens=draw(st.booleans()),
        total=total,
        length_dtype=dtype,
        index_dtype=index_dtype,
        strided=draw(st.booleans()),
        table_width=draw(st.one_of(st.none(), st.integers(1, 130))),
        broadcast=draw(st.booleans()),
        seed=draw(st.integers(0, 99)),
    )


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
@given(problems())
def test_any_fill_is_the_definition(problem: Problem) -> None:
    batch = problem.batch()
    by_kernel, by_reference = problem.buffers(), problem.buffers()
    fill(by_kernel.buffers, batch)
    reference.fill(by_reference.buffers, batch)
    assert_filled(by_reference, problem)
    assert_filled(by_kernel, problem)


@settings(max_examples=EXAMPLES // 10, deadline=None, derandomize=True, database=None)
@given(problems())
def test_any_fill_of_several_sets_is_the_fill_of_each(problem: Problem) -> None:
    sets = [problem.buffers() for _ in range(2)]
    fill_many(BufferSets.of(*(each.buffers for each in sets)), problem.batch())
    for each in sets:
        assert_filled(each, problem)


BAD: dict[str, list[Any]] = {
    "shape": [None, 2, "decode"],
    "seq_lens": [None, [1, 2], 7, torch.ones(2), torch.ones((2, 2), dtype=torch.int32)],
    "req_pool_indices": [None, (0, 1), torch.ones(5, dtype=torch.int32), torch.ones(2, dtype=torch.int16)],
    "req_to_token": [None, [[1]], torch.ones((2, 2)), torch.ones(4, dtype=torch.int32)],
    "extend_seq_lens": [None, [1, 1], torch.ones(2, dtype=torch.bool), torch.ones(1, dtype=torch.int64)],
    "total_tokens": [5.0, True, "5", -1, 7, 2**40, torch.tensor(5), (5,)],
}


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_any_bad_argument_is_named_before_anything_is_written(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(BAD)))
    value = data.draw(st.sampled_from(BAD[name]))
    value = value.to(DEVICE) if isinstance(value, torch.Tensor) and name != "total_tokens" else value
    problem = Problem(Mode.DRAFT_EXTEND, 3, [20, 30], [3, 2], [0, 1], pool=2, width=40)
    guarded, pristine = problem.buffers(), problem.buffers()
    good = problem.batch()
    arguments = {field.name: getattr(good, field.name) for field in dataclasses.fields(good)}
    with pytest.raises((TypeError, ValueError), match=f"^{name}: expected .* got "):
        fill(guarded.buffers, ReplayBatch(**(arguments | {name: value})))
    assert_same(guarded, pristine)
