# A text with something written out in it is not empty, whatever else is put into it.
def in_an_f_string(what):
    message = ""
    try:
        y = what[0]
    except LookupError as problem:
        message = f"not there: {problem}"
    if message:
        raise ValueError(message)
    return y
# run: in_an_f_string([1])
# run: in_an_f_string([])


def what_is_given_alone(what):
    message = ""
    try:
        y = what[0]
    except LookupError:
        message = f"{what[1:]!s}"
    if message:
        raise ValueError(message)
    return y  # NSA202: y
# run: what_is_given_alone([1])
# run: what_is_given_alone("")


def joined(what):
    message = None
    try:
        y = what[0]
    except LookupError as problem:
        message = "not there: " + str(problem)
    if message:
        raise ValueError(message)
    return y
# run: joined([1])
# run: joined([])


def joined_from_behind(what):
    message = None
    try:
        y = what[0]
    except LookupError as problem:
        message = str(problem) + " in vain"
    if message:
        raise ValueError(message)
    return y
# run: joined_from_behind([1])
# run: joined_from_behind([])


def joined_to_an_empty_one(what, name):
    message = ""
    try:
        y = what[0]
    except LookupError:
        message += "not there: " + name
    if message:
        raise ValueError(message)
    return y
# run: joined_to_an_empty_one([1], "x")
# run: joined_to_an_empty_one([], "x")


def joined_with_an_empty_one(what, name):
    message = ""
    try:
        y = what[0]
    except LookupError:
        message = "" + name
    if message:
        raise ValueError(message)
    return y  # NSA202: y
# run: joined_with_an_empty_one([1], "")
# run: joined_with_an_empty_one([], "")


def numbers_are_no_texts(what, count):
    rest = 0
    try:
        y = what[0]
    except LookupError:
        rest = 1 + count
    if rest:
        raise ValueError(rest)
    return y  # NSA202: y
# run: numbers_are_no_texts([1], -1)
# run: numbers_are_no_texts([], -1)
