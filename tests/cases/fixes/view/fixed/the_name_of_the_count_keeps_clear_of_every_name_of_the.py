# the name of the count keeps clear of every name of the function
def replay(buf, x, use_triton):
    total_tokens = x.sum()
    def total_tokens_2(): ...
    if use_triton:
        total_tokens_3 = fill_lens(out=buf)
        lens = buf[:total_tokens_3]
    else:
        lens = x.expand()
        buf[: lens.shape[0]].copy_(lens)
    return lens, total_tokens
