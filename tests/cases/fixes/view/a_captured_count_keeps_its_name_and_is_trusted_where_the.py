# a captured count keeps its name, and is trusted where the file slices by it elsewhere
# fix: safe
def warm_up(buf):
    n = fill_lens(out=buf)
    return buf[:n]

def replay(buf, x, use_triton):
    if use_triton:
        rows = fill_lens(out=buf)
    else:
        lens = x.expand()
        buf[: len(lens)] = lens
    return lens  # NSA101: lens
