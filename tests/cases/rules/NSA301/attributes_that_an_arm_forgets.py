class Attention:
    def __init__(self, use_triton):
        self.use_triton = use_triton
        if use_triton:
            self.kernel = 1
        else:
            self.table = [1]

    def forward(self):
        return self.kernel  # NSA301: self.kernel

    def again(self):  # the report above names this read too
        return self.kernel

    def fallback(self):
        return self.table[0]  # NSA301: self.table

    def asks_the_same(self):
        if self.use_triton:
            return self.kernel
        return self.table[0]
# run: Attention(False).forward()
# run: Attention(False).again()
# run: Attention(True).fallback()
# run: Attention(True).asks_the_same()
# run: Attention(False).asks_the_same()


class WithoutElse:
    def __init__(self, has_cuda, size):
        size = size + 1
        if has_cuda:
            self.buffer = size

    def fill(self, size):
        if size:
            return [self.buffer for _ in range(size)]  # NSA301: self.buffer
        return None
# run: WithoutElse(False, 1).fill(0)
# run: WithoutElse(False, 1).fill(1)
# run: WithoutElse(True, 1).fill(1)


class LeftEarly:
    def __init__(self, use_triton):
        self.disabled = True
        if not use_triton:
            return
        self.handle = 1
        self.disabled = False

    def close(self):
        return self.handle  # NSA301: self.handle

    def close_where_open(self):
        if not self.disabled:
            return self.handle
        return None
# run: LeftEarly(False).close()
# run: LeftEarly(True).close()
# run: LeftEarly(False).close_where_open()
# run: LeftEarly(True).close_where_open()


class ReadByAMethodThatAnotherCalls:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self._launch()

    def _launch(self):
        return self._inner()

    def _inner(self):
        return self.kernel  # NSA301: self.kernel
# run: ReadByAMethodThatAnotherCalls(False).forward()
# run: ReadByAMethodThatAnotherCalls(True).forward()


class ReadByAProperty:
    def __init__(self, backend):
        if backend == "triton":
            self.block = 16
        elif backend == "torch":
            self.rows = 1

    @property
    def size(self):
        return self.block  # NSA301: self.block, self.block

    def run(self):
        return self.size
# run: ReadByAProperty("triton").run()
# run: ReadByAProperty("torch").run()
# run: ReadByAProperty("jax").run()


class AsksAnotherFlag:
    def __init__(self, use_triton, fused):
        self.fused = fused
        if use_triton:
            self.kernel = 1

    def forward(self):
        if self.fused:
            return self.kernel  # NSA301: self.kernel
        return None
# run: AsksAnotherFlag(False, False).forward()
# run: AsksAnotherFlag(False, True).forward()


class ReadInTheConstructor:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1
        self.twice = self.kernel  # NSA301: self.kernel
# run: ReadInTheConstructor(False)
# run: ReadInTheConstructor(True)


class CaughtAsSomethingElse:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        try:
            return self.kernel  # NSA301: self.kernel
        except ValueError:
            return None
# run: CaughtAsSomethingElse(False).forward()


class ReadByAFunctionInside:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        def launch():
            return self.kernel  # NSA301: self.kernel

        return launch()
# run: ReadByAFunctionInside(False).forward()
