# in the case of a match, beside others
# fix: unsafe
def run(x, kind, use_triton):
    match kind:
        case "one":
            y = 0
        case "two":
            if use_triton:
                pass
            else:
                y = x
            return y  # NSA101: y
    return x
