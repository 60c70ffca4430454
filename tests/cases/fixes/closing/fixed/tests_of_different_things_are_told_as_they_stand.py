# tests of different things are told as they stand
def plan(x, kind):
    if x.ready():
        lens = x.lens()
    elif kind == "a \"b\"":
        lens = x.guess()
    else:
        raise ValueError("no arm for: x.ready(), kind == 'a \"b\"'")
    return lens
