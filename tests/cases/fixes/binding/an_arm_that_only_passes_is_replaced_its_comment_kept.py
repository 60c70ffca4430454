# an arm that only passes is replaced, its comment kept
# fix: unsafe
def run(x, use_triton):
    if use_triton:
        # nothing to do
        pass  # yet
    else:
        y = x
    return y  # NSA101: y
