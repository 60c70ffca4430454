# with

def ordinary_manager(m):
    with m:
        x = 1
    use(x)
# run: ordinary_manager(Manager())


def open_(p):
    with open(p) as h:
        x = h.read()
    use(x)
# not run: what it needs is not there


def unknown_manager_policy(m):
    with m():
        x = boom()
    use(x)
# not run: a policy


def as_inside_try(m):
    try:
        with m() as v:
            pass
    except ValueError:
        use(v)  # NSA202: v
# run: as_inside_try(boom)


def unpacking_target(m):
    try:
        with m() as (a, b):
            pass
    except ValueError:
        pass
    use(a)  # NSA202: a
# run: unpacking_target(boom)


def break_inside_with(xs, m):
    for i in (0, *xs):
        with m:
            if not i:
                break
            x = i
    use(x)  # NSA203: x
# run: break_inside_with([1], Manager())


def continue_inside_with(xs, m):
    for i in (0, *xs):
        with m:
            if not i:
                continue
            x = i
    use(x)  # NSA201: x
# run: continue_inside_with([], Manager())


def break_inside_finally(xs):
    for i in (0, *xs):
        try:
            fine()
        finally:
            break
        x = 1
    use(x)  # NSA205: x
# run: break_inside_finally([])
# run: break_inside_finally([1])
# run: break_inside_finally([1, 2])
# run: break_inside_finally([0])
