import sys


def refuse(text):
    raise ValueError(text)


def warn(text):
    return text


class Errors:
    @staticmethod
    def refuse(text):
        raise ValueError(text)


leave = sys.exit
stop = refuse
halt: object = stop
perhaps = refuse
perhaps = warn
changed = refuse
looped = refuse
for looped in (warn,):
    pass
shadowed = refuse
enclosed = refuse


def change():
    global changed
    changed = warn


def of_the_module(flag):
    if flag:
        y = 1
    else:
        leave("no")
    return y
# run: of_the_module(True)
# run: of_the_module(False)


def of_a_function_of_the_module(flag):
    if flag:
        y = 1
    else:
        stop("no")
    return y
# run: of_a_function_of_the_module(True)
# run: of_a_function_of_the_module(False)


def of_a_second_name(flag):
    if flag:
        y = 1
    else:
        halt("no")
    return y
# run: of_a_second_name(True)
# run: of_a_second_name(False)


def local(flag):
    fail = sys.exit
    if flag:
        y = 1
    else:
        fail("no")
    return y
# run: local(True)
# run: local(False)


def local_of_a_function(flag):
    fail = refuse
    if flag:
        y = 1
    else:
        fail("no")
    return y
# run: local_of_a_function(True)
# run: local_of_a_function(False)


def local_of_a_method(flag):
    fail = Errors.refuse
    if flag:
        y = 1
    else:
        fail("no")
    return y
# run: local_of_a_method(True)
# run: local_of_a_method(False)


def local_with_an_annotation(flag):
    fail: object = sys.exit
    if flag:
        y = 1
    else:
        fail("no")
    return y
# run: local_with_an_annotation(True)
# run: local_with_an_annotation(False)


def local_of_a_local(flag):
    end = sys.exit
    fail = end
    if flag:
        y = 1
    else:
        fail("no")
    return y
# run: local_of_a_local(True)
# run: local_of_a_local(False)


def local_in_the_arm(flag):
    if flag:
        y = 1
    else:
        fail = refuse
        fail("no")
    return y
# run: local_in_the_arm(True)
# run: local_in_the_arm(False)


def local_of_an_import(flag):
    import os
    fail = os.abort
    if flag:
        y = 1
    else:
        fail()
    return y
# run: local_of_an_import(True)


def of_another_function(flag):
    fail = warn
    if flag:
        y = 1
    else:
        fail("no")
    return y  # NSA201: y
# run: of_another_function(True)
# run: of_another_function(False)


def bound_twice(flag):
    fail = refuse
    if not flag:
        fail = warn
    if flag:
        y = 1
    else:
        fail("no")
    return y  # NSA201: y
# run: bound_twice(True)
# run: bound_twice(False)


def bound_by_a_loop(flag):
    fail = refuse
    for fail in (warn,):
        pass
    if flag:
        y = 1
    else:
        fail("no")
    return y  # NSA201: y
# run: bound_by_a_loop(True)
# run: bound_by_a_loop(False)


def a_parameter(flag, fail=warn):
    if flag:
        y = 1
    else:
        fail("no")
        fail = refuse
    return y  # NSA201: y
# run: a_parameter(True)
# run: a_parameter(False)


def bound_by_an_inner_function(flag):
    fail = refuse

    def change():
        nonlocal fail
        fail = warn

    change()
    if flag:
        y = 1
    else:
        fail("no")
    return y  # NSA201: y
# run: bound_by_an_inner_function(True)
# run: bound_by_an_inner_function(False)


def of_a_parameter(flag, refuse=warn):
    fail = refuse
    if flag:
        y = 1
    else:
        fail("no")
    return y  # NSA201: y
# run: of_a_parameter(True)
# run: of_a_parameter(False)


def of_what_is_chosen(flag):
    fail = warn if not flag else refuse
    if flag:
        y = 1
    else:
        fail("no")
    return y  # NSA201: y
# run: of_what_is_chosen(True)
# run: of_what_is_chosen(False)


def of_what_it_gives(flag):
    fail = warn("no").upper
    if flag:
        y = 1
    else:
        fail()
    return y  # NSA201: y
# run: of_what_it_gives(True)
# run: of_what_it_gives(False)


def of_the_module_bound_twice(flag):
    if flag:
        y = 1
    else:
        perhaps("no")
    return y  # NSA201: y
# run: of_the_module_bound_twice(True)
# run: of_the_module_bound_twice(False)


def of_the_module_changed_by_a_function(flag):
    change()
    if flag:
        y = 1
    else:
        changed("no")
    return y  # NSA201: y
# run: of_the_module_changed_by_a_function(True)
# run: of_the_module_changed_by_a_function(False)


def of_the_module_bound_by_a_loop(flag):
    if flag:
        y = 1
    else:
        looped("no")
    return y  # NSA201: y
# run: of_the_module_bound_by_a_loop(True)
# run: of_the_module_bound_by_a_loop(False)


def of_the_module_under_a_local_of_its_name(flag):
    shadowed = warn
    if flag:
        y = 1
    else:
        shadowed("no")
    return y  # NSA201: y
# run: of_the_module_under_a_local_of_its_name(True)
# run: of_the_module_under_a_local_of_its_name(False)


def of_an_outer_function(flag, enclosed=warn):
    def inner():
        if flag:
            y = 1
        else:
            enclosed("no")
        return y  # NSA201: y
    return inner()
# run: of_an_outer_function(True)
# run: of_an_outer_function(False)
