# Flags of a function that inner functions set: what calls one of these is not skipped.

def called_in_an_arm(a, b):
    flag = False
    def give():
        nonlocal flag
        flag = True
    if b:
        give()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: called_in_an_arm(True, True)
# run: called_in_an_arm(False, True)


def defined_in_an_arm(a, b):
    flag = False
    if b:
        def give():
            nonlocal flag
            flag = True
        give()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: defined_in_an_arm(True, True)
# run: defined_in_an_arm(False, True)


def defined_in_an_arm_called_later(a, b):
    flag = False
    give = print
    if b:
        def give():
            nonlocal flag
            flag = True
    give()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: defined_in_an_arm_called_later(True, True)
# run: defined_in_an_arm_called_later(False, True)


def defined_in_a_loop(a, b):
    flag = False
    for each in b:
        def give():
            nonlocal flag
            flag = True
        give()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: defined_in_a_loop(True, [1])
# run: defined_in_a_loop(False, [1])


def through_another(a, b):
    flag = False
    def give():
        nonlocal flag
        flag = True
    def call():
        give()
    if b:
        call()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: through_another(True, True)
# run: through_another(False, True)


def under_another_name(a, b):
    flag = False
    def give():
        nonlocal flag
        flag = True
    set_it = give
    if b:
        set_it()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: under_another_name(True, True)
# run: under_another_name(False, True)


def by_a_method(a, b):
    flag = False
    class Setter:
        def give(self):
            nonlocal flag
            flag = True
    setter = Setter()
    if b:
        setter.give()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: by_a_method(True, True)
# run: by_a_method(False, True)


def by_a_method_of_a_new_one(a, b):
    flag = False
    class Setter:
        def give(self):
            nonlocal flag
            flag = True
    if b:
        Setter().give()
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: by_a_method_of_a_new_one(True, True)
# run: by_a_method_of_a_new_one(False, True)


def deeper(a, b):
    flag = False
    def outer():
        def give():
            nonlocal flag
            flag = True
        give()
    while b:
        outer()
        break
    if a:
        x = 1
    if flag:
        use(x)  # NSA201: x
# run: deeper(True, True)
# run: deeper(False, True)


def set_where_it_is_bound(a):
    flag = False
    def give():
        nonlocal flag
        flag = True
    if a:
        give()
        x = 1
    if flag:
        use(x)
# run: set_where_it_is_bound(True)
# run: set_where_it_is_bound(False)


def of_what_decides_nothing(a, b):
    count = 0
    flag = False
    def give():
        nonlocal count
        count += 1
    if b:
        give()
    if a:
        x = 1
    if flag:
        use(x)
# run: of_what_decides_nothing(True, True)
# run: of_what_decides_nothing(False, True)


def a_second_name_that_an_inner_function_gives(a, b):
    xs = []
    zs = []
    if b:
        def give():
            nonlocal zs
            zs = xs
        give()
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
# run: a_second_name_that_an_inner_function_gives(True, True)
# run: a_second_name_that_an_inner_function_gives(False, True)
