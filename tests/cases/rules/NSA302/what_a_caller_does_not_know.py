# What a constructor looks into only sometimes, what is set again, and what a caller sets too late: these may be anything.


def pair(kwargs, x):
    if kwargs.get("out"):
        return x, x
    return x, x, x


def set_before(x, kwargs):
    kwargs["out"] = 1
    a, b = pair(kwargs, x)
    return a


def set_after(x, kwargs):
    a, b = pair(kwargs, x)  # NSA302: pair
    kwargs["out"] = 1
    return a


def set_in_an_earlier_iteration(xs, kwargs):
    for x in xs:
        a, b = pair(kwargs, x)
        kwargs["out"] = 1


def pair_of(kwargs, x):
    if kwargs["out"]:
        return x, x
    return x, x, x


def set_in_a_function(x, kwargs):
    def later():
        kwargs["out"] = 1

    a, b = pair_of(kwargs, x)  # NSA302: pair_of
    return a, later


class Always:
    def __init__(self, always):
        self.always = always
        self.size = self.always[0]

    def use(self, x):
        a, b, c = self.split(x, self.always)
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class Beside:
    def __init__(self, always):
        self.always = always


class Either:
    def __init__(self, either):
        self.either = either
        self.size = self.either[0] if self.either else 0

    def use(self, x):
        a, b, c = self.split(x, self.either)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class AtTheEnd:
    def __init__(self, second):
        self.second = second
        self.size = self.second is not None and self.second[0]

    def use(self, x):
        a, b, c = self.split(x, self.second)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class Test:
    def __init__(self, test):
        self.test = test
        self.size = 1 if self.test[0] else 0

    def use(self, x):
        a, b, c = self.split(x, self.test)
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class Later:
    def __init__(self, later):
        self.later = later
        self.size = lambda: self.later[0]

    def use(self, x):
        a, b, c = self.split(x, self.later)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class ForEach:
    def __init__(self, each, n):
        self.each = each
        self.sizes = [self.each[k] for k in range(n)]

    def use(self, x):
        a, b, c = self.split(x, self.each)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class OfNone:
    def __init__(self, anything):
        self.anything = anything
        self.kind = self.anything.__class__

    def use(self, x):
        a, b, c = self.split(x, self.anything)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class Before:
    before = (1,)

    def __init__(self, before):
        self.size = self.before[0]
        self.before = before

    def use(self, x):
        a, b, c = self.split(x, self.before)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class SetAgain:
    def __init__(self, again):
        self.again = tuple(again)

    def use(self, x):
        a, b, c = self.split(x, self.again)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


class Below(SetAgain):
    def __init__(self):
        self.again = None


class SetOutside:
    def __init__(self, outside):
        self.outside = tuple(outside)

    def use(self, x):
        a, b, c = self.split(x, self.outside)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x


def clear(work):
    work.outside = None


class SetByName:
    def __init__(self, named):
        self.named = tuple(named)

    def clear(self):
        setattr(self, "named", None)

    def use(self, x):
        a, b, c = self.split(x, self.named)  # NSA302: split
        return a

    def split(self, x, mask):
        if mask is None:
            return x, x
        return x, x, x
