# A constructor that is replaced refuses nothing.


def replaced(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    C.__init__ = lambda self: None
    return C
# run: replaced(True)().get()
# run: replaced(False)().get()
