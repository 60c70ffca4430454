# the name of the count keeps clear of every name of the function
# fix: unsafe
def replay(buf, x, use_triton):
    total_tokens = x.sum()
    def total_tokens_2(): ...
    if use_triton:
        fill_lens(out=buf)
    else:
        lens = x.expand()
        buf[: lens.shape[0]].copy_(lens)
    return lens, total_tokens  # NSA101: lens
