# Whether a name is bound, asked of a namespace.

def in_locals(flag):
    if flag:
        y = 1
    if "y" in locals():
        use(y)
# run: in_locals(True)
# run: in_locals(False)


def not_in_vars(flag):
    if flag:
        y = 1
    if "y" not in vars():
        return
    use(y)
# run: not_in_vars(True)
# run: not_in_vars(False)


def not_in_locals_reads(flag):
    if flag:
        y = 1
    if "y" not in locals():
        use(y)  # NSA201: y
# run: not_in_locals_reads(True)
# run: not_in_locals_reads(False)


def another_name(flag):
    if flag:
        y = 1
    z = 1
    if "z" in locals():
        use(y, z)  # NSA201: y
# run: another_name(True)
# run: another_name(False)


def in_dir(flag):
    if flag:
        y = 1
    use(y if "y" in dir() else None)
# run: in_dir(True)
# run: in_dir(False)


def an_operand(flag):
    if flag:
        y = 1
    return "y" in locals() and y
# run: an_operand(True)
# run: an_operand(False)


def in_finally(flag):
    try:
        if flag:
            boom()
        y = 1
    finally:
        if "y" in locals():
            use(y)
# run: in_finally(True)
# run: in_finally(False)


def after_a_del(flag):
    y = 1
    if flag:
        del y
    if "y" in locals():
        use(y)
    use(y)  # NSA204: y
# run: after_a_del(True)
# run: after_a_del(False)


def one_name_says_it_of_two(flag):
    if flag:
        y = 1
        z = 2
    if "y" in locals():
        use(z)
# run: one_name_says_it_of_two(True)
# run: one_name_says_it_of_two(False)


def the_answer_is_kept(flag):
    if flag:
        y = 1
    known = "y" in locals()
    if known:
        use(y)
# run: the_answer_is_kept(True)
# run: the_answer_is_kept(False)


def got_with_a_default(flag):
    if flag:
        y = 1
    found = locals().get("y")
    if found is not None:
        use(y)
# run: got_with_a_default(True)
# run: got_with_a_default(False)


class Trip:
    def back(self, n):
        for i in range(n):
            y = i
        if "y" in locals():
            return y
        return y  # NSA203: y
# run: Trip().back(1)
# run: Trip().back(0)


def a_key_of_locals_binds_nothing(flag):
    if flag:
        y = 1
    else:
        locals()["y"] = 2
    use(y)  # NSA201: y
# run: a_key_of_locals_binds_nothing(True)
# run: a_key_of_locals_binds_nothing(False)


def in_another_container(flag, words):
    if flag:
        y = 1
    if "y" in words:
        use(y)  # NSA201: y
# run: in_another_container(True, ["y"])
# run: in_another_container(False, ["y"])


def got_from_another_container(flag, words):
    if flag:
        y = 1
    if words.get("y"):
        use(y)  # NSA201: y
# run: got_from_another_container(True, {"y": 1})
# run: got_from_another_container(False, {"y": 1})


def in_vars_of_an_object(flag, box):
    if flag:
        y = 1
    if "y" in vars(box):
        use(y)  # NSA201: y
# run: in_vars_of_an_object(True, Box(y=1))
# run: in_vars_of_an_object(False, Box(y=1))


def in_what_another_function_gives(flag, found):
    if flag:
        y = 1
    if "y" in found():
        use(y)  # NSA201: y
# run: in_what_another_function_gives(True, lambda: "y")
# run: in_what_another_function_gives(False, lambda: "y")


def a_name_that_is_given(flag, name):
    if flag:
        y = 1
    if name in locals():
        use(y)  # NSA201: y
# run: a_name_that_is_given(True, "y")
# run: a_name_that_is_given(False, "flag")


def a_number(flag):
    if flag:
        y = 1
    if 1 not in locals():
        use(y)  # NSA201: y
# run: a_number(True)
# run: a_number(False)


def locals_are_compared(flag):
    if flag:
        y = 1
    if "y" != locals():
        use(y)  # NSA201: y
# run: locals_are_compared(True)
# run: locals_are_compared(False)


def in_what_a_method_gives(flag, words):
    if flag:
        y = 1
    if "y" in words.keys():
        use(y)  # NSA201: y
# run: in_what_a_method_gives(True, {"y": 1})
# run: in_what_a_method_gives(False, {"y": 1})
