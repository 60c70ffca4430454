# An object of another class that becomes one of this class has not passed what its constructor refuses.


class Other:
    pass


def changed(flag):
    if flag:
        y = 1
    class Kernel:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    other = Other()
    other.__class__ = Kernel
    return other
# run: changed(True).get()
# run: changed(False).get()
