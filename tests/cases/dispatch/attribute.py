class C:
    def __init__(self):
        self.odd = has_triton()
    def f(self):
        if self.odd:
            x = 1
        return x  # NSA104: x
