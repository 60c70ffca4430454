# calls that never return

def exit_(a):
    if a:
        x = 1
    else:
        exit(1)
    use(x)
# run: exit_(True)
# run: exit_(False)


def in_one_branch_return_raise_assert_false(a, b):
    if a:
        x = 1
    elif b:
        return
    else:
        assert False
    use(x)
# run: in_one_branch_return_raise_assert_false(True, True)
# run: in_one_branch_return_raise_assert_false(True, False)
# run: in_one_branch_return_raise_assert_false(False, True)
# run: in_one_branch_return_raise_assert_false(False, False)


def shadowed_exit(a, exit):
    if a:
        x = 1
    else:
        exit(1)
    use(x)  # NSA201: x
# run: shadowed_exit(True, fine)
# run: shadowed_exit(False, fine)
