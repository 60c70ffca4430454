# a function of this file that returns a named count is trusted
def fill_lens(out) -> int:
    total = launch(out)
    return total

def replay(buf, x, use_triton):
    if use_triton:
        total_tokens = fill_lens(out=buf)
        lens = buf[:total_tokens]
    else:
        lens = x.expand()
        buf[: lens.size(0)].copy_(lens)
    return lens
