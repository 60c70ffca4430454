HAS_TRITON = fine() > 1

if HAS_TRITON:
    from json import dumps
else:
    dumps = None


def without_the_flag(x):
    return dumps(x)  # NSA106: dumps
# run: without_the_flag(1)


def with_the_flag(x):
    if HAS_TRITON:
        return dumps(x)
    return x
# run: with_the_flag(1)


loads = None
if HAS_TRITON:
    from json import loads


def bound_before_the_test(x):
    return loads(x)  # NSA106: loads
# run: bound_before_the_test("1")


def bound_before_and_tested(x):
    return loads(x) if loads is not None else x
# run: bound_before_and_tested("1")


if HAS_TRITON:
    try:
        from no_such_library import nested
    except ImportError:
        nested = None
else:
    nested = fine


def none_in_one_arm_only(x):
    return nested(x)  # NSA106: nested
# not run: HAS_TRITON is false


def none_in_the_other_arm(x):
    if HAS_TRITON:
        return x
    return nested(x)
# run: none_in_the_other_arm(1)
