from wasabi import msg


def with_a_status():
    try:
        import fastlib
    except ImportError:
        msg.fail("no", exits=1)
    return fastlib


def with_zero(use_cuda):
    if use_cuda:
        y = 1
    else:
        msg.info("done", exits=0)
    return y


class Command:
    def with_true(self, flag):
        if flag:
            y = 1
        else:
            self.printer.fail("no", exits=True)
        return y


def at_the_end_of_a_helper(flag):
    def stop():
        msg.fail("no", exits=1)

    if flag:
        y = 1
    else:
        stop()
    return y


def with_none(flag):
    if flag:
        y = 1
    else:
        msg.fail("no", exits=None)
    return y  # NSA201: y


def with_an_unknown(flag, status):
    if flag:
        y = 1
    else:
        msg.fail("no", exits=status)
    return y  # NSA201: y


def without(flag):
    if flag:
        y = 1
    else:
        msg.fail("no")
    return y  # NSA201: y
