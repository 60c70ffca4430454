# A name made from a guard is one, too; an attribute only in methods, and where it is bound to a test, not to what a call picks.
import os
import platform

HAS_TRITON = os.environ.get("NSA_CASE_TRITON") == "1"
KERNEL = min(HAS_TRITON, 3)
READY = not HAS_TRITON
BOTH = HAS_TRITON and os.path.exists("/")
NO_FLAG = HAS_TRITON and min(HAS_TRITON, 3)


def by_what_it_picked():
    if KERNEL:
        y = 1
    return y  # NSA104: y
# run: by_what_it_picked()


def by_its_opposite(mode):
    if READY and mode:
        y = 1
    return y  # NSA104: y
# run: by_its_opposite(False)


def by_two_tests():
    if BOTH:
        y = 1
    return y  # NSA104: y
# run: by_two_tests()


def by_a_test_and_what_it_picked():
    if NO_FLAG:
        y = 1
    return y  # NSA104: y
# run: by_a_test_and_what_it_picked()


class Layer:
    def __init__(self, use_triton):
        self.kernel = max(use_triton, 0)
        self.fast = use_triton and len("ab") > 1
        self.slow = not use_triton
        self.system = platform.system()
        self.there = os.getenv("NSA_CASE_TRITON")

    def by_what_a_function_of_the_platform_says(self):
        if self.system == 1:
            y = 1
        return y  # NSA104: y

    def by_what_a_function_says_by_its_last_name(self):
        if self.there:
            y = 1
        return y  # NSA104: y

    def by_what_it_picked(self):
        if self.kernel:
            y = 1
        return y  # NSA201: y

    def by_a_flag(self):
        if self.fast:
            y = 1
        return y  # NSA104: y

    def by_its_opposite(self):
        if self.slow:
            y = 1
        return y  # NSA104: y
# run: Layer(False).by_what_it_picked()
# run: Layer(False).by_a_flag()
# run: Layer(False).by_what_a_function_of_the_platform_says()
# run: Layer(False).by_what_a_function_says_by_its_last_name()
# run: Layer(True).by_its_opposite()


def by_what_another_object_picked(layer):
    if layer.kernel:
        y = 1
    return y  # NSA201: y
# run: by_what_another_object_picked(Layer(False))


def by_a_flag_of_another_object(layer):
    if layer.slow:
        y = 1
    return y  # NSA201: y
# run: by_a_flag_of_another_object(Layer(True))


def by_a_flag_and_a_call_of_another_object(layer):
    if layer.fast:
        y = 1
    return y  # NSA201: y
# run: by_a_flag_and_a_call_of_another_object(Layer(False))
