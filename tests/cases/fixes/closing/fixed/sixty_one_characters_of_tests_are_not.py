# sixty one characters of tests are not
def plan(x, kind):
    if x.ready_rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr():
        lens = x.lens()
    elif kind == "a":
        lens = x.guess()
    else:
        raise ValueError("no arm for this case")
    return lens
