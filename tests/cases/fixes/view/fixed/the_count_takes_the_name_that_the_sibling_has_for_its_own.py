# the count takes the name that the sibling has for its own
def replay(buf, x, use_triton):
    if use_triton:
        total_tokens = fill_lens(out=buf)
        lens = buf[:total_tokens]
    else:
        lens = x.expand()
        total_tokens = lens.shape[0]
        buf[:total_tokens].copy_(lens)
    return lens


def in_a_with_statement(buf, x, use_triton):
    with timer():
        if use_triton:
            total_tokens = fill_lens(out=buf)
            lens = buf[:total_tokens]
        else:
            lens = x.expand()
            total_tokens = lens.shape[0]
            buf[:total_tokens].copy_(lens)
        return lens


def read_after_the_chain(buf, x, use_triton):
    total_tokens = 0
    if use_triton:
        total_tokens_2 = fill_lens(out=buf)
        lens = buf[:total_tokens_2]
    else:
        lens = x.expand()
        total_tokens = lens.shape[0]
        buf[:total_tokens].copy_(lens)
    return lens, total_tokens
