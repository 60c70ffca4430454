def by_break(use_triton, lock):
    while True:
        try:
            if use_triton:
                break
            y = 1
            break
        finally:
            use(lock)
    use(y)  # NSA101: y
# run: by_break(True, 0)
# run: by_break(False, 0)


def by_continue(use_triton, xs):
    for x in (1, *xs):
        try:
            if use_triton:
                continue
            y = x
        finally:
            use(x)
        use(y)
    use(y)  # NSA101: y
# run: by_continue(True, [])
# run: by_continue(False, [])


def by_return(use_triton):
    try:
        if use_triton:
            return
        y = 1
    finally:
        use(y)  # NSA101: y
# run: by_return(True)
# run: by_return(False)


def through_two(use_triton):
    while True:
        try:
            try:
                if use_triton:
                    break
                y = 1
            finally:
                use(1)
            break
        finally:
            use(2)
    use(y)  # NSA101: y
# run: through_two(True)
# run: through_two(False)


class Methods:
    def go(self, use_triton):
        for _ in (1, 2):
            try:
                if use_triton:
                    break
                elif self:
                    y = 1
                else:
                    y = 2
            finally:
                use(self)
        use(y)  # NSA101: y
# run: Methods().go(True)
# run: Methods().go(False)


def bound_first(use_triton):
    while True:
        try:
            y = 0
            if use_triton:
                break
            y = 1
            break
        finally:
            use(y)
    use(y)
# run: bound_first(True)
# run: bound_first(False)


def by_another_arm(slow, lock):
    while True:
        try:
            if slow:
                break
            y = 1
            break
        finally:
            use(lock)
    use(y)  # NSA205: y
# run: by_another_arm(True, 0)
# run: by_another_arm(False, 0)
