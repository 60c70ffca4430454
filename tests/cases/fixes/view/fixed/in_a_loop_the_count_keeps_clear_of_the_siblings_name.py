# in a loop the count keeps clear of the sibling's name: a later iteration may read what an earlier one has left
def replay(rows, use_triton):
    for buf, x, last in rows:
        if use_triton or last:
            total_tokens_2 = fill_lens(out=buf)
            lens = buf[:total_tokens_2]
        else:
            lens = x.expand()
            total_tokens = lens.shape[0]
            buf[:total_tokens].copy_(lens)
        use(lens)


def while_there_are_more(buf, x, use_triton):
    while more():
        with timer():
            if use_triton:
                total_tokens_2 = fill_lens(out=buf)
                lens = buf[:total_tokens_2]
            else:
                lens = x.expand()
                total_tokens = lens.shape[0]
                buf[:total_tokens].copy_(lens)
            use(lens)


async def of_an_iterator(rows, use_triton):
    async for buf, x in rows:
        if use_triton:
            total_tokens_2 = fill_lens(out=buf)
            lens = buf[:total_tokens_2]
        else:
            lens = x.expand()
            total_tokens = lens.shape[0]
            buf[:total_tokens].copy_(lens)
        use(lens)


def a_loop_around_the_function_is_none(rows, use_triton):
    for buf, x in rows:

        def replay():
            if use_triton:
                total_tokens = fill_lens(out=buf)
                lens = buf[:total_tokens]
            else:
                lens = x.expand()
                total_tokens = lens.shape[0]
                buf[:total_tokens].copy_(lens)
            return lens

        use(replay)
