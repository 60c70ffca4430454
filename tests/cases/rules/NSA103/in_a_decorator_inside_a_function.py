if HAS_TRITON:
    import triton

def make():
    @triton.jit  # NSA103: triton
    def kernel():
        pass
    return kernel
