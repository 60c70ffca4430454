def tested_twice(xs):
    if xs != []:
        y = 1
    if xs != []:
        use(y)
# run: tested_twice([])
# run: tested_twice([1])
# run: tested_twice(())


def what_equals_it_is_empty(xs):
    for x in xs:
        y = x
    if xs:
        use(y)
    if not xs == []:
        use(y)  # NSA203: y
# run: what_equals_it_is_empty([])
# run: what_equals_it_is_empty([1])
# run: what_equals_it_is_empty(())


def a_list_of_this_function(a):
    xs = []
    if xs == []:
        y = 1
    use(y)
    xs = [a]
    if xs != []:
        z = 1
    use(z)
# run: a_list_of_this_function(1)


def something_was_added(a):
    xs = []
    if a:
        xs.append(a)
    else:
        y = 1
    if xs == []:
        use(y)
    if not xs == []:
        use(y)  # NSA201: y
# run: something_was_added(0)
# run: something_was_added(1)


def a_tuple_is_none(xs):
    xs = ()
    if xs == []:
        y = 1
    elif xs != []:
        y = 2
    use(y)
# run: a_tuple_is_none(1)
