# an argument that is not named as an output may be one
def replay(self, x, use_triton):
    if use_triton:
        expand(x, self.buf)
        lens = self.buf
    else:
        lens = x.expand()
        self.buf.copy_(lens)
    return lens
