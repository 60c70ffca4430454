# NSA203 loop-unbound

def in_an_arm_that_earlier_rounds_may_not_have_taken(nodes):
    for node in nodes:
        if node.use_triton:
            launch(node)
        else:
            for user in node.users:
                x = user
            use(x)  # NSA203: x


def no_rounds(items):
    for item in items:
        x = item
    return x  # NSA203: x


def break_before_the_binding(items):
    for item in items:
        if item:
            break
        x = 1
    return x  # NSA203: x


def a_literal_that_is_not_empty():
    for item in (1, 2):
        x = item
    return x


def read_only_if_there_was_a_round(items):
    for item in items:
        x = item
    if items:
        return x
