# What is known of an attribute after it was stored, and what a call may have changed.

def stored(o):
    o.fast = True
    if o.fast:
        x = 1
    use(x)
# run: stored(Box())


def after_a_call_that_gets_the_object(o, g):
    o.fast = True
    g(o)
    if o.fast:
        x = 1
    use(x)  # NSA201: x
# run: after_a_call_that_gets_the_object(Box(), fine)
# run: after_a_call_that_gets_the_object(Box(), lambda o: setattr(o, "fast", False))


def after_a_call_that_gets_it_by_keyword(o, g):
    o.fast = True
    g(o=o)
    if o.fast:
        x = 1
    use(x)  # NSA201: x
# run: after_a_call_that_gets_it_by_keyword(Box(), lambda o: setattr(o, "fast", False))


def after_a_method_of_the_object(o):
    o.fast = True
    o.reset()
    if o.fast:
        x = 1
    use(x)  # NSA201: x
# not run: what it needs is not there


def after_a_call_that_does_not_get_it(o, g):
    o.fast = True
    g()
    if o.fast:
        x = 1
    use(x)
# run: after_a_call_that_does_not_get_it(Box(), fine)


def tested_twice_around_a_call_that_gets_the_object(o, g):
    if o.fast:
        x = 1
    g(o)
    if o.fast:
        use(x)
# not run: a policy


def stored_through_another_name(o, p):
    o.fast = True
    p.fast = False
    if o.fast:
        x = 1
    use(x)
# not run: a policy


def the_object_is_replaced(o, p):
    o.fast = True
    o = p
    if o.fast:
        x = 1
    use(x)  # NSA201: x
# run: the_object_is_replaced(Box(), Box(fast=False))


def a_comparison_hands_nothing_on(w):
    v = []
    if v == w:
        pass
    if v:
        use(x)
    x = 1
# run: a_comparison_hands_nothing_on([])
# run: a_comparison_hands_nothing_on([1])


def the_object_of_a_name_stays_the_same_when_its_contents_change(v):
    if v is None:
        x = 1
    v.append(1)
    if v is None:
        use(x)
# run: the_object_of_a_name_stays_the_same_when_its_contents_change([])


def the_object_of_an_attribute_is_not_followed_when_its_contents_change(o):
    if o.v is None:
        x = 1
    o.v.append(1)
    if o.v is None:
        use(x)  # NSA201: x
# not run: a false positive


def contents_that_have_changed(v):
    if v:
        x = 1
    v.pop()
    if not v:
        use(x)  # NSA201: x
# not run: a policy


def contents_that_have_grown(v):
    v.append(1)
    if v:
        x = 1
    use(x)
# run: contents_that_have_grown([])
