"""A guard that chooses what is compared settles no order: the numbers do. One that decides a part of the test does."""
import os

HAS_TRITON = os.environ.get("NSA_CASE_TRITON") == "1"


def the_best_of_all(losses):
    best = 3 if HAS_TRITON else 5
    for loss in losses:
        if loss < best:
            best, kept = loss, loss
    return kept  # NSA201: kept  # NSA203: kept
# run: the_best_of_all([])
# run: the_best_of_all([9])


def of_a_size(n, use_triton):
    if use_triton:
        block = 128
    else:
        block = 64
    if n <= block:
        one = n
    return one  # NSA201: one
# run: of_a_size(500, True)


def what_a_call_gives(n, use_triton, compute):
    if use_triton:
        found = compute(n)
    else:
        found = compute(-n)
    if found:
        y = found
    return y  # NSA104: y
# run: what_a_call_gives(0, True, abs)


def a_limit_that_an_arm_has_not(n, use_triton):
    limit = 64 if use_triton else 0
    if limit and n > limit:
        y = n
    return y  # NSA104: y
# run: a_limit_that_an_arm_has_not(3, False)


def with_a_number(n, use_triton):
    if use_triton and n > 3:
        y = n
    return y  # NSA104: y
# run: with_a_number(1, True)


def either(n, use_triton):
    fast = use_triton or n > 3
    if fast:
        y = n
    return y  # NSA104: y
# run: either(1, False)
