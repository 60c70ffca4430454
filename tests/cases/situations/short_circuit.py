# short circuit

def or_true_branch(a):
    if a or (x := 1):
        use(x)  # NSA201: x
# run: or_true_branch(True)
# run: or_true_branch(False)


def or_false_branch(a):
    if a or (x := 0):
        pass
    else:
        use(x)
# run: or_false_branch(True)
# run: or_false_branch(False)


def or_after(a):
    a or (x := 1)
    use(x)  # NSA201: x
# run: or_after(True)
# run: or_after(False)


def and_true_branch(a):
    if a and (x := 1):
        use(x)
# run: and_true_branch(True)
# run: and_true_branch(False)


def and_false_branch(a):
    if a and (x := 1):
        pass
    else:
        use(x)  # NSA201: x
# run: and_false_branch(True)
# run: and_false_branch(False)


def and_after(a):
    a and (x := 1)
    use(x)  # NSA201: x
# run: and_after(True)
# run: and_after(False)


def read_behind_the_same_operand(a):
    a and (x := 1)
    a and use(x)
# run: read_behind_the_same_operand(True)
# run: read_behind_the_same_operand(False)


def conditional_expression_guarded_read(a):
    if a:
        x = 1
    return x if a else 0
# run: conditional_expression_guarded_read(True)
# run: conditional_expression_guarded_read(False)


def conditional_expression_other_arm(a):
    if a:
        x = 1
    return 0 if a else x  # NSA201: x
# run: conditional_expression_other_arm(True)
# run: conditional_expression_other_arm(False)
