if has_triton:
    import triton

class C:
    @triton.jit  # NSA104: triton
    def kernel(self): ...
