try:
    import no_such_npu as npu
except Exception:
    npu = None


def after_any_failure(x):
    return npu.matmul(x)  # NSA106: npu
# run: after_any_failure(1)


def what_none_has_too():
    return npu.__class__, npu.__doc__
# run: what_none_has_too()


try:
    from no_such_library import first, second
except ImportError:
    first, second = None, None


def bound_side_by_side(x):
    return first(x)  # NSA106: first
# run: bound_side_by_side(1)


try:
    from no_such_library import scale
except ImportError:
    scale = None


def in_place(x):
    x *= scale  # NSA106: scale
    return x
# run: in_place(1)


try:
    from no_such_library import jit
except ImportError:
    jit = None


def decorated(x):
    @jit  # NSA106: jit
    def inner():
        return x
    return inner()
# run: decorated(1)


try:
    from no_such_library import options
except ImportError:
    options = None


def unpacked_into_a_call():
    return dict(**options)  # NSA106: options
# run: unpacked_into_a_call()


try:
    from no_such_library import Base
except ImportError:
    Base = None


def derived():
    class Inner(Base):  # NSA106: Base
        pass
    return Inner
# run: derived()


try:
    from no_such_library import Failure
except ImportError:
    Failure = None


def raised():
    raise Failure  # NSA106: Failure
# not run: Python says that it is no exception, not that it is None
