# What defining a function or a class evaluates decides, as any other expression does, what is the case afterwards.

def in_a_default(n):
    found = n == 3

    def inner(x=(kept := found)):
        return x

    if kept:
        y = 1
    use(inner)
    if n == 3:
        use(y)
# run: in_a_default(3)
# run: in_a_default(4)


def in_a_default_of_a_keyword(n):
    found = n == 3

    def inner(*, x=(kept := found)):
        return x

    if kept:
        y = 1
    use(inner)
    if n == 3:
        use(y)
# run: in_a_default_of_a_keyword(3)
# run: in_a_default_of_a_keyword(4)


def in_a_decorator(n):
    found = n == 3

    @(kept := found) and use or use
    def inner(x):
        return x

    if kept:
        y = 1
    use(inner)
    if n == 3:
        use(y)
# run: in_a_decorator(3)
# run: in_a_decorator(4)


def in_a_base(n):
    found = n == 3

    class Inner((kept := found) and dict or list):
        pass

    if kept:
        y = 1
    use(Inner)
    if n == 3:
        use(y)
# run: in_a_base(3)
# run: in_a_base(4)


def given_to_a_call(n):
    found = n == 3
    kept = False

    def keep(value):
        nonlocal kept
        kept = value

    def inner(x=keep(found)):
        return x

    if kept:
        y = 1
    use(inner)
    if n == 3:
        use(y)
# run: given_to_a_call(3)
# run: given_to_a_call(4)


def chosen(n):
    found = n == 3

    def inner(x=(kept := 1) if found else (kept := 0)):
        return x

    if kept:
        y = 1
    use(inner)
    if n == 3:
        use(y)
# run: chosen(3)
# run: chosen(4)


def bound_in_a_part(n):
    found = n == 3

    def inner(x=found and (y := 1)):
        return x

    use(inner)
    if n == 3:
        use(y)
    if n != 4:
        use(y)  # NSA201: y
# run: bound_in_a_part(3)
# run: bound_in_a_part(4)
# run: bound_in_a_part(5)
