# What `in` finds in a list, set or dict that the file writes out, and that nothing changes.
KINDS = ["cuda", "hip"]
GROWN = ["cuda"]
GROWN.append("cpu")
WORDS = frozenset(("cuda", "hip"))


def local_list(kind):
    if kind == "cpu":
        pass
    else:
        y = 1
    kinds = ["cuda", "hip"]
    return y if kind in kinds else None


# run: local_list("cpu")
# run: local_list("cuda")


def local_set(kind):
    if kind != "cpu":
        y = 1
    kinds = {"cuda", "hip"}
    if kind not in kinds:
        return None
    return y


# run: local_set("cpu")
# run: local_set("hip")


def keys_of_a_dict(kind):
    if kind in ("cuda", "hip"):
        y = 1
    known = {"cuda": 1, "hip": 2}
    return y if kind in known else None


# run: keys_of_a_dict("cpu")
# run: keys_of_a_dict("cuda")


def one_is_missing(kind):
    if kind == "cuda":
        y = 1
    kinds = ["cuda", "hip"]
    return y if kind in kinds else None  # NSA104: y


# run: one_is_missing("cpu")
# run: one_is_missing("hip")


def appended(kind, other):
    if kind == "cuda":
        y = 1
    kinds = ["cuda"]
    kinds.append(other)
    return y if kind in kinds else None  # NSA104: y


# run: appended("cuda", "cpu")
# run: appended("cpu", "cpu")


def handed_on(kind, fill):
    if kind == "cuda":
        y = 1
    kinds = ["cuda"]
    fill(kinds)
    return y if kind in kinds else None  # NSA104: y


# run: handed_on("cuda", lambda xs: None)
# run: handed_on("cpu", lambda xs: xs.append("cpu"))


def not_only_constants(kind, other):
    if kind == "cuda" or kind == other:
        y = 1
    kinds = ["cuda", other]
    return y if kind in kinds else None


# run: not_only_constants("cuda", "cpu")
# run: not_only_constants("cpu", "cpu")
# run: not_only_constants("hip", "cpu")


def of_the_module(kind):
    if kind != "cpu":
        y = 1
    return y if kind in KINDS else None


# run: of_the_module("cpu")
# run: of_the_module("hip")


def of_the_module_once_made(kind):
    if kind in ("hip", "cuda"):
        y = 1
    return y if kind in WORDS else None


# run: of_the_module_once_made("cpu")
# run: of_the_module_once_made("hip")


def of_the_module_that_grows(kind):
    if kind == "cuda":
        y = 1
    return y if kind in GROWN else None  # NSA104: y


# run: of_the_module_that_grows("cuda")
# run: of_the_module_that_grows("cpu")


class Chooser:
    def choose(self, kind):
        if kind == "cpu":
            pass
        else:
            y = 1
        allowed = ("cuda", "hip")
        for each in allowed:
            if each == kind:
                return y
        return None


# run: Chooser().choose("cpu")
# run: Chooser().choose("cuda")
