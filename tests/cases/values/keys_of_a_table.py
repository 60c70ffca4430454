# What is read from a dict of the module, which it keeps as it is, is there: the key is one of those that it has.
from collections import defaultdict

SIZES = {"cuda": 1, "triton": 2}
WIDER = {"cuda": 1, "triton": 2, "torch": 3}
FILLED = {"cuda": 1, "triton": 2}
LISTED = [1, 2]
LOCAL = {"cuda": 1, "triton": 2}
ANY = defaultdict(int, {"cuda": 1, "triton": 2})
FILLED["torch"] = 3


def looked_up_before(kind):
    size = SIZES[kind]
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y
# run: looked_up_before("cuda")
# run: looked_up_before("triton")
# run: looked_up_before("torch")


def looked_up_after(kind):
    if kind == "cuda":
        y = 1
    elif kind == "triton":
        y = 2
    size = SIZES[kind]
    return y + size
# run: looked_up_after("cuda")
# run: looked_up_after("torch")


def for_nothing(kind):
    SIZES[kind]
    if kind == "cuda":
        y = 1
    elif kind == "triton":
        y = 2
    return y
# run: for_nothing("cuda")
# run: for_nothing("torch")


def in_an_expression(kind):
    total = 4 * SIZES[kind] + 1
    if kind != "cuda":
        y = total
    if kind == "triton":
        return y
    if kind != "cuda":
        return z
    return total
# run: in_an_expression("cuda")
# run: in_an_expression("triton")
# run: in_an_expression("torch")


def of_an_attribute(x):
    size = SIZES[x.kind]
    if x.kind == "cuda":
        y = size
    elif x.kind == "triton":
        y = -size
    return y
# run: of_an_attribute(Box(kind="cuda"))
# run: of_an_attribute(Box(kind="torch"))


def one_key_more(kind):
    size = WIDER[kind]
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: one_key_more("cuda")
# run: one_key_more("torch")


def filled_later(kind):
    size = FILLED[kind]
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: filled_later("cuda")
# run: filled_later("torch")


def of_a_dict_that_makes_its_items(kind):
    size = ANY[kind]
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: of_a_dict_that_makes_its_items("cuda")
# run: of_a_dict_that_makes_its_items("torch")


def with_a_default(kind):
    size = SIZES.get(kind)
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: with_a_default("cuda")
# run: with_a_default("torch")


def caught(kind):
    try:
        size = SIZES[kind]
    except KeyError:
        size = 0
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: caught("cuda")
# run: caught("torch")


def perhaps(kind, fast):
    size = SIZES[kind] if fast else 0
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: perhaps("cuda", True)
# run: perhaps("torch", False)


def in_one_arm(kind, fast):
    if fast:
        size = SIZES[kind]
    if kind == "cuda":
        y = 1
    elif kind == "triton":
        y = 2
    if fast:
        return y
    return 0
# run: in_one_arm("cuda", True)
# run: in_one_arm("torch", True)


def bound_again(kind):
    size = SIZES[kind]
    kind = "torch" if fine() else kind
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: bound_again("cuda")


def of_a_list(kind):
    size = LISTED[kind]
    if kind == 1:
        y = size
    elif kind == 2:
        y = -size
    return y  # NSA201: y
# run: of_a_list(1)
# run: of_a_list(0)


def stored(kind, fast):
    FILLED[kind] = fast
    if kind == "cuda":
        y = 1
    elif kind == "triton":
        y = 2
    return y  # NSA104: y
# run: stored("cuda", True)
# run: stored("torch", True)


def a_local_one(kind):
    LOCAL = {kind: 1}
    size = LOCAL[kind]
    if kind == "cuda":
        y = size
    elif kind == "triton":
        y = -size
    return y  # NSA104: y
# run: a_local_one("cuda")
# run: a_local_one("torch")
