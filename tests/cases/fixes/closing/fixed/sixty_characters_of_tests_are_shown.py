# sixty characters of tests are shown
def plan(x, kind):
    if x.ready_rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr():
        lens = x.lens()
    elif kind == "a":
        lens = x.guess()
    else:
        raise ValueError("no arm for: x.ready_rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr(), kind == 'a'")
    return lens
