# a match gets its last case, once for all names
# fix: safe
def plan(x, kind):
    match kind:
        case 1:
            lens, rows = x.lens()
        case 2:
            lens = x.guess()
            rows = 1
    return lens, rows  # NSA201: lens, rows
