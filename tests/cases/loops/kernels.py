# Ranges of kernel languages.

@triton.jit
def kernel(N: tl.constexpr, BLOCK: tl.constexpr):
    for i in tl.range(0, N, BLOCK, num_stages=2):
        y = i
    if N > 0:
        tl.store(y)


@triton.jit
def unrolled(N: tl.constexpr):
    for i in tl.static_range(1, N):
        y = i
    if N > 0:
        tl.store(y)  # NSA203: y


@triton.jit
def of_two_stages(N: tl.constexpr):
    for i in tl.static_range(2):
        y = i
    tl.store(y)


@cute.kernel
def of_another_language(N):
    for i in cutlass.range_constexpr(N):
        y = i
    if N >= 1:
        store(y)


@triton.jit
def pipelined(N: tl.constexpr, K):
    for k in tl.range(0, K, N, num_stages=3):
        acc = k
    if N > 0:
        tl.store(acc)  # NSA203: acc
