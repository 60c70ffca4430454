# By default these functions are not walked: what they bind under a test has to do with a guard, the test has not.

def under_another_test(use_triton, mode):
    if mode:
        fast = use_triton
    return fast  # NSA201: fast
# run: under_another_test(True, True)
# run: under_another_test(True, False)


def in_a_loop(use_triton, rows):
    for row in rows:
        fast = use_triton and row
    return fast  # NSA203: fast
# run: in_a_loop(True, [1])
# run: in_a_loop(True, [])


def with_a_walrus(use_triton, mode):
    mode and (fast := use_triton)
    return fast  # NSA201: fast
# run: with_a_walrus(True, True)
# run: with_a_walrus(True, False)


def by_an_inner_function(use_triton, mode):
    if mode:
        def fast():
            return use_triton
    return fast  # NSA201: fast
# run: by_an_inner_function(True, True)
# run: by_an_inner_function(True, False)


def under_a_test_of_it(use_triton, mode):  # this one is
    if mode and use_triton:
        fast = 1
    return fast  # NSA104: fast
# run: under_a_test_of_it(True, True)
# run: under_a_test_of_it(True, False)
