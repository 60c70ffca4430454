# What is imported under a name in CapWords is a class, and true, though nothing calls it by that name.

try:
    from fractions import Fraction
except ImportError:
    Fraction = None

try:
    from no_such_module import FusedKernel
except ImportError:
    FusedKernel = None

try:
    import no_such_module as fused
except ImportError:
    fused = None

try:
    from no_such_module import jit, wrapped
except ImportError:
    jit, wrapped = None, None


def here(missing):
    if missing:
        raise ImportError


def truth_and_none(n):
    if Fraction is not None:
        y = n
    if Fraction:
        return Fraction.from_float(y)
    return n
# run: truth_and_none(1.0)


def truth_and_none_where_it_is_missing(n):
    if FusedKernel is not None:
        y = n
    else:
        z = n
    if not FusedKernel:
        return z
    return FusedKernel.apply(y)
# run: truth_and_none_where_it_is_missing(1)


def a_module(n):
    if not fused:
        y = n
    if fused is None:
        return y
    return fused.kernel
# run: a_module(1)


def a_function_that_is_called(n):
    if wrapped is None:
        y = n
    return y if not wrapped else wrapped(n)
# run: a_function_that_is_called(1)


def a_decorator(n):
    if jit:
        y = n
    if jit is not None:

        @jit
        def inner():
            return y

        return inner
    return n
# run: a_decorator(1)


def equal_to_nothing_false(n):
    if Fraction == 0:
        return n
    if Fraction:
        y = n
    return y if Fraction is not None else n
# run: equal_to_nothing_false(1)


def imported_here(missing):
    try:
        here(missing)
        from fractions import Fraction
    except ImportError:
        Fraction = None
        slow = int
    return slow if not Fraction else Fraction.from_float(1.0)
# run: imported_here(True)
# run: imported_here(False)


def under_another_name(missing):
    try:
        here(missing)
        from fractions import Fraction as exact
    except ImportError:
        exact = None
        slow = int
    if exact:
        return exact.from_float(1.0)
    return slow
# run: under_another_name(True)
# run: under_another_name(False)


def handed_on(missing):
    try:
        here(missing)
        from fractions import Fraction
    except ImportError:
        Fraction = None
    else:
        kinds = [Fraction]
    return kinds if Fraction else []
# run: handed_on(True)
# run: handed_on(False)


# Counter-cases: what may be false besides None, or something else altogether.


def none_alone(n):
    if FusedKernel is not None:
        y = n
    return y  # NSA104: y
# run: none_alone(1)


try:
    from numbers_of_devices import DEVICES, CUDA, Max_Devices
except ImportError:
    DEVICES = CUDA = Max_Devices = None


def constants(n):
    if DEVICES is not None:
        y = n
    else:
        z = n
    if DEVICES:
        return y
    return z  # NSA101: z
# not run: no such module


def a_constant_in_capitals(n):
    if CUDA is not None:
        y = n
    else:
        z = n
    if CUDA:
        return y
    return z  # NSA101: z
# not run: no such module


def a_constant_in_mixed_case(n):
    if Max_Devices is None:
        z = n
    if not Max_Devices:
        return z  # NSA104: z
    return n
# not run: no such module


try:
    from lib.version import cuda
except ImportError:
    cuda = None


def looked_into_under_a_test(n):
    if cuda is not None:
        y = cuda.split(".")
    else:
        z = n
    if cuda:
        return y
    return z  # NSA101: z
# not run: no such module


try:
    from fractions import Fraction as Number
except ImportError:
    Number = None
Number = 0 if here(False) is None else Number


def bound_in_another_way(n):
    if Number is not None:
        y = n
    else:
        z = n
    return y if Number else z  # NSA101: z
# run: bound_in_another_way(1)


try:
    from fractions import Fraction as Shared
except ImportError:
    Shared = None


def forget():
    global Shared
    Shared = 0


def set_by_a_function(n):
    forget()
    if Shared is not None:
        y = n
    else:
        z = n
    return y if Shared else z  # NSA101: z
# run: set_by_a_function(1)


try:
    from fractions import Fraction as Counted
except ImportError:
    Counted = None
for Counted in (0,):
    pass


def bound_by_a_loop(n):
    if Counted is not None:
        y = n
    else:
        z = n
    return y if Counted else z  # NSA101: z
# run: bound_by_a_loop(1)


try:
    from fractions import Fraction as SetByKey
except ImportError:
    SetByKey = None
globals()["SetByKey"] = 0


def set_by_a_key(n):
    if SetByKey is not None:
        y = n
    else:
        z = n
    return y if SetByKey else z  # NSA101: z
# run: set_by_a_key(1)


try:
    from fractions import Fraction as SetByText
except ImportError:
    SetByText = None
exec("SetByText = 0")


def set_by_a_text(n):
    if SetByText is not None:
        y = n
    else:
        z = n
    return y if SetByText else z  # NSA101: z
# run: set_by_a_text(1)


Declared: "type | None"
try:
    from fractions import Fraction as Declared
except ImportError:
    Declared = None


def declared_alone(n):
    if Declared is not None:
        y = n
    else:
        z = n
    return y if Declared else z
# run: declared_alone(1)


try:
    from functools import cache as cached
except ImportError:
    cached = None
if cached is not None:

    @cached  # as often as it is asked
    def often(n):
        return n


def a_decorator_with_a_comment(n):
    if cached is not None:
        y = n
    else:
        z = n
    return y if cached else z
# run: a_decorator_with_a_comment(1)


try:
    from math import tau as scale
except ImportError:
    scale = None


def what_is_multiplied_as_a_matrix(n):
    """Not one of these:
    @scale is no decorator
    """
    if scale is not None:
        y = n@scale  # no decorator, either
    else:
        z = n
    return y if scale else z  # NSA101: z
# not run: it has one value


def false_in_the_handler(missing):
    try:
        here(missing)
        from fractions import Fraction
    except ImportError:
        Fraction = False
        slow = int
    if Fraction is not None:
        return slow  # NSA102: slow
    return Fraction.from_float(1.0)
# run: false_in_the_handler(True)
# run: false_in_the_handler(False)


def of_a_module_next_to_this_one(missing):
    try:
        here(missing)
        from .platforms import FusedKernel
    except ImportError:
        FusedKernel = None
        slow = int
    if FusedKernel is None:
        return slow  # NSA102: slow
    return FusedKernel.apply(1)
# not run: for the package to say
