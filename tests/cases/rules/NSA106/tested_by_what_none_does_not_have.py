try:
    import no_such_library as library
except ImportError:
    library = None

try:
    from no_such_library import scan
except ImportError:
    scan = None


def has_an_attribute(x):
    if hasattr(library, "matmul"):
        return library.matmul(x)
    return x
# run: has_an_attribute(1)


def has_no_attribute(x):
    if not hasattr(library, "matmul"):
        return x
    return library.matmul(x)
# run: has_no_attribute(1)


def is_callable(x):
    return scan(x) if callable(scan) else x
# run: is_callable(1)


def is_callable_and_more(x):
    return callable(scan) and x > 0 and scan(x)
# run: is_callable_and_more(1)


def kept_in_a_name(x):
    there = hasattr(library, "matmul")
    x += 1
    if there:
        return library.matmul(x)
    return x
# run: kept_in_a_name(1)


def asserted(x):
    assert callable(scan)
    return scan(x)
# run: asserted(1)


def one_of_two(x):
    if hasattr(library, "matmul") or hasattr(library, "dot"):
        return library.multiply(x)
    return x
# run: one_of_two(1)


def of_a_second_name(x):
    found = scan
    if callable(found):
        return scan(x)
    return x
# run: of_a_second_name(1)


try:
    from no_such_library import convert
except ImportError:
    convert = None


def the_other_arm(x):
    if callable(convert):
        return x
    return convert(x)  # NSA106: convert
# run: the_other_arm(1)


try:
    from no_such_library import decode
except ImportError:
    decode = None


def an_attribute_that_none_has(x):
    if hasattr(decode, "__class__"):
        return decode.matmul(x)  # NSA106: decode
    return x
# run: an_attribute_that_none_has(1)


try:
    from no_such_library import encode
except ImportError:
    encode = None


def an_attribute_by_a_name(x, name="__doc__"):
    if hasattr(encode, name):
        return encode.matmul(x)  # NSA106: encode
    return x
# run: an_attribute_by_a_name(1)


try:
    from no_such_library import launch
except ImportError:
    launch = None


def of_another_name(x):
    if hasattr(x, "real"):
        return launch.matmul(x)  # NSA106: launch
    return x
# run: of_another_name(1)


try:
    from no_such_library import measure
except ImportError:
    measure = None


def one_or_something_else(x):
    if callable(measure) or x:
        return measure(x)  # NSA106: measure
    return x
# run: one_or_something_else(1)


try:
    from no_such_library import reduce
except ImportError:
    reduce = None


def what_it_gives_back(x):
    if callable(type(reduce)):
        return reduce(x)  # NSA106: reduce
    return x
# run: what_it_gives_back(1)
