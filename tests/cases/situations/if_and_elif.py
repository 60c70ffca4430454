# if and elif

def if_without_else(a):
    if a:
        x = 1
    use(x)  # NSA201: x
# run: if_without_else(True)
# run: if_without_else(False)


def elif_without_else(a, b):
    if a:
        x = 1
    elif b:
        x = 2
    use(x)  # NSA201: x
# run: elif_without_else(True, True)
# run: elif_without_else(True, False)
# run: elif_without_else(False, True)
# run: elif_without_else(False, False)


def one_arm_forgets(a, b):
    if a:
        x = 1
    elif b:
        pass
    else:
        x = 2
    use(x)  # NSA201: x
# run: one_arm_forgets(True, True)
# run: one_arm_forgets(True, False)
# run: one_arm_forgets(False, True)
# run: one_arm_forgets(False, False)


def other_branch_returns(a):
    if a:
        x = 1
    else:
        return
    use(x)
# run: other_branch_returns(True)
# run: other_branch_returns(False)


def other_branch_raises(a):
    if a:
        x = 1
    else:
        raise ValueError
    use(x)
# run: other_branch_raises(True)
# run: other_branch_raises(False)


def other_branch_continues(xs):
    for i in xs:
        if i:
            x = 1
        else:
            continue
        use(x)
# run: other_branch_continues([])
# run: other_branch_continues([1])
# run: other_branch_continues([1, 2])
# run: other_branch_continues([0])


def other_branch_breaks(xs):
    for i in xs:
        if i:
            x = 1
        else:
            break
        use(x)
# run: other_branch_breaks([])
# run: other_branch_breaks([1])
# run: other_branch_breaks([1, 2])
# run: other_branch_breaks([0])


def both_bind(a):
    if a:
        x = 1
    else:
        x = 2
    use(x)
# run: both_bind(True)
# run: both_bind(False)


def only_del_in_the_branch(a):
    x = 1
    if a:
        del x
    use(x)  # NSA204: x
# run: only_del_in_the_branch(True)
# run: only_del_in_the_branch(False)
