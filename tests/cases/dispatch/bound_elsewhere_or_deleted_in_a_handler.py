# Reported by default where no way binds the name: that of the module is another one.

def its_own_name(x, use_triton):
    use(y)  # NSA205: y by default
    y = x
    return use_triton
# run: its_own_name(1, True)


def sets_that_of_the_module():
    global y
    y = 1
# run: sets_that_of_the_module()


def in_an_arm_that_binds_it_later(x, mode, use_triton):
    if mode:
        y = y + 1  # NSA205: y by default
    else:
        y = 1
    return y, use_triton
# run: in_an_arm_that_binds_it_later(1, True, True)
# run: in_an_arm_that_binds_it_later(1, False, True)


def what_a_handler_may_delete(mode, use_triton):
    try:
        boom()
    except ValueError as error:
        if mode:
            del error
        use(error)  # NSA204: error
    return use_triton
# run: what_a_handler_may_delete(True, True)
# run: what_a_handler_may_delete(False, True)


def what_a_handler_deletes(use_triton):
    try:
        boom()
    except ValueError as error:
        del error
        use(error)  # NSA204: error by default
    return use_triton
# run: what_a_handler_deletes(True)


def the_end_of_what_always_leaves(use_triton):
    try:
        return fine(use_triton)
    finally:
        use(y)  # NSA205: y by default
    y = 1
# run: the_end_of_what_always_leaves(True)
