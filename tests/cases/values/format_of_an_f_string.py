"""The format of an f-string is evaluated after what it formats."""


def width(use_triton, x):
    if use_triton:
        y = 4
    return f"{x:{y}}"  # NSA104: y
# run: width(True, 1)
# run: width(False, 1)


def in_a_text(use_triton, x):
    if use_triton:
        y = 4
    return f"{x} is {x:>{y}} wide"  # NSA104: y
# run: in_a_text(True, 1)
# run: in_a_text(False, 1)


def calculated(use_triton, x):
    if use_triton:
        y = 4
    return f"{x:{x}.{y + 1}f}"  # NSA104: y
# run: calculated(True, 1)
# run: calculated(False, 1)


def converted(use_triton, x):
    if use_triton:
        y = 4
    return f"{x!r:{y}}"  # NSA104: y
# run: converted(True, 1)
# run: converted(False, 1)


def called(use_triton, x):
    if use_triton:
        y = 4
    return f"{x:{max(x, y)}}"  # NSA104: y
# run: called(True, 1)
# run: called(False, 1)


def chosen(use_triton, x):
    if use_triton:
        y = 4
    return f"{x:{8 if x else y}}"  # NSA104: y
# run: chosen(True, 0)
# run: chosen(False, 1)
# run: chosen(False, 0)


def bound_in_a_format(use_triton, x):
    text = f"{x:{(y := 4)}}"
    return text, y
# run: bound_in_a_format(True, 1)
# run: bound_in_a_format(False, 1)


def bound_before_its_format(x):
    return f"{(y := 4):{y}}"
# run: bound_before_its_format(1)


def under_the_same_guard(use_triton, x):
    if use_triton:
        y = 4
    return f"{x:{y}}" if use_triton else f"{x:4}"
# run: under_the_same_guard(True, 1)
# run: under_the_same_guard(False, 1)


def chosen_by_the_guard(use_triton, x):
    if use_triton:
        y = 4
    return f"{x:{y if use_triton else 4}}"
# run: chosen_by_the_guard(True, 1)
# run: chosen_by_the_guard(False, 1)


def without_names(use_triton, x):
    if use_triton:
        y = 4
        x += y
    return f"{x:>4}"
# run: without_names(True, 1)
# run: without_names(False, 1)
