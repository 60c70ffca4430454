# the same test again

def equal_name(c):
    if c:
        x = 1
    if c:
        use(x)
# run: equal_name(True)
# run: equal_name(False)


def negated_then_elif_not(b):
    if b:
        x = 1
    elif not b:
        x = 2
    use(x)
# run: negated_then_elif_not(True)
# run: negated_then_elif_not(False)


def else_of_the_negation(b):
    if b:
        x = 1
    if not b:
        pass
    else:
        use(x)
# run: else_of_the_negation(True)
# run: else_of_the_negation(False)


def rebound_between(c, d):
    if c:
        x = 1
    c = d
    if c:
        use(x)  # NSA201: x
# run: rebound_between(True, True)
# run: rebound_between(True, False)
# run: rebound_between(False, True)
# run: rebound_between(False, False)


def different_test(c, d):
    if c:
        x = 1
    if d:
        use(x)  # NSA201: x
# run: different_test(True, True)
# run: different_test(True, False)
# run: different_test(False, True)
# run: different_test(False, False)


def stronger_test(c, d):
    if c:
        x = 1
    if d and c:
        use(x)
# run: stronger_test(True, True)
# run: stronger_test(True, False)
# run: stronger_test(False, True)
# run: stronger_test(False, False)


def weaker_test(c, d):
    if c:
        x = 1
    if d or c:
        use(x)  # NSA201: x
# run: weaker_test(True, True)
# run: weaker_test(True, False)
# run: weaker_test(False, True)
# run: weaker_test(False, False)


def nested_against_conjunction(c, d):
    if c:
        if d:
            x = 1
    if c and d:
        use(x)
# run: nested_against_conjunction(True, True)
# run: nested_against_conjunction(True, False)
# run: nested_against_conjunction(False, True)
# run: nested_against_conjunction(False, False)


def de_morgan(c, d):
    if c or d:
        x = 1
    if not (not c and not d):
        use(x)
# run: de_morgan(True, True)
# run: de_morgan(True, False)
# run: de_morgan(False, True)
# run: de_morgan(False, False)


def is_none_and_is_not_none(c):
    if c is not None:
        x = 1
    if c is None:
        return
    use(x)
# run: is_none_and_is_not_none(None)
# run: is_none_and_is_not_none(0)
# run: is_none_and_is_not_none(1)


def truth_implies_not_none(c):
    if c is not None:
        x = 1
    if c:
        use(x)
# run: truth_implies_not_none(None)
# run: truth_implies_not_none(0)
# run: truth_implies_not_none(1)


def not_none_does_not_imply_truth(c):
    if c:
        x = 1
    if c is not None:
        use(x)  # NSA201: x
# run: not_none_does_not_imply_truth(None)
# run: not_none_does_not_imply_truth(0)
# run: not_none_does_not_imply_truth(1)


def equal_constants(s):
    if s == 'a':
        x = 1
    if s == 'a':
        use(x)
# run: equal_constants('a')
# run: equal_constants('b')


def different_constants(s):
    if s == 'a':
        x = 1
    if s == 'b':
        use(x)  # NSA201: x
# run: different_constants('a')
# run: different_constants('b')


def different_constants_exclude_each_other(s):
    if s != 'a':
        x = 1
    if s == 'b':
        use(x)
# run: different_constants_exclude_each_other('a')
# run: different_constants_exclude_each_other('b')
# run: different_constants_exclude_each_other('c')


def membership_and_equality(s):
    if s in ('a', 'b'):
        x = 1
    if s == 'a':
        use(x)
# run: membership_and_equality('a')
# run: membership_and_equality('b')
# run: membership_and_equality('c')


def attribute_repeated(o):
    if o.fast:
        x = 1
    if o.fast:
        use(x)
# run: attribute_repeated(Box(fast=True))
# run: attribute_repeated(Box(fast=False))


def attribute_rebound(o, b):
    if o.fast:
        x = 1
    o.fast = b
    if o.fast:
        use(x)  # NSA201: x
# run: attribute_rebound(Box(fast=True), True)
# run: attribute_rebound(Box(fast=False), True)


def equal_calls_agree_policy(o):
    if o.ready():
        x = 1
    if o.ready():
        use(x)
# not run: a policy


def different_calls_do_not(o):
    if o.ready():
        x = 1
    if o.is_ready():
        use(x)  # NSA201: x
# not run: what it needs is not there


def call_with_another_argument(o):
    if o.ready(1):
        x = 1
    if o.ready(2):
        use(x)  # NSA201: x
# not run: what it needs is not there


def kept_in_a_flag(c, d):
    both = c and d
    if both:
        x = 1
    if c and d:
        use(x)
# run: kept_in_a_flag(True, True)
# run: kept_in_a_flag(True, False)
# run: kept_in_a_flag(False, True)
# run: kept_in_a_flag(False, False)


def flag_of_the_branch(c):
    done = False
    if c:
        x = 1
        done = True
    if done:
        use(x)
# run: flag_of_the_branch(True)
# run: flag_of_the_branch(False)


def sentinel(c):
    v = None
    if c:
        x = 1
        v = 1
    if v is not None:
        use(x)
# run: sentinel(True)
# run: sentinel(False)


def string_flag(c):
    impl = 'torch'
    if c:
        impl = 'triton'
        x = 1
    if impl == 'triton':
        use(x)
# run: string_flag(True)
# run: string_flag(False)
