# a function of this file that returns a named count is trusted
# fix: safe
def fill_lens(out) -> int:
    total = launch(out)
    return total

def replay(buf, x, use_triton):
    if use_triton:
        fill_lens(out=buf)
    else:
        lens = x.expand()
        buf[: lens.size(0)].copy_(lens)
    return lens  # NSA101: lens
