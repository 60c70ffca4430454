# tests of different things are told as they stand
# fix: safe
def plan(x, kind):
    if x.ready():
        lens = x.lens()
    elif kind == "a \"b\"":
        lens = x.guess()
    return lens  # NSA201: lens
