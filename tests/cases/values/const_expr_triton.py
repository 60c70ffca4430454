# In a kernel, the form of Triton; the name that an import gives decides, not that of the function.
import triton.language
from triton import language as tl
from triton.language import constexpr as known


def kernel(x, FAST: tl.constexpr):
    if tl.constexpr(FAST):
        y = x
    if FAST:
        return y
    return x


def kernel_by_module(x, WIDTH: triton.language.constexpr):
    if triton.language.constexpr(WIDTH > 64):
        y = x
    if WIDTH >= 65:
        return y
    if WIDTH == 64:
        return y  # NSA201: y
    return x


def kernel_by_name(x, EVEN, ODD):
    if known(EVEN and not ODD):
        y = x
    else:
        z = x
    if EVEN:
        if not known(ODD):
            return y
        return z
    return z
