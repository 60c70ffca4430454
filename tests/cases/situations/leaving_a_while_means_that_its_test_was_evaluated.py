# leaving a while means that its test was evaluated

def after_the_loop(a):
    n = 0
    while (a and n < 2) or (x := 0):
        n += 1
    use(x)
# run: after_the_loop(True)
# run: after_the_loop(False)


def in_its_else(a):
    n = 0
    while (a and n < 2) or (x := 0):
        n += 1
    else:
        use(x)
# run: in_its_else(True)
# run: in_its_else(False)


def test_alone():
    while (x := 0):
        pass
    use(x)
# run: test_alone()
