def replay(buf, x, use_triton):
    global total_tokens
    if use_triton:
        total_tokens_2 = fill_lens(out=buf)
        lens = buf[:total_tokens_2]
    else:
        lens = x.expand()
        buf[: lens.shape[0]].copy_(lens)
    return lens
