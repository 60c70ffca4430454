# What `int(...)` gives is a number: it is true where it is not 0, and never None.
def none_of_them(text):
    n = int(text)
    if n == 0:
        y = 1
    if not n:
        return y
    return None
# run: none_of_them("0")
# run: none_of_them("1")


def another_one(text):
    n = int(text)
    if n:
        y = 1
    if n != 0:
        return y
    return None
# run: another_one("0")
# run: another_one("1")


def counted(text):
    n = int(text)
    if n > 1:
        y = 1
    if n >= 2:
        return y
    return None
# run: counted("1")
# run: counted("2")


def in_a_test(text):
    if (n := int(text)) == 0:
        y = 1
    if n:
        return None
    return y
# run: in_a_test("0")
# run: in_a_test("1")


def never_none(text):
    n = int(text)
    if n is not None:
        y = 1
    return y
# run: never_none("0")


def below_it(text):
    n = int(text)
    if n > 0:
        y = 1
    if n:
        return y  # NSA201: y
    return None
# run: below_it("1")
# run: below_it("-1")


def of_no_number(text):
    n = text
    if n == 0:
        y = 1
    if not n:
        return y  # NSA201: y
    return None
# run: of_no_number(0)
# run: of_no_number("")
