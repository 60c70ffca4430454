# What marks its argument as known to a compiler returns it: negated, in an operand, nested, in a loop.
from types import SimpleNamespace

from operator import index as const_expr  # any name that is imported as this one

cutlass = SimpleNamespace(const_expr=lambda x: x)
lib = SimpleNamespace(cute=cutlass)
known = cutlass.const_expr
also = SimpleNamespace(const_expr=lambda x, y=True: x and y)  # not the compiler's: that takes one argument


class Kernel:
    def __init__(self, fast, wide=False):
        self.fast, self.wide = fast, wide

    def negated_inside(self):
        if cutlass.const_expr(not self.fast):
            x = 1
        if not cutlass.const_expr(self.fast):
            use(x)

    def two_in_one(self):
        if lib.cute.const_expr(self.fast or self.wide):
            x = 1
        if lib.cute.const_expr(self.fast) or cutlass.const_expr(self.wide):
            use(x)

    def of_a_stored_flag(self):
        self.mode = self.fast and not self.wide
        if cutlass.const_expr(self.mode):
            x = 1
        if self.mode:
            use(x)

    def of_one_of_two(self):
        if cutlass.const_expr(self.fast or self.wide):
            x = 1
        if cutlass.const_expr(self.fast):
            use(x)
        if cutlass.const_expr(self.wide is not None):
            use(x)  # NSA201: x
# run: Kernel(True).negated_inside()
# run: Kernel(False).negated_inside()
# run: Kernel(True).two_in_one()
# run: Kernel(False, True).two_in_one()
# run: Kernel(False).two_in_one()
# run: Kernel(True).of_a_stored_flag()
# run: Kernel(False).of_a_stored_flag()
# run: Kernel(True, False).of_one_of_two()
# run: Kernel(False, False).of_one_of_two()


def under_a_second_name(a):
    if known(a):
        x = 1
    if a:
        use(x)
# run: under_a_second_name(True)
# run: under_a_second_name(False)


def a_comparison(n):
    if cutlass.const_expr(n > 3):
        x = 1
    if n >= 4:
        use(x)
    if cutlass.const_expr(n == 2):
        use(x)  # NSA201: x
# run: a_comparison(5)
# run: a_comparison(2)


def a_value_that_is_kept(a):
    fast = cutlass.const_expr(a)
    x = 1 if not fast else None
    while cutlass.const_expr(not a):
        y = x
        break
    if not fast:
        use(y)
# run: a_value_that_is_kept(True)
# run: a_value_that_is_kept(False)


def another_argument(a, b):
    if cutlass.const_expr(a):
        x = 1
    if cutlass.const_expr(b):
        use(x)  # NSA201: x
# run: another_argument(True, True)
# run: another_argument(False, True)


def by_the_plain_name(n):
    if const_expr(n):
        x = 1
    if n:
        use(x)
# run: by_the_plain_name(1)
# run: by_the_plain_name(0)


def a_parameter_of_this_name_is_any_function(const_expr, constexpr, a):
    if constexpr(a):
        x = 1
    if a:
        use(x)  # NSA201: x
# run: a_parameter_of_this_name_is_any_function(fine, lambda a: not a, True)


def a_local_import(a):
    from operator import index as const_expr

    if const_expr(a):
        x = 1
    else:
        y = 2
    if a:
        use(x)
    else:
        use(y)
# run: a_local_import(1)
# run: a_local_import(0)


def a_second_argument_may_decide(a, b):
    if also.const_expr(a, b):
        x = 1
    if a:
        use(x)  # NSA201: x
# run: a_second_argument_may_decide(True, True)
# run: a_second_argument_may_decide(True, False)


def an_argument_by_name_may_decide(a, b):
    if also.const_expr(a, y=b):
        x = 1
    if a:
        use(x)  # NSA201: x
# run: an_argument_by_name_may_decide(True, True)
# run: an_argument_by_name_may_decide(True, False)


def what_is_unpacked_is_not_the_argument(pair):
    if also.const_expr(*pair):
        x = 1
    if pair:
        use(x)  # NSA201: x
# run: what_is_unpacked_is_not_the_argument((True, True))
# run: what_is_unpacked_is_not_the_argument((True, False))
