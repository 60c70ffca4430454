# the whole buffer needs no count
# fix: safe
def replay(self, x, use_triton):
    if use_triton:
        fill_lens(x, out=self.buf)
    else:
        lens = x.expand()
        self.buf.copy_(lens, non_blocking=True)
    return lens  # NSA101: lens
