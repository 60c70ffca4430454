# fix: unsafe
def replay(buf, x, use_triton):
    global total_tokens
    if use_triton:
        fill_lens(out=buf)
    else:
        lens = x.expand()
        buf[: lens.shape[0]].copy_(lens)
    return lens  # NSA101: lens
