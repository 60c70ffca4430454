def f(backend):
    match backend:
        case 'triton':
            launch()
        case _:
            x = 1
    return x  # NSA101: x
