def what_it_yields_for_an_answer(a):
    if a:
        y = 1
    answer = yield y  # NSA201: y
    use(answer)
# run: list(what_it_yields_for_an_answer(True))
# run: list(what_it_yields_for_an_answer(False))


def what_it_passes_on_for_an_answer(a):
    if a:
        ys = [1]
    answer = yield from ys  # NSA201: ys
    use(answer)
# run: list(what_it_passes_on_for_an_answer(True))
# run: list(what_it_passes_on_for_an_answer(False))


def what_it_yields_in_a_test(a):
    if a:
        y = 1
    if (yield y):  # NSA201: y
        use(a)
# run: list(what_it_yields_in_a_test(True))
# run: list(what_it_yields_in_a_test(False))


def what_it_passes_on_in_a_test(a):
    if a:
        ys = [1]
    while (yield from ys):  # NSA201: ys
        use(a)
# run: list(what_it_passes_on_in_a_test(True))
# run: list(what_it_passes_on_in_a_test(False))


def what_it_yields_for_an_answer_that_decides(a):
    if a:
        y = 1
    answer = yield y  # NSA201: y
    if answer:
        z = 1
    if answer:
        use(z)
# run: list(what_it_yields_for_an_answer_that_decides(True))
# run: list(what_it_yields_for_an_answer_that_decides(False))


def bound_in_what_it_yields_in_a_test(a):
    if (yield (y := a)):
        use(y)
    use(y)
# run: list(bound_in_what_it_yields_in_a_test(True))


def bound_in_what_it_yields(a):
    if a:
        answer = yield (y := 1)
        use(answer)
    else:
        y = 2
    use(y)
# run: list(bound_in_what_it_yields(True))
# run: list(bound_in_what_it_yields(False))


def bound_in_what_it_passes_on(a):
    if a:
        answer = yield from (ys := [1])
        use(answer)
    use(ys)  # NSA201: ys
# run: list(bound_in_what_it_passes_on(True))
# run: list(bound_in_what_it_passes_on(False))


def run_it(function, answers):
    generator = function()
    next(generator)
    for answer in answers:
        generator.send(answer)


def two_answers_may_differ():
    if (yield 1):
        y = 1
    if (yield 2):
        use(y)  # NSA201: y
    yield 3
# run: run_it(two_answers_may_differ, [True, True])
# run: run_it(two_answers_may_differ, [False, True])


def an_answer_is_kept():
    answer = yield 1
    if answer:
        y = 1
    if answer:
        use(y)
    yield 2
# run: run_it(an_answer_is_kept, [True])
# run: run_it(an_answer_is_kept, [False])


def throw(function):
    generator = function()
    next(generator)
    generator.throw(ValueError)


def thrown_in_where_it_yields():
    try:
        y = yield 1
    except ValueError:
        pass
    use(y)  # NSA202: y
# run: throw(thrown_in_where_it_yields)


def thrown_in_where_it_yields_in_a_test():
    try:
        if (yield 1):
            pass
        y = 1
    except ValueError:
        pass
    use(y)  # NSA202: y
# run: throw(thrown_in_where_it_yields_in_a_test)


def in_a_text(a):
    if a:
        y = 1
    text = f"{y}"  # NSA201: y
    use(text)
# run: in_a_text(True)
# run: in_a_text(False)


def in_the_format_of_a_text(a, x):
    if a:
        y = 1
    text = f"{x:{y}}"  # NSA201: y
    use(text)
# run: in_the_format_of_a_text(True, 1)
# run: in_the_format_of_a_text(False, 1)
