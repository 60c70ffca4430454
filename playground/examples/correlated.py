# Nothing is reported here, and nothing is wrong: a flag tells the
# arms apart. Take `launched = True` away and look again.
def forward(x, use_triton):
    launched = False
    if use_triton and x.is_contiguous():
        y = launch(x)
        launched = True
    if not launched:
        y = reference(x)
    return y


def guarded_twice(x, use_triton):
    if use_triton:
        scale = x.abs().max()
    x = normalise(x)
    return x / scale if use_triton else x
