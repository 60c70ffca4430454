# the whole buffer needs no count
def replay(self, x, use_triton):
    if use_triton:
        fill_lens(x, out=self.buf)
        lens = self.buf
    else:
        lens = x.expand()
        self.buf.copy_(lens, non_blocking=True)
    return lens
