def keywords(a):
    found = []
    if a:
        y = 1
        found = [y]
    use(first=found, second=y if found else 0)
# run: keywords(True)
# run: keywords(False)


def positional(a):
    found = []
    if a:
        y = 1
        found = [y]
    use(found, y if found else 0)
# run: positional(True)
# run: positional(False)


def of_a_method(a, box):
    found = []
    if a:
        y = 1
        found = [y]
    box.append((found, found and y), found) if box else use(found, found and y)
# run: of_a_method(True, [])
# run: of_a_method(False, [])


def nested(a):
    found = []
    if a:
        y = 1
        found = [y]
    use(found, use(found and y))
# run: nested(True)
# run: nested(False)


def after_the_call(a):
    found = []
    if a:
        y = 1
    fill(found)
    use(found, y if found else 0)  # NSA201: y


def handed_on_by_an_inner_call(a):
    found = []
    if a:
        y = 1
    use(fill(found), y if found else 0)  # NSA201: y
# not run: what it needs is not there
