# What a base of a base or a subclass of a subclass sets may be set by the time it is read.
from string import Formatter


class Base:
    def start(self):
        self.kernel = 1

    def stop(self):
        return None


class Middle(Base):
    pass


class SetByABaseOfABase(Middle):
    def __init__(self, use_triton):
        self.table = None
        if use_triton:
            self.kernel = 1

    def forward(self):
        self.start()
        return self.kernel
# run: SetByABaseOfABase(False).forward()


class SetInASubclassOfASubclass:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1
        self.start()
        self.twice = self.kernel

    def start(self):
        return None


class Nearer(SetInASubclassOfASubclass):
    pass


class Further(Nearer):
    def start(self):
        self.kernel = 2
# run: Further(False)


class SetByAnotherClass:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.kernel  # NSA301: self.kernel


class Another:
    def start(self):
        self.kernel = 1


class BelowAnother(Another):
    pass
# run: SetByAnotherClass(False).forward()


class Formatter(Formatter):
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.kernel  # NSA301: self.kernel
# run: Formatter(False).forward()
