def f():
    try:
        x = triton_launch()
    except ImportError:
        log()
    return x  # NSA102: x
