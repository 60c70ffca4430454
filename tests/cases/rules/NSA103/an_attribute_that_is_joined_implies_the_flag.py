try:
    import module_that_is_missing as lib

    HAS_LIB = True
except ImportError:
    HAS_LIB = False


# What implies a flag implies it after `&=`, and after `|=` where the value does.
class Module:
    def __init__(self, on):
        self.narrow = HAS_LIB
        self.narrow &= on
        self.by_flag = False
        self.by_flag |= HAS_LIB and on

    def join(self, on):
        self.narrow &= on
        self.by_flag |= False
        return self

    def narrowed(self):
        return lib.get() if self.narrow else None

    def widened_by_the_flag(self):
        return lib.get() if self.by_flag else None


# run: Module(True).join(True).narrowed()
# run: Module(True).join(True).widened_by_the_flag()
