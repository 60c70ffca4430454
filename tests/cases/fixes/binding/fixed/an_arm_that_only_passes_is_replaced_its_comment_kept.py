# an arm that only passes is replaced, its comment kept
def run(x, use_triton):
    if use_triton:
        # nothing to do
        y = x  # yet
    else:
        y = x
    return y
