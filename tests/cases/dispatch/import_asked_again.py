# An import that a function guards, and a further test where the name is read: what that asks for may need the module.
def asked_again(model, targets, has_triton):
    if has_triton:
        import fast
    for target in targets:
        if model.quantized and isinstance(target, fast.Linear):  # NSA201: fast
            return target
    return None


def nested(x, use_triton, loaded):
    if use_triton:
        from lib import kernel
    if loaded:
        return kernel(x)  # NSA201: kernel
    return x


def read_in_any_case(x, use_triton):
    if use_triton:
        from lib import kernel
    return kernel(x)  # NSA104: kernel


def bound_otherwise(x, use_triton, loaded):
    if use_triton:
        kernel = make()
    if loaded:
        return kernel(x)  # NSA104: kernel
    return x


def an_alternative(x, use_triton, use_cuda, loaded):
    if use_triton:
        from lib import kernel
    elif use_cuda:
        from lib import cuda as kernel
    if loaded:
        return kernel(x)  # NSA104: kernel
    return x
# not run: lib is not installed
