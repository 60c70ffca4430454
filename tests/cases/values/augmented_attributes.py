# What `|=` and `&=` leave in an attribute is what they leave in a name.
def ored(self, a, b):
    self.ok = a
    self.ok |= b
    if a or b:
        x = 1
    if self.ok:
        use(x)
    if not self.ok:
        use(x)  # NSA201: x
# run: ored(Box(), True, False)
# run: ored(Box(), False, False)


def anded(self, a: bool, b: bool):
    self.ok = a
    self.ok &= b
    if a and b:
        x = 1
    if self.ok:
        use(x)
    if a:
        use(x)  # NSA201: x
# run: anded(Box(), True, True)
# run: anded(Box(), True, False)


def one_or_the_other(box, a: bool, b: bool):
    box.inner.ok = a
    box.inner.ok ^= b
    if a and not b:
        x = 1
    if not a and b:
        x = 2
    if box.inner.ok:
        use(x)
# run: one_or_the_other(Box(inner=Box()), True, False)
# run: one_or_the_other(Box(inner=Box()), True, True)


def narrowed(self, b):
    if self.ok:
        x = 1
    self.ok &= b
    if self.ok:
        use(x)
# run: narrowed(Box(ok=True), True)
# run: narrowed(Box(ok=False), True)


def widened(self, b):
    if not self.ok:
        x = 1
    self.ok |= b
    if not self.ok:
        use(x)
# run: widened(Box(ok=True), False)
# run: widened(Box(ok=False), False)


def widened_and_asked_the_other_way(self, b):
    if self.ok:
        x = 1
    self.ok |= b
    if self.ok:
        use(x)  # NSA201: x
# run: widened_and_asked_the_other_way(Box(ok=True), True)
# run: widened_and_asked_the_other_way(Box(ok=False), True)


def counted(self):
    self.n = 0
    self.n += 1
    if self.n:
        x = 1
    use(x)
# run: counted(Box())


def in_a_loop(self, xs):
    self.found = False
    for each in xs:
        if each:
            x = each
        self.found |= bool(each)
    if self.found:
        use(x)
# run: in_a_loop(Box(), [0, 1])
# run: in_a_loop(Box(), [0])


def all_of_them(self, xs):
    self.ok = True
    for each in xs:
        x = each
        self.ok &= bool(each)
    if not self.ok:
        use(x)
    if self.ok:
        use(x)  # NSA203: x
# run: all_of_them(Box(), [0])
# run: all_of_them(Box(), [])


def by_another_operator(self, n):
    self.ok = n
    if self.ok:
        x = 1
    self.ok -= 1
    if self.ok:
        use(x)  # NSA201: x
# run: by_another_operator(Box(), 2)
# run: by_another_operator(Box(), 0)


def of_a_number(self, a, b):
    self.bits = a
    self.bits &= b
    if self.bits:
        x = 1
    if a and b:
        use(x)  # NSA201: x
# run: of_a_number(Box(), 1, 1)
# run: of_a_number(Box(), 1, 2)


def of_another_object(box, other, a):
    box.ok = a
    other.ok |= True
    if a:
        x = 1
    if box.ok:
        use(x)
    if other.ok:
        use(x)  # NSA201: x
# run: of_another_object(Box(), Box(ok=False), True)
# run: of_another_object(Box(), Box(ok=False), False)
