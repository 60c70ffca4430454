# What an object that is changed in place is afterwards: of another truth, and above or below another number.


class Meter:
    def __init__(self, n):
        self.n = n

    def update(self, n):
        self.n += n

    def __lt__(self, other):
        return self.n < other

    def __bool__(self):
        return self.n != 0


def below_zero(meter):
    meter.update(-1)
    if not meter < 0:
        y = 1
    use(y)  # NSA201: y
# run: below_zero(Meter(0))
# run: below_zero(Meter(1))


def below_one(meter):
    meter.update(-1)
    if meter:
        y = 1
    if meter < 1:
        use(y)  # NSA201: y
# run: below_one(Meter(0))
# run: below_one(Meter(1))


def another_truth(meter):
    if meter:
        z = 1
    meter.update(-1)
    if meter:
        use(z)  # NSA201: z
# run: another_truth(Meter(0))
# run: another_truth(Meter(2))


def false_afterwards(meter):
    if not meter:
        z = 1
    meter.update(-1)
    if not meter:
        use(z)  # NSA201: z
# run: false_afterwards(Meter(1))
# run: false_afterwards(Meter(2))


def below_zero_and_true(meter):
    meter.update(-1)
    if meter < 0:
        y = 1
    if not meter:
        return 1
    if meter < 1:
        return y
    return 2
# run: below_zero_and_true(Meter(0))
# run: below_zero_and_true(Meter(2))


def as_long_as_it_is_true(xs):
    n = len(xs)
    if n:
        y = 1
    if xs:
        use(y)
    if n < 1:
        use(y)  # NSA201: y
# run: as_long_as_it_is_true([])
# run: as_long_as_it_is_true([1])


def lengths_before_and_after(xs):
    n = len(xs)
    if n < 0:
        use(y)
    if n < 1:
        y = 1
    if not xs:
        use(y)
    xs.append(1)
    if len(xs) < 0:
        use(z)
    if xs:
        z = 1
    if len(xs) > 0:
        use(z)
    if not n:
        use(y)
    else:
        use(y)  # NSA201: y
# run: lengths_before_and_after([])
# run: lengths_before_and_after([1])
