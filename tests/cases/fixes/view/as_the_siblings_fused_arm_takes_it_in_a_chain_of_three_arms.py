# as the sibling's fused arm takes it, in a chain of three arms
# fix: unsafe
def replay(self, x, impl):
    if impl == "cuda":
        total = fill_cuda(x, out=self.buf)
        lens = self.buf[:total]
    elif impl == "triton":
        fill_triton(x, out=self.buf)
    else:
        lens = x.expand()
        self.buf[: lens.shape[0]].copy_(lens)
    return lens  # NSA101: lens
