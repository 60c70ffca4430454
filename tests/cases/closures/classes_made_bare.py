# An object that is made without the constructor has not passed what it refuses.


def bare(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return C.__new__(C)
# run: bare(True).get()
# run: bare(False).get()
