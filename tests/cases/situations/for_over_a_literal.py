# for over a literal

def tuple_():
    for i in (1, 2):
        x = i
    use(x, i)
# run: tuple_()


def list_():
    for i in [1]:
        x = i
    use(x)
# run: list_()


def string():
    for i in 'ab':
        x = i
    use(x)
# run: string()


def set_and_dict():
    for i in {1}:
        x = i
    for j in {1: 2}:
        y = j
    use(x, y)
# run: set_and_dict()


def range_():
    for i in range(3):
        x = i
    use(x)
# run: range_()


def range_of_two():
    for i in range(1, 3):
        x = i
    use(x)
# run: range_of_two()


def enumerate_of_range():
    for i, j in enumerate(range(3)):
        x = i
    use(x, j)
# run: enumerate_of_range()


def with_a_conditional_binding(a):
    for i in (1, 2):
        if a:
            x = i
    use(x)  # NSA201: x
# run: with_a_conditional_binding(True)
# run: with_a_conditional_binding(False)
