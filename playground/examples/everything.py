# With the scope `all`, every other unbound read is reported too.
from contextlib import suppress


def loop(rows):
    for row in rows:
        last = row
    return last


def swallowed(xs):
    with suppress(IndexError):
        first = xs[0]
    return first


def deleted(error):
    message = str(error)
    del message
    return message


def branch(mode):
    match mode:
        case "train":
            step = 1
        case "eval":
            step = 2
    return step
