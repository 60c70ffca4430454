# the count takes the name that the sibling has for its own
# fix: unsafe
def replay(buf, x, use_triton):
    if use_triton:
        fill_lens(out=buf)
    else:
        lens = x.expand()
        total_tokens = lens.shape[0]
        buf[:total_tokens].copy_(lens)
    return lens  # NSA101: lens


def in_a_with_statement(buf, x, use_triton):
    with timer():
        if use_triton:
            fill_lens(out=buf)
        else:
            lens = x.expand()
            total_tokens = lens.shape[0]
            buf[:total_tokens].copy_(lens)
        return lens  # NSA101: lens


def read_after_the_chain(buf, x, use_triton):
    total_tokens = 0
    if use_triton:
        fill_lens(out=buf)
    else:
        lens = x.expand()
        total_tokens = lens.shape[0]
        buf[:total_tokens].copy_(lens)
    return lens, total_tokens  # NSA101: lens
