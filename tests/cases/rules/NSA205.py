# NSA205 not-yet-bound

def read_before_any_binding():
    use(x)  # NSA205: x
    x = 1


def bound_on_the_other_branch_only(a):
    if a:
        x = 1
    else:
        use(x)  # NSA205: x


def bound_before():
    x = 1
    use(x)
