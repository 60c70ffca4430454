# Reported by default where no way binds the name; each part of a statement may bind it, or read it first.

def the_subject_reads_it(x, use_triton):
    match y:  # NSA205: y by default
        case 1:
            x = 2
    y = x
    return use_triton
# run: the_subject_reads_it(1, True)


def the_subject_may_bind_it(x, use_triton):
    match use_triton and (y := x):
        case 1:
            x = 2
    return y  # NSA104: y
# run: the_subject_may_bind_it(1, True)
# run: the_subject_may_bind_it(1, False)


def the_subject_may_bind_it_under_another_test(x, mode, use_triton):
    match mode and (y := x):
        case 1:
            x = 2
    return y, use_triton  # NSA201: y
# run: the_subject_may_bind_it_under_another_test(1, True, True)
# run: the_subject_may_bind_it_under_another_test(1, False, True)


def a_pattern_may_bind_it(x, use_triton):
    match x:
        case [y, _]:
            x = 2
    return y, use_triton  # NSA201: y
# run: a_pattern_may_bind_it([1, 2], True)
# run: a_pattern_may_bind_it([1], True)


def a_pattern_reads_it(x, use_triton):
    match x:
        case limits.low:  # NSA205: limits by default
            x = 2
    limits = x
    return use_triton
# run: a_pattern_reads_it(1, True)


def the_test_of_a_case_may_bind_it(x, use_triton):
    match x:
        case [_] if (y := x):
            x = 2
    return y, use_triton  # NSA201: y
# run: the_test_of_a_case_may_bind_it([1], True)
# run: the_test_of_a_case_may_bind_it([], True)


def the_test_of_a_later_arm_may_bind_it(x, mode, use_triton):
    if mode:
        pass
    elif (y := x):
        pass
    return y, use_triton  # NSA201: y
# run: the_test_of_a_later_arm_may_bind_it(1, False, True)
# run: the_test_of_a_later_arm_may_bind_it(1, True, True)


def a_test_reads_it(x, use_triton):
    if y:  # NSA205: y by default
        x = 1
    y = x
    return use_triton
# run: a_test_reads_it(1, True)


def an_arm_that_is_never_taken_binds_it(x, mode, use_triton):
    if mode:
        x = 1
    elif False:
        y = 1
    return y, use_triton  # NSA205: y by default
# run: an_arm_that_is_never_taken_binds_it(1, True, True)
# run: an_arm_that_is_never_taken_binds_it(1, False, True)


def behind_an_arm_that_is_always_taken(x, mode, use_triton):
    if mode:
        x = 1
    elif True:
        x = 2
    else:
        y = 1
    return y, use_triton  # NSA205: y by default
# run: behind_an_arm_that_is_always_taken(1, True, True)
# run: behind_an_arm_that_is_always_taken(1, False, True)


def the_last_arm_binds_it(x, mode, use_triton):
    if mode:
        x = 1
    else:
        y = x
    return y, use_triton  # NSA201: y
# run: the_last_arm_binds_it(1, True, True)
# run: the_last_arm_binds_it(1, False, True)


def what_a_loop_goes_over_may_bind_it(x, mode, use_triton):
    for each in (mode and (y := [x])) or []:
        use(each)
    return y, use_triton  # NSA201: y
# run: what_a_loop_goes_over_may_bind_it(1, True, True)
# run: what_a_loop_goes_over_may_bind_it(1, False, True)


def what_a_loop_goes_over_reads_it(x, use_triton):
    for each in y:  # NSA205: y by default
        use(each)
    y = x
    return use_triton
# run: what_a_loop_goes_over_reads_it(1, True)


def the_target_of_a_loop(xs, use_triton):
    for y in xs:
        pass
    return y, use_triton  # NSA203: y
# run: the_target_of_a_loop([1], True)
# run: the_target_of_a_loop([], True)


def a_break_before_the_binding(xs, use_triton):
    for x in xs:
        if x:
            break
        y = x
        del y
    return y, use_triton  # NSA204: y by default
# run: a_break_before_the_binding([1], True)
# run: a_break_before_the_binding([0], True)


