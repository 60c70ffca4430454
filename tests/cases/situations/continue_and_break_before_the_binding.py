# continue and break before the binding

def continue_after_the_loop(xs):
    for i in (0, *xs):
        if not i:
            continue
        x = i
    use(x)  # NSA201: x
# run: continue_after_the_loop([])
# run: continue_after_the_loop([1])
# run: continue_after_the_loop([1, 2])
# run: continue_after_the_loop([0])


def continue_on_the_path_that_fell_through(xs):
    for i in xs:
        if not i:
            continue
        x = i
        use(x)
# run: continue_on_the_path_that_fell_through([])
# run: continue_on_the_path_that_fell_through([1])
# run: continue_on_the_path_that_fell_through([1, 2])
# run: continue_on_the_path_that_fell_through([0])


def break_after_the_loop(xs):
    for i in (0, *xs):
        if not i:
            break
        x = i
    use(x)  # NSA203: x
# run: break_after_the_loop([])
# run: break_after_the_loop([1])
# run: break_after_the_loop([1, 2])
# run: break_after_the_loop([0])
