from typing import assert_never
def f(s):
    match s:
        case 1:
            x = 1
        case _:
            assert_never(s)
    use(x)
# not run: what it needs is not there
