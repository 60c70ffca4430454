# NSA202 try-unbound

def the_handler_falls_through(path):
    try:
        x = path.read()
    except OSError:
        log()
    return x  # NSA202: x


def finally_after_a_failure_before_the_binding(path):
    try:
        x = path.read()
    finally:
        use(x)  # NSA202: x


def nothing_in_the_body_can_fail_before_the_binding(path):
    try:
        x = 1
        path.read()
    except OSError:
        log()
    return x
