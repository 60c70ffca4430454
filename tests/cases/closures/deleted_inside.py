# Names that an inner function deletes.

def deleted_by_a_call(flag):
    y = 1
    def drop():
        nonlocal y
        del y
    drop()
    use(y)  # NSA204: y
# run: deleted_by_a_call(True)


def deleted_under_a_guard(flag):
    y = 1
    def drop():
        nonlocal y
        del y
    if flag:
        drop()
    use(y)  # NSA204: y
# run: deleted_under_a_guard(True)
# run: deleted_under_a_guard(False)


def read_under_the_other(flag):
    y = 1
    def drop():
        nonlocal y
        del y
    if flag:
        drop()
    else:
        use(y)
# run: read_under_the_other(True)
# run: read_under_the_other(False)


def bound_again(flag):
    y = 1
    def drop():
        nonlocal y
        del y
    drop()
    y = 2
    use(y)
# run: bound_again(True)


def never_called(flag):
    y = 1
    def drop():
        nonlocal y
        del y
    use(y)
    return 1
# run: never_called(True)


def deleted_by_a_method(flag):
    y = 1
    class C:
        def drop(self):
            nonlocal y
            del y
    if flag:
        C().drop()
    use(y)  # NSA204: y
# run: deleted_by_a_method(True)
# run: deleted_by_a_method(False)


def deleted_twice(flag):
    y = 1
    def drop():
        nonlocal y
        del y  # NSA204: y
    drop()
    drop()
# run: deleted_twice(True)
