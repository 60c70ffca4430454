# fixed by the first round (policy: exact)

def flag_in_a_for(xs):
    first = True
    for i in xs:
        if first:
            x = i
            first = False
        else:
            use(x)
# run: flag_in_a_for([])
# run: flag_in_a_for([1])
# run: flag_in_a_for([1, 2])
# run: flag_in_a_for([0])


def flag_in_a_while(n):
    first = True
    while n:
        n -= 1
        if first:
            x = 1
            first = False
        use(x)
# run: flag_in_a_while(0)
# run: flag_in_a_while(2)


def sentinel(xs):
    last = None
    for i in xs:
        if last is not None:
            use(x)
        last = 1
        x = i
# run: sentinel([])
# run: sentinel([1])
# run: sentinel([1, 2])
# run: sentinel([0])


def found_after_the_loop(xs):
    found = False
    for i in xs:
        if i:
            x = i
            found = True
    if found:
        use(x)
# run: found_after_the_loop([])
# run: found_after_the_loop([1])
# run: found_after_the_loop([1, 2])
# run: found_after_the_loop([0])


def not_found_after_the_loop(xs):
    found = False
    for i in xs:
        if i:
            x = i
        found = True
    if found:
        use(x)  # NSA201: x
# run: not_found_after_the_loop([])
# run: not_found_after_the_loop([1])
# run: not_found_after_the_loop([1, 2])
# run: not_found_after_the_loop([0])


def counter():
    n = 0
    while n < 2:
        x = n
        n += 1
    use(x)
# run: counter()
