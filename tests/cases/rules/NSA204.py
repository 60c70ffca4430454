# NSA204 deleted

def after_del(a):
    x = 1
    del x
    return x  # NSA204: x


def after_the_handler_that_deletes_its_name(path, e):
    try:
        path.read()
    except OSError as e:
        log()
    return e  # NSA204: e


def bound_again():
    x = 1
    del x
    x = 2
    return x
