# A name that nothing but its value makes a guard, of another such name.
import os

HAS_TRITON = "SOME_PLACE" in os.environ
USABLE = HAS_TRITON
READY = USABLE
GONE = not READY
if HAS_TRITON:
    STEP = 2
else:
    STEP = 1
WIDE = STEP > 1
try:
    import missing_package

    THERE = True
except ImportError:
    THERE = False
BOTH = THERE and fine()
FIRST, (SECOND, *REST) = USABLE, (1, 2)
LISTED: bool = USABLE
PLAIN = os.sep


def usable():
    return USABLE


def ready():
    return READY


def both():
    """Whether they are there."""
    return not BOTH and not fine()


class Layer:
    def __init__(self):
        self.ready = READY
        self.wide = STEP > 0 and WIDE
        self.other = PLAIN

    def of_an_attribute(self):
        if self.ready:
            x = 1
        use(x)  # NSA104: x

    def of_another_attribute(self):
        if self.wide:
            x = 1
        use(x)  # NSA104: x

    def of_one_that_is_none(self):
        if self.other == "|":
            x = 1
        use(x)  # NSA201: x


def of_one():
    if USABLE:
        x = 1
    use(x)  # NSA104: x


def of_two():
    if READY:
        x = 1
    use(x)  # NSA104: x


def of_three():
    if not GONE:
        x = 1
    use(x)  # NSA104: x


def set_by_an_arm():
    if WIDE:
        x = 1
    use(x)  # NSA104: x


def of_an_import():
    if BOTH:
        x = 1
    use(x)  # NSA104: x


def of_several_at_once():
    if FIRST:
        x = 1
    use(x)  # NSA104: x


def with_a_type():
    if LISTED:
        x = 1
    use(x)  # NSA104: x


def that_is_none():
    if PLAIN == "|":
        x = 1
    use(x)  # NSA201: x


def returned_by_a_function():
    if usable():
        x = 1
    use(x)  # NSA104: x


def of_two_that_a_function_returns():
    if ready():
        x = 1
    use(x)  # NSA104: x


def of_an_import_that_a_function_returns():
    if both():
        x = 1
    use(x)  # NSA104: x


def tested_twice():
    if READY:
        x = 1
    if READY:
        use(x)
# run: of_one()
# run: of_two()
# run: of_three()
# run: set_by_an_arm()
# run: of_an_import()
# run: of_several_at_once()
# run: with_a_type()
# run: that_is_none()
# run: returned_by_a_function()
# run: of_two_that_a_function_returns()
# run: of_an_import_that_a_function_returns()
# run: tested_twice()
# run: Layer().of_an_attribute()
# run: Layer().of_another_attribute()
# run: Layer().of_one_that_is_none()
