# python: -3.13
def run(x, is_cuda):
    def inner(y) -> list[tuple]:  # NSA205: tuple by default
        return [y, is_cuda]
    for tuple in x:
        inner(tuple)
    return is_cuda
