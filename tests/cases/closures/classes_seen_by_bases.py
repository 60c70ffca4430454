# A base that calls methods on the class itself has no object.


def by_a_base_that_looks_at_classes(flag):
    class Registry:
        def __init_subclass__(cls):
            cls.found = cls.get(None)
    if flag:
        y = 1
    class Registered(Registry):
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return Registered
# run: by_a_base_that_looks_at_classes(True)
# run: by_a_base_that_looks_at_classes(False)
