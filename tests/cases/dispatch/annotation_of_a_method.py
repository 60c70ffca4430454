if has_triton:
    import triton

class C:
    def f(self) -> triton.X: ...  # NSA104: triton
