# for over the unknown

def body_name_after(xs):
    for i in xs:
        x = i
    use(x)  # NSA203: x
# run: body_name_after([])
# run: body_name_after([1])
# run: body_name_after([1, 2])
# run: body_name_after([0])


def target_after(xs):
    for i in xs:
        pass
    use(i)  # NSA203: i
# run: target_after([])
# run: target_after([1])
# run: target_after([1, 2])
# run: target_after([0])


def inside_the_body(xs):
    for i in xs:
        x = i
        use(x, i)
# run: inside_the_body([])
# run: inside_the_body([1])
# run: inside_the_body([1, 2])
# run: inside_the_body([0])


def two_targets(xs):
    for i, (j, *k) in xs:
        pass
    use(k)  # NSA203: k
# run: two_targets([])
# run: two_targets([(1, (2, 3))])


async def async_for(xs):
    async for i in xs:
        pass
    use(i)  # NSA203: i
# not run: a coroutine


def bound_in_an_earlier_round_only(xs):
    for i in xs:
        if i:
            x = 1
        use(x)  # NSA201: x
# run: bound_in_an_earlier_round_only([])
# run: bound_in_an_earlier_round_only([1])
# run: bound_in_an_earlier_round_only([1, 2])
# run: bound_in_an_earlier_round_only([0])
