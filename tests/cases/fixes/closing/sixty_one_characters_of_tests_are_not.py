# sixty one characters of tests are not
# fix: safe
def plan(x, kind):
    if x.ready_rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr():
        lens = x.lens()
    elif kind == "a":
        lens = x.guess()
    return lens  # NSA201: lens
