table = {1: 1}
kept = 2


def clear():
    global table
    del table


def fill():
    global table
    table = {}


def reads_after():
    clear()
    use(table)  # NSA103: table


def reads_before():
    use(table)
    clear()


def reads_again():
    global table
    clear()
    table = {}
    use(table)


def reads_another():
    clear()
    use(kept)


def reads_under_a_guard(flag):
    if flag:
        clear()
    if not flag:
        use(table)
# run: reads_after()
# run: reads_before()
# run: reads_again()
# run: reads_another()
# run: reads_under_a_guard(True)
# run: reads_under_a_guard(False)
