# constant tests

def if_true():
    if True:
        x = 1
    use(x)
# run: if_true()


def if_false():
    if False:
        x = 1
    use(x)  # NSA205: x
# run: if_false()


def if_0():
    if 0:
        x = 1
    use(x)  # NSA205: x
# run: if_0()


def if_1():
    if 1:
        x = 1
    use(x)
# run: if_1()


def if_none():
    if None:
        x = 1
    use(x)  # NSA205: x
# run: if_none()


def if_not_none():
    if not None:
        x = 1
    use(x)
# run: if_not_none()


def while_true_with_a_binding_before_the_break():
    while True:
        x = 1
        break
    use(x)
# run: while_true_with_a_binding_before_the_break()


def while_1():
    while 1:
        x = 1
        break
    use(x)
# run: while_1()


def while_0():
    while 0:
        x = 1
    use(x)  # NSA205: x
# run: while_0()


def while_false():
    while False:
        x = 1
    use(x)  # NSA205: x
# run: while_false()
