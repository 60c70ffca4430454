# NSA102 handler-unbound

def the_handler_binds_nothing(use_triton):
    try:
        x = triton_launch(use_triton)
    except ImportError:
        log()
    return x  # NSA102: x


def the_handler_raises(use_triton):
    try:
        x = triton_launch(use_triton)
    except ImportError:
        raise RuntimeError("no triton") from None
    return x


def the_handler_binds(use_triton):
    try:
        x = triton_launch(use_triton)
    except ImportError:
        x = None
    return x
