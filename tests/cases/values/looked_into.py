# None has few attributes: where something has looked into a name, it is not None.
try:
    import fastlib
    from fastlib import kernels
except ImportError:
    fastlib = None


def of_the_module(x):
    size = fastlib.size(x)  # NSA106: fastlib
    return kernels.run(x, size)


# run: of_the_module(1)


def an_attribute(x, use_triton):
    if x is not None and use_triton:
        y = 1
    if use_triton:
        shape = x.shape
        return shape, y
    return 0


# run: an_attribute(None, True)
# run: an_attribute(None, False)


def a_method(kernel, use_triton):
    if kernel is None:
        use_triton = False
    else:
        y = use_triton
    kernel.run(use_triton)
    return y


# run: a_method(None, True)


def under_a_handler(use_triton):
    try:
        import fastlib as fast

        y = 1
    except ImportError:
        fast = None
    return fast.version + y


# run: under_a_handler(True)


class AMethod:
    def run(self, x, kernel=None):
        if kernel is not None:
            y = x
        with kernel.launch() as launched:
            return launched, y


# run: AMethod().run(1)


def of_a_call(kernel, use_triton):
    if kernel is None:
        pass
    else:
        y = 1
    for each in kernel.parts():
        use_triton = each
    return use_triton, y


# run: of_a_call(None, True)


def what_none_has(kernel):
    if kernel is not None:
        y = 1
    kind = kernel.__class__
    return kind, y  # NSA201: y


# run: what_none_has(None)


def before_it(use_triton, found):
    kernel = None
    if use_triton:
        kernel = found
        y = 1
    x = y  # NSA104: y
    return kernel.name, x


# run: before_it(False, 1)


def where_that_is_caught(use_triton, found):
    kernel = None
    if use_triton:
        kernel = found
        y = 1
    try:
        name = kernel.name
    except AttributeError:
        name = ""
    return name, y  # NSA104: y


# run: where_that_is_caught(False, 1)


def another_one(kernel, other):
    if kernel is not None:
        y = 1
    name = other.real
    return name, y  # NSA201: y


# run: another_one(None, 1)
