# a round that only a handler lets end

def for_over_a_non_empty_literal():
    for i in (1, 2):
        try:
            boom()
            return
        except ValueError:
            x = i
    use(x)
# run: for_over_a_non_empty_literal()


def while_no_round(n):
    while n:
        n -= 1
        try:
            boom()
            return
        except ValueError:
            x = 1
    use(x)  # NSA203: x
# run: while_no_round(0)
# run: while_no_round(2)
