class C:
    if has_triton:
        block = 1
    def f(self, a=block): ...  # NSA104: block
