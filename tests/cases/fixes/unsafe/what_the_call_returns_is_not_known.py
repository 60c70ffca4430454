# fix: unsafe, fill() returns how many entries it has filled
def run(x, buf, use_triton):
    if use_triton:
        fill(x, out=buf)
    else:
        lens = compute(x)
        buf[: len(lens)].copy_(lens)
    return lens  # NSA101: lens
