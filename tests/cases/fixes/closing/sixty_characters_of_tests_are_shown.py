# sixty characters of tests are shown
# fix: safe
def plan(x, kind):
    if x.ready_rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr():
        lens = x.lens()
    elif kind == "a":
        lens = x.guess()
    return lens  # NSA201: lens
