# a bound that is known before the dispatch needs no count
def replay(self, x, bs, use_triton):
    if use_triton:
        expand[(1,)](x, self.buf, out_lens=self.buf)
        lens = self.buf[1:bs + 1, :4]
    else:
        lens = x.expand()
        self.buf[1 : bs + 1, :4].copy_(lens)
    return lens
