# python: -3.13
if has_triton:
    import triton

class C:
    def f(self) -> triton.X: ...  # NSA104: triton