def a_break_behind_the_binding(xs, use_triton):
    for x in xs:
        y = x
        if x:
            break
        del y
    return y, use_triton  # NSA203: y  # NSA204: y
# run: a_break_behind_the_binding([1], True)
# run: a_break_behind_the_binding([0], True)


def a_continue_behind_the_binding(xs, use_triton):
    for x in xs:
        y = x
        if x:
            continue
        del y
    return y, use_triton  # NSA203: y  # NSA204: y
# run: a_continue_behind_the_binding([1], True)
# run: a_continue_behind_the_binding([0], True)


def a_return_behind_the_binding(xs, use_triton):
    for x in xs:
        y = x
        if x:
            return y
        del y
    return y, use_triton  # NSA204: y by default
# run: a_return_behind_the_binding([1], True)
# run: a_return_behind_the_binding([0], True)


def an_iteration_leaves_an_inner_loop(xs, use_triton):
    for x in xs:
        for each in x:
            y = each
            break
        else:
            continue
        use(y)
        del y
    return y, use_triton  # NSA204: y  # NSA205: y
# run: an_iteration_leaves_an_inner_loop([[1]], True)
# run: an_iteration_leaves_an_inner_loop([[]], True)


def the_else_of_a_loop_binds_it(xs, use_triton):
    for x in xs:
        if x:
            break
    else:
        y = 1
    return y, use_triton  # NSA203: y
# run: the_else_of_a_loop_binds_it([], True)
# run: the_else_of_a_loop_binds_it([1], True)


def an_inner_loop_binds_it_for_the_next_iteration(xs, use_triton):
    for x in xs:
        if x:
            use(y)  # NSA205: y
        for each in xs:
            y = each
    return use_triton
# run: an_inner_loop_binds_it_for_the_next_iteration([0, 1], True)
# run: an_inner_loop_binds_it_for_the_next_iteration([1], True)


def a_handler_reads_what_the_body_binds(use_triton):
    try:
        x = boom()
        y = 1
    except ValueError:
        use(y)  # NSA202: y
    return use_triton
# run: a_handler_reads_what_the_body_binds(True)


def a_handler_reads_what_the_else_binds(use_triton):
    try:
        fine()
    except ValueError:
        use(y)  # NSA202: y
    else:
        y = 1
    return use_triton
# not run: it would take a call that fails


def a_handler_is_for_what_nothing_binds(use_triton):
    try:
        boom()
    except Missing:  # NSA205: Missing by default
        pass
    Missing = use_triton
# run: a_handler_is_for_what_nothing_binds(True)


def the_name_of_a_handler_in_it(use_triton):
    try:
        boom()
    except ValueError as error:
        use(error)
    return use_triton
# run: the_name_of_a_handler_in_it(True)


def a_handler_that_leaves_binds_it(mode, use_triton):
    try:
        boom(mode)
    except ValueError:
        if mode:
            y = 1
            return y
    return y, use_triton  # NSA205: y by default
# run: a_handler_that_leaves_binds_it(True, True)
# run: a_handler_that_leaves_binds_it(False, True)


def the_end_reads_what_a_handler_binds(use_triton):
    try:
        fine()
    except ValueError:
        y = 1
    finally:
        use(y)  # NSA202: y, y
    return use_triton
# run: the_end_reads_what_a_handler_binds(True)


def the_end_binds_it(use_triton):
    try:
        fine()
    finally:
        if use_triton:
            y = 1
    return y  # NSA104: y
# run: the_end_binds_it(True)
# run: the_end_binds_it(False)


def the_end_reads_what_nothing_binds(use_triton):
    try:
        fine()
    finally:
        use(y)  # NSA205: y by default
    y = use_triton
# run: the_end_reads_what_nothing_binds(True)


def a_manager_binds_it(mode, use_triton):
    with (mode and (y := Manager())) or Manager():
        fine()
    return y, use_triton  # NSA201: y
# run: a_manager_binds_it(True, True)
# run: a_manager_binds_it(False, True)


