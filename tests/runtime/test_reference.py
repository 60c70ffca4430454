"""The reference against the definition in plain Python."""

from __future__ import annotations

import pytest

from nsa_runtime import reference
from tests.runtime.batches import assert_filled, random_problem


@pytest.mark.parametrize("hundred", range(6))
def test_the_reference_is_the_definition(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        problem = random_problem(seed, largest_batch=9, widest=300)
        guarded = problem.buffers()
        reference.fill(guarded.buffers, problem.batch())
        assert_filled(guarded, problem)
