# What a subject does decides which case is taken: calls, conditions and bindings in it.

def by_a_call(n):
    match size_of(n):
        case "wide":
            x = 1
        case "small":
            x = 2
    use(x)
# run: by_a_call(1)
# run: by_a_call(9)


def size_of(number):
    limit = 4
    wide = number > limit
    if wide:
        return "wide"
    return "small"


def by_a_call_that_gives_more(n):
    match size_or_none(n):
        case "wide":
            x = 1
        case "small":
            x = 2
    use(x)  # NSA201: x
# run: by_a_call_that_gives_more(1)
# run: by_a_call_that_gives_more(9)


def size_or_none(amount):
    bound = 4
    fits = amount > bound
    if fits:
        return "wide"
    return None


def by_a_call_inside(n):
    match [kind_of(n), n]:
        case ["even", _]:
            x = 1
        case ["odd", _]:
            x = 2
    use(x)
# run: by_a_call_inside(1)
# run: by_a_call_inside(2)


def kind_of(whole):
    rest = whole % 2
    kind = "odd" if rest else "even"
    return kind


def by_a_walrus(n):
    match (kind := n > 3):
        case True:
            x = 1
    if kind:
        use(x)
    use(x)  # NSA201: x
# run: by_a_walrus(1)
# run: by_a_walrus(9)


def by_a_condition(n, a):
    which = n > 3
    match 1 if which else 2:
        case 1:
            x = a
        case 2:
            y = a
    if which:
        use(x)
    else:
        use(y)
    use(x)  # NSA201: x
# run: by_a_condition(1, 1)
# run: by_a_condition(9, 1)
