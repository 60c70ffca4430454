# exhaustive by types needs types (policy: reported)

def isinstance_chain(s: int | str):
    if isinstance(s, int):
        x = 1
    elif isinstance(s, str):
        x = 2
    use(x)  # NSA201: x
# not run: what it needs is not there


def the_same_isinstance_again(s):
    if isinstance(s, int):
        x = 1
    if isinstance(s, int):
        use(x)
# run: the_same_isinstance_again(1)
# run: the_same_isinstance_again('')
