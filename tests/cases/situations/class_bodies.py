# class bodies

def never_to_the_enclosing_functions_local():
    x = 1
    class C:
        x = x  # NSA205: x
# run: never_to_the_enclosing_functions_local()


def reads_the_enclosing_local_that_it_does_not_bind():
    x = 1
    class C:
        y = x
    return C
# run: reads_the_enclosing_local_that_it_does_not_bind()


def in_a_function_its_own_name():
    class D:
        use(D)  # NSA205: D
# run: in_a_function_its_own_name()
