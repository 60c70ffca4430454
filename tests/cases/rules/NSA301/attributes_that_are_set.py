class SetInEveryArm:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1
        else:
            self.kernel = None

    def forward(self):
        return self.kernel
# run: SetInEveryArm(False).forward()


class SetBefore:
    def __init__(self, use_triton):
        self.kernel = None
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.kernel
# run: SetBefore(False).forward()


class OtherArmsLeave:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1
        else:
            raise ValueError(use_triton)

    def forward(self):
        return self.kernel
# run: OtherArmsLeave(False).forward()


class OfTheClass:
    kernel = None

    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.kernel
# run: OfTheClass(False).forward()


class Base:
    kernel = None


class OfABase(Base):
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.kernel
# run: OfABase(False).forward()


class SetByAnotherMethod:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def prepare(self):
        self.kernel = 2

    def forward(self):
        return self.kernel
# not run: whoever calls forward has called prepare


class SetFromOutside:
    def __init__(self, use_triton):
        if use_triton:
            self.size = 1

    def forward(self):
        return self.size


def made():
    found = SetFromOutside(False)
    found.size = 2
    return found.forward()
# run: made()


class FoundOtherwise:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def __getattr__(self, name):
        return None

    def forward(self):
        return self.kernel
# run: FoundOtherwise(False).forward()


class AsksWhetherItIsThere:
    def __init__(self, use_triton):
        if use_triton:
            self.buffer = 1

    def forward(self):
        return self.buffer if hasattr(self, "buffer") else None
# run: AsksWhetherItIsThere(False).forward()


class CatchesTheFailure:
    def __init__(self, use_triton):
        if use_triton:
            self.handle = 1

    def forward(self):
        try:
            return self.handle
        except AttributeError:
            return None
# run: CatchesTheFailure(False).forward()


class StoresTheFlagUnderAnotherName:
    def __init__(self, use_triton):
        self.fast = use_triton
        if use_triton:
            self.kernel = 1

    def forward(self):
        if not self.fast:
            return None
        return self.kernel
# run: StoresTheFlagUnderAnotherName(False).forward()


class CalledUnderTheFlag:
    def __init__(self, use_triton):
        self.use_triton = use_triton
        if use_triton:
            self.kernel = 1

    def forward(self):
        if self.use_triton:
            return self.launch()
        return None

    def launch(self):
        return self.kernel
# run: CalledUnderTheFlag(False).forward()


class ChosenInTheConstructor:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1
            self.forward = self.launch
        else:
            self.forward = self.otherwise

    def launch(self):
        return self.kernel

    def otherwise(self):
        return None
# run: ChosenInTheConstructor(False).forward()


class AsksTheConfiguration:
    def __init__(self, config):
        self.config = config
        if config.use_triton:
            self.kernel = 1

    def forward(self):
        return self.kernel if self.config.use_triton else None
# run: AsksTheConfiguration(Box(use_triton=False)).forward()


class NoDispatch:
    def __init__(self, doubled):
        if doubled:
            self.factor = 2

    def forward(self):
        return self.factor
# not run: nothing is dispatched there


class OfAnotherObject:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def compare(self, other):
        return other.kernel
# not run: what another object is, is not known
