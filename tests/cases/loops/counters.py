# A name that a loop only adds whole numbers to never goes back: what its sign decides after the loop.

def upwards(items):
    n = 0
    for _ in items:
        n += 1
    if n >= 0:
        y = 1
    return y
# run: upwards([])
# run: upwards([1, 2, 3, 4, 5])


def upwards_by_a_sum(items):
    n = 0
    for _ in items:
        n = n + 2
    if n >= 0:
        y = 1
    return y
# run: upwards_by_a_sum([])
# run: upwards_by_a_sum([1, 2, 3, 4, 5])


def upwards_and_by_nothing(items):
    n = 0
    for _ in items:
        n += 1
        n += 0
    if n >= 0:
        y = 1
    return y
# run: upwards_and_by_nothing([1, 0, 0, 0, 1])


def downwards(items):
    n = 0
    for _ in items:
        n -= 1
    if n <= 0:
        y = 1
    return y
# run: downwards([])
# run: downwards([1, 2, 3, 4, 5])


def downwards_by_a_difference(items):
    n = 0
    for _ in items:
        n = n - 2
    if n <= 0:
        y = 1
    return y
# run: downwards_by_a_difference([1, 2, 3, 4, 5])


def downwards_and_by_nothing(items):
    n = 0
    for _ in items:
        n -= 1
        n -= 0
    if n <= 0:
        y = 1
    return y
# run: downwards_and_by_nothing([1, 0, 0, 0, 1])


def both_ways(items):
    n = 0
    for _ in items:
        n += 1
        n -= 2
    if n >= 0:
        y = 1
    return y  # NSA201: y
# run: both_ways([0, 0, 0, 0])


def from_another_name(items):
    n = other = 0
    for _ in items:
        other -= 2
        n = other + 1
    if n >= -5:
        y = 1
    return y  # NSA201: y
# run: from_another_name([1, 2, 3, 4])


def from_an_attribute(items):
    n = 0
    for item in items:
        n = item.real + 1
    if n >= 0:
        y = 1
    return y  # NSA201: y
# run: from_an_attribute([1, 2, 3, -4])


def multiplied(items):
    n = 1
    for _ in items:
        n *= -2
    if n >= 0:
        y = 1
    return y  # NSA201: y
# run: multiplied([1, 2, 3])


def by_a_fraction(items):
    n = 0
    for _ in items:
        n -= 0.5
    if n >= 0:
        y = 1
    return y  # NSA201: y
# run: by_a_fraction([1, 2, 3])


def set_elsewhere(items):
    n = 0
    for item in items:
        n += 1
        if item == 5:
            n = -5
    if n >= 0:
        y = 1
    return y  # NSA201: y
# run: set_elsewhere([1, 2, 3, 5])
