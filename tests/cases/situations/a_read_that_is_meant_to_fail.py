# a read that is meant to fail

def nameerror(a):
    if a:
        x = 1
    try:
        use(x)
    except NameError:
        pass
# run: nameerror(True)
# run: nameerror(False)


def unboundlocalerror(a):
    if a:
        x = 1
    try:
        use(x)
    except UnboundLocalError:
        pass
# run: unboundlocalerror(True)
# run: unboundlocalerror(False)


def exception(a):
    if a:
        x = 1
    try:
        use(x)  # NSA201: x
    except Exception:
        pass
# not run: what fails is caught


def bare(a):
    if a:
        x = 1
    try:
        use(x)  # NSA201: x
    except:
        pass
# not run: what fails is caught


def in_a_tuple(a):
    if a:
        x = 1
    try:
        use(x)
    except (KeyError, NameError):
        pass
# run: in_a_tuple(True)
# run: in_a_tuple(False)


def not_caught(a):
    if a:
        x = 1
    try:
        use(x)  # NSA201: x
    except ValueError:
        pass
# run: not_caught(True)
# run: not_caught(False)


def in_the_else_clause(a):
    if a:
        x = 1
    try:
        fine()
    except Exception:
        pass
    else:
        use(x)  # NSA201: x
# run: in_the_else_clause(True)
# run: in_the_else_clause(False)
