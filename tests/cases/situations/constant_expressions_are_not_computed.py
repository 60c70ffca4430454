# constant expressions are not computed

def arithmetic():
    if 1 + 1 > 3:
        x = 1
    use(x)  # NSA205: x
# run: arithmetic()


def comparison():
    if 0 == 1:
        x = 1
    use(x)  # NSA205: x
# run: comparison()


def membership():
    if 1 in []:
        x = 1
    use(x)  # NSA205: x
# run: membership()