def a_manager_reads_it(use_triton):
    with y:  # NSA205: y by default
        y = use_triton
# run: a_manager_reads_it(True)


def a_manager_that_swallows(use_triton):
    from contextlib import suppress

    with suppress(ValueError):
        boom()
        y = 1
    return y, use_triton  # NSA202: y
# run: a_manager_that_swallows(True)


def a_manager_that_swallows_what_leaves(use_triton):
    from contextlib import suppress

    with suppress(ValueError):
        y = 1
        raise ValueError(use_triton)
    del y
    return y  # NSA204: y by default
# run: a_manager_that_swallows_what_leaves(True)


def the_default_of_a_function_reads_it(use_triton):
    def inner(first=y):  # NSA205: y by default
        return first
    y = use_triton
    return inner
# run: the_default_of_a_function_reads_it(True)


def a_function_of_that_name(mode, use_triton):
    if mode:
        def y():
            return 1
    return y, use_triton  # NSA201: y
# run: a_function_of_that_name(True, True)
# run: a_function_of_that_name(False, True)


def an_operand_that_fails_may_not_be_evaluated(mode, use_triton):
    mode and use(y)  # NSA205: y by default
    y = 1
    mode or use(y)
    return use_triton
# run: an_operand_that_fails_may_not_be_evaluated(True, True)
# run: an_operand_that_fails_may_not_be_evaluated(False, True)


def what_comes_after_a_read_that_fails(use_triton):
    use(y)  # NSA205: y by default
    use(z)  # NSA205: z
    y = z = use_triton
# not run: the second read is not reached


def what_comes_after_one_that_may_not_be_evaluated(mode, use_triton):
    mode < 2 < y  # NSA205: y by default
    use(z)  # NSA205: z by default
    y = z = use_triton
# run: what_comes_after_one_that_may_not_be_evaluated(2, True)
# run: what_comes_after_one_that_may_not_be_evaluated(1, True)


def a_return_in_the_body_may_bind_what_a_finally_reads(mode, use_triton):
    try:
        if mode:
            y = use_triton
            return y
    finally:
        use(y)  # NSA205: y
# run: a_return_in_the_body_may_bind_what_a_finally_reads(True, True)
# run: a_return_in_the_body_may_bind_what_a_finally_reads(False, True)


def a_raise_may_bind_what_a_finally_reads(mode, use_triton):
    try:
        if mode:
            y = use_triton
            raise ValueError(y)
    finally:
        use(y)  # NSA202: y
# run: a_raise_may_bind_what_a_finally_reads(True, True)
# run: a_raise_may_bind_what_a_finally_reads(False, True)


def a_handler_may_bind_what_a_finally_reads(mode, use_triton):
    try:
        if mode:
            raise ValueError(use_triton)
    except ValueError:
        y = use_triton
        return y
    finally:
        use(y)  # NSA205: y
# run: a_handler_may_bind_what_a_finally_reads(True, True)
# run: a_handler_may_bind_what_a_finally_reads(False, True)


def an_iteration_that_is_left_may_bind_what_a_finally_reads(mode, use_triton):
    for _ in range(1):
        try:
            if mode:
                y = use_triton
                break
        finally:
            use(y)  # NSA205: y
# run: an_iteration_that_is_left_may_bind_what_a_finally_reads(True, True)
# run: an_iteration_that_is_left_may_bind_what_a_finally_reads(False, True)


def no_way_to_a_finally_binds_it(mode, use_triton):
    try:
        if mode:
            return use_triton
    finally:
        use(y)  # NSA205: y by default
    y = use_triton
    return y
# run: no_way_to_a_finally_binds_it(True, True)
# run: no_way_to_a_finally_binds_it(False, True)


def after_a_finally_that_may_bind_it_where_the_body_returns(mode, use_triton):
    try:
        if mode:
            y = use_triton
            return y
    finally:
        use(mode)
    use(y)  # NSA205: y by default
# run: after_a_finally_that_may_bind_it_where_the_body_returns(True, True)
# run: after_a_finally_that_may_bind_it_where_the_body_returns(False, True)
