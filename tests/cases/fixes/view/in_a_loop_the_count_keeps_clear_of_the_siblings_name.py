# in a loop the count keeps clear of the sibling's name: a later iteration may read what an earlier one has left
# fix: unsafe
def replay(rows, use_triton):
    for buf, x, last in rows:
        if use_triton or last:
            fill_lens(out=buf)
        else:
            lens = x.expand()
            total_tokens = lens.shape[0]
            buf[:total_tokens].copy_(lens)
        use(lens)  # NSA101: lens


def while_there_are_more(buf, x, use_triton):
    while more():
        with timer():
            if use_triton:
                fill_lens(out=buf)
            else:
                lens = x.expand()
                total_tokens = lens.shape[0]
                buf[:total_tokens].copy_(lens)
            use(lens)  # NSA101: lens


async def of_an_iterator(rows, use_triton):
    async for buf, x in rows:
        if use_triton:
            fill_lens(out=buf)
        else:
            lens = x.expand()
            total_tokens = lens.shape[0]
            buf[:total_tokens].copy_(lens)
        use(lens)  # NSA101: lens


def a_loop_around_the_function_is_none(rows, use_triton):
    for buf, x in rows:

        def replay():
            if use_triton:
                fill_lens(out=buf)
            else:
                lens = x.expand()
                total_tokens = lens.shape[0]
                buf[:total_tokens].copy_(lens)
            return lens  # NSA101: lens

        use(replay)
