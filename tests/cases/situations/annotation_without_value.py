# annotation without value

def bound_by_an_inner_function_that_is_called():
    x: int
    def g():
        nonlocal x
        x = 1
    g()
    use(x)
# run: bound_by_an_inner_function_that_is_called()


def with_a_value():
    x: int = 1
    use(x)
# run: with_a_value()
