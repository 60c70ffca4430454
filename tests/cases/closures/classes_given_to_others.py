# A class that a function gives may be the base of another one, with a constructor of its own.


def made(flag):
    if flag:
        y = 1
    class Kernel:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return Kernel


class Bare(made(False)):
    def __init__(self):
        pass
# run: made(True)().get()
# run: Bare().get()
