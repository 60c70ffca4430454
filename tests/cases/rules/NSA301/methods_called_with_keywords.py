# Which values a method of its own is called with decides what is read, by whatever name they are given.


class ByKeyword:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(wanted=True)

    def answer(self, wanted=False):
        if wanted:
            return self.kernel  # NSA301: self.kernel
        return None
# run: ByKeyword(False).forward()
# run: ByKeyword(True).forward()


class ByKeywordThatSaysNo:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(wanted=False)

    def answer(self, wanted=True):
        if wanted:
            return self.kernel
        return None
# run: ByKeywordThatSaysNo(False).forward()
# run: ByKeywordThatSaysNo(True).forward()


class ThroughTheDefaultOfAnother:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(name=2)

    def answer(self, wanted=True, name=1):
        if wanted:
            return self.kernel  # NSA301: self.kernel
        return None
# run: ThroughTheDefaultOfAnother(False).forward()
# run: ThroughTheDefaultOfAnother(True).forward()


class ThroughTheDefaultOfAnotherThatSaysNo:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(name=2)

    def answer(self, wanted=False, name=1):
        if wanted:
            return self.kernel
        return None
# run: ThroughTheDefaultOfAnotherThatSaysNo(False).forward()
# run: ThroughTheDefaultOfAnotherThatSaysNo(True).forward()


class InAnotherOrder:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(wanted=True, name=0)

    def answer(self, name, wanted):
        if wanted:
            return self.kernel  # NSA301: self.kernel
        return None
# run: InAnotherOrder(False).forward()
# run: InAnotherOrder(True).forward()


class InAnotherOrderThatSaysNo:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(name=2, wanted=0)

    def answer(self, wanted, name):
        if wanted:
            return self.kernel
        return None
# run: InAnotherOrderThatSaysNo(False).forward()
# run: InAnotherOrderThatSaysNo(True).forward()


class AfterOneByPosition:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(2, wanted=True)

    def answer(self, name, wanted=False, times=1):
        if wanted:
            return self.kernel  # NSA301: self.kernel
        return None
# run: AfterOneByPosition(False).forward()
# run: AfterOneByPosition(True).forward()


class AfterOneByPositionThatSaysNo:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(2, wanted=False)

    def answer(self, name, wanted=True, times=1):
        if wanted:
            return self.kernel
        return None
# run: AfterOneByPositionThatSaysNo(False).forward()
# run: AfterOneByPositionThatSaysNo(True).forward()


class AfterOneByPositionAndADefault:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(0, wanted=True)

    def answer(self, name, times=0, wanted=False):
        if wanted:
            return self.kernel  # NSA301: self.kernel
        return None
# run: AfterOneByPositionAndADefault(False).forward()
# run: AfterOneByPositionAndADefault(True).forward()


class AfterOneByPositionAndADefaultThatSaysNo:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(1, wanted=False)

    def answer(self, name, times=1, wanted=True):
        if wanted:
            return self.kernel
        return None
# run: AfterOneByPositionAndADefaultThatSaysNo(False).forward()
# run: AfterOneByPositionAndADefaultThatSaysNo(True).forward()


class OnlyByKeyword:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(wanted=True)

    def answer(self, *, wanted=False):
        if wanted:
            return self.kernel  # NSA301: self.kernel
        return None
# run: OnlyByKeyword(False).forward()
# run: OnlyByKeyword(True).forward()


class UnpackedBefore:
    def __init__(self, use_triton):
        self.names = [1]
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.answer(*self.names, wanted=True)

    def answer(self, name, wanted=False):
        if wanted:
            return self.kernel  # NSA301: self.kernel
        return None
# run: UnpackedBefore(False).forward()
# run: UnpackedBefore(True).forward()
