# for over what may be empty

def empty_list():
    for i in []:
        x = i
    use(x)  # NSA205: x
# run: empty_list()


def empty_tuple():
    for i in ():
        x = i
    use(x)  # NSA205: x
# run: empty_tuple()


def starred_list(xs):
    for i in [*xs]:
        x = i
    use(x)  # NSA203: x
# run: starred_list([])
# run: starred_list([1])
# run: starred_list([1, 2])
# run: starred_list([0])


def starred_list_with_an_element(xs):
    for i in [0, *xs]:
        x = i
    use(x)
# run: starred_list_with_an_element([])
# run: starred_list_with_an_element([1])
# run: starred_list_with_an_element([1, 2])
# run: starred_list_with_an_element([0])


def starred_dict(m):
    for i in {**m}:
        x = i
    use(x)  # NSA203: x
# run: starred_dict({})
# run: starred_dict({1: 1})


def range_0():
    for i in range(0):
        x = i
    use(x)  # NSA205: x
# run: range_0()


def range_n(n):
    for i in range(n):
        x = i
    use(x)  # NSA203: x
# run: range_n(0)
# run: range_n(1)


def shadowed_range(range):
    for i in range(3):
        x = i
    use(x)  # NSA203: x
# run: shadowed_range(lambda n: [])
# run: shadowed_range(lambda n: [1])


def empty_string():
    for i in '':
        x = i
    use(x)  # NSA205: x
# run: empty_string()
