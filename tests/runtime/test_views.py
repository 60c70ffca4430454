"""A fill returns its views: slices of the caller's buffers, whichever arm did the work."""

from __future__ import annotations

import pytest
import torch

from nsa_runtime import MetadataBuffers, Mode, fill
from tests.runtime.batches import OUTPUTS, Problem


def _problem(**options: object) -> Problem:
    return Problem(Mode.DRAFT_EXTEND, 3, [20, 30], [3, 1], [0, 1], pool=2, width=40, max_tokens=9, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("wide", [True, False])
def test_views_share_the_storage_of_the_buffers(wide: bool) -> None:
    problem = _problem(wide=wide, ctx_lens=True)
    buffers = problem.buffers().buffers
    views = fill(buffers, problem.batch())
    for name in OUTPUTS:
        view = getattr(views, name, None)
        if view is not None:
            assert view.data_ptr() == getattr(buffers, name).data_ptr(), name
            assert view.untyped_storage().data_ptr() == getattr(buffers, name).untyped_storage().data_ptr(), name
    assert (views.page_table_1 is None) == (not wide)


def test_views_are_as_long_as_the_host_knows() -> None:
    known, unknown = _problem(total_known=True), _problem()
    views = fill(known.buffers().buffers, known.batch())
    assert (len(views.nsa_seqlens_expanded), len(views.nsa_cu_seqlens_k), len(views.real_page_table)) == (4, 5, 4)
    views = fill(unknown.buffers().buffers, unknown.batch())
    assert len(views.nsa_seqlens_expanded) == 6  # two requests of at most three tokens
    assert int(views.num_tokens) == 4


def test_the_two_consumers_of_the_expanded_lengths_find_them_defined_and_equal_in_every_arm() -> None:
    """DeepGEMM's schedule reads ``nsa_seqlens_expanded``, the running sum is of ``nsa_cache_seqlens_int32``."""
    from nsa_runtime import reference

    problem = _problem(total_known=True, index_topk=25)
    by_dispatch = fill(problem.buffers().buffers, problem.batch())
    by_reference = reference.fill(problem.buffers().buffers, problem.batch())
    for views in (by_dispatch, by_reference):
        assert views.nsa_seqlens_expanded.tolist() == [18, 19, 20, 30]
        assert views.nsa_cache_seqlens_int32.tolist() == [18, 19, 20, 25]
        assert views.nsa_cu_seqlens_k.tolist() == [0, 18, 37, 57, 82]


def test_page_size_one_has_one_table() -> None:
    buffers = MetadataBuffers.allocate(max_batch=2, max_tokens=4, width=8, page_size=1, index_topk=4, device="cpu")
    assert buffers.page_table_1 is buffers.real_page_table


def test_the_query_running_sum_is_a_constant() -> None:
    buffers = MetadataBuffers.allocate(max_batch=2, max_tokens=4, width=8, page_size=64, index_topk=4, device="cpu")
    assert torch.equal(buffers.nsa_cu_seqlens_q, torch.arange(5, dtype=torch.int32))
