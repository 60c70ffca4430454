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
