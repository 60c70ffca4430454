# In a function that TVMScript compiles, an annotation makes a variable. Elsewhere it makes none.

from tvm.script import tirx as T


def kernel(fast):
    if fast:
        @T.prim_func(check_well_formed=False)
        def impl(a: T.handle):
            index: T.uint32
            T.encode(T.address_of(index))
            use(index)
    else:
        @T.macro
        def impl(a):
            index: T.uint32
            use(index)
    return impl
# not run: there is no TVM


@T.prim_func
def in_a_branch(a: T.handle, use_cuda: T.bool):
    if use_cuda:
        index: T.uint32
        T.encode(T.address_of(index))
    use(index)  # NSA104: index
# not run: there is no TVM


@T.prim_func
def of_another_kind(a: T.handle):
    index: int
    use(index)  # NSA205: index
# not run: there is no TVM


@T.no_grad()
def of_another_library(a, use_cuda):
    index: T.Tensor
    if use_cuda:
        index = a
    return index  # NSA104: index
# not run: there is no TVM


def plain(a, use_cuda):
    index: T.uint32
    if use_cuda:
        index = a
    return index  # NSA104: index
# not run: there is no TVM
