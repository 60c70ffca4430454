if has_triton:
    import triton

@triton.jit  # NSA104: triton
def kernel(): ...
