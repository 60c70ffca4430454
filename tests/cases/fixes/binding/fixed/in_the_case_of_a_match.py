# in the case of a match, beside others
def run(x, kind, use_triton):
    match kind:
        case "one":
            y = 0
        case "two":
            if use_triton:
                y = x
            else:
                y = x
            return y
    return x
