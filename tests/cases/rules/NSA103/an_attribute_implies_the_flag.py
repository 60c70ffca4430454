try:
    import module_that_is_missing as lib

    HAS_LIB = True
except ImportError:
    HAS_LIB = False


class Module:
    def __init__(self):
        self._enabled = None
        self.wide: bool = False
        self.loose = False

    def enabled(self):
        if self._enabled is None:
            self._enabled = HAS_LIB and lib.enabled() == 1
        return self._enabled

    def widen(self):
        self.wide = bool(HAS_LIB)
        self.loose = HAS_LIB

    def by_the_method(self):
        if not self.enabled():
            return None
        return lib.get()

    def by_the_attribute(self):
        return lib.get() if self.wide else None

    def stored_elsewhere_too(self):
        return lib.get() if self.loose else None  # NSA103: lib


def loosen(module):
    module.loose = True
    return module


# run: Module().by_the_method()
# run: Module().by_the_attribute()
# run: loosen(Module()).stored_elsewhere_too()
