# An inner function that says that it never returns, whatever its body does.
from typing import NoReturn


def fail(*_):
    raise ValueError


def through(coroutine):
    for _ in coroutine.__await__():
        pass


def declared(a, end):
    def stop() -> NoReturn:
        end("no")

    if a:
        x = 1
    else:
        stop()
    use(x)
# run: declared(True, fail)
# run: declared(False, fail)


def not_declared(a, end):
    def stop():
        end("no")

    if a:
        x = 1
    else:
        stop()
    use(x)  # NSA201: x
# run: not_declared(True, fine)
# run: not_declared(False, fine)


def under_a_second_name(a, end):
    def stop() -> NoReturn:
        end("no")

    act = stop
    if a:
        x = 1
    else:
        act()
    use(x)
# run: under_a_second_name(True, fail)
# run: under_a_second_name(False, fail)


def one_of_two(a, b, end):
    def stop() -> NoReturn:
        end("no")

    def go():
        fine("no")

    act = stop if b else go
    if a:
        x = 1
    else:
        act()
    use(x)  # NSA201: x
# run: one_of_two(True, True, fail)
# run: one_of_two(False, False, fail)


def the_other_of_two(a, b, end):
    def stop() -> NoReturn:
        end("no")

    def go():
        fine("no")

    act = go if b else stop
    if a:
        x = 1
    else:
        act()
    use(x)  # NSA201: x
# run: the_other_of_two(True, True, fail)
# run: the_other_of_two(False, True, fail)


def a_constant_is_called(a):
    act = None
    if a:
        x = 1
    else:
        try:
            act()
        except TypeError:
            pass
    use(x)  # NSA201: x
# run: a_constant_is_called(True)
# run: a_constant_is_called(False)


def a_class_inside(a, end):
    class Box:
        def stop(self) -> NoReturn:
            end("no")

    if a:
        x = 1
    else:
        Box()
    use(x)  # NSA201: x
# run: a_class_inside(True, fail)
# run: a_class_inside(False, fail)


async def a_coroutine(a, end):
    async def stop() -> NoReturn:
        end("no")

    if a:
        x = 1
    else:
        waiting = stop()
        waiting.close()
    use(x)  # NSA201: x
# run: through(a_coroutine(True, fail))
# run: through(a_coroutine(False, fail))
