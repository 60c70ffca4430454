def f(backend):
    if backend == 'triton':
        launch()
    else:
        x = 1
    return x  # NSA101: x
