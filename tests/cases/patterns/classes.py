# Class patterns against one another, and against `isinstance` and attributes.

class Wide:
    size = 1


class Tall:
    size = 1


def the_class_itself(o):
    match o:
        case Wide():
            x = 1
        case Tall():
            x = 2
    if isinstance(o, (Wide, Tall)):
        use(x)
    if o is not None:
        use(x)  # NSA201: x
# run: the_class_itself(Wide())
# run: the_class_itself(3)


def an_attribute(o):
    match o:
        case Wide(size=1):
            x = 1
        case Wide():
            if o.size == 1:
                use(x)
            if o.size:
                use(x)  # NSA205: x
# run: an_attribute(Wide())
# run: an_attribute(type("Other", (Wide,), {"size": 2})())


def the_attribute_alone(o):
    match o:
        case object(size=x):
            pass
        case Wide():
            use(x)  # NSA205: x
# not run: every object of the class has the attribute


def builtin_classes(v):
    match v:
        case int(x) | str(x):
            pass
        case True | "text":
            use(x)
        case float() if v == 2:
            use(x)  # NSA205: x
        case None:
            use(x)  # NSA205: x
# run: builtin_classes(1)
# run: builtin_classes(2.0)
# run: builtin_classes(None)


def a_bool_is_an_int(v):
    match v:
        case bool():
            x = 1
        case int():
            y = 1
    if v is True or v is False:
        use(x)
    if isinstance(v, int) and not isinstance(v, bool):
        use(y)
    if v == 1:
        use(x)  # NSA201: x, x
# run: a_bool_is_an_int(True)
# run: a_bool_is_an_int(0)
# run: a_bool_is_an_int(1)


def a_text_is_a_str(v):
    if isinstance(v, str):
        x = 1
    if v in ("a", "b"):
        use(x)
    match v:
        case str():
            use(x)
        case bytes() | 1:
            use(x)  # NSA201: x
# run: a_text_is_a_str("a")
# run: a_text_is_a_str(1)


class Shadow:
    def classes_that_are_parameters(self, v, int, str):
        match v:
            case int():
                x = 1
            case str():
                use(x)  # NSA205: x
        if isinstance(v, int) and isinstance(v, str):
            y = 1
        if isinstance(v, int):
            use(y)  # NSA201: y
# run: Shadow().classes_that_are_parameters("a", bytes, str)
# run: Shadow().classes_that_are_parameters("a", str, bytes)


def a_union_of_classes(v):
    match v:
        case list() | tuple():
            x = 1
    if isinstance(v, list | tuple):
        use(x)
    match v:
        case [*_]:
            use(x)  # NSA201: x
# run: a_union_of_classes([])
# run: a_union_of_classes(range(2))


class Named:
    __match_args__ = ("first", "second")

    def __init__(self, first, second=None):
        self.first, self.second = first, second


def what_is_in_a_builtin_class_is_the_subject(v):
    match v:
        case int(n):
            if n == 1:
                x = 1
            if v == 1:
                use(x)
            if n:
                use(x)  # NSA201: x
# run: what_is_in_a_builtin_class_is_the_subject(1)
# run: what_is_in_a_builtin_class_is_the_subject(2)


def what_is_in_another_class_is_not(v):
    match v:
        case Named(n):
            if n is None:
                x = 1
            if v is None:
                use(x)
            if v is not None:
                use(x)  # NSA201: x
# run: what_is_in_another_class_is_not(Named(None))
# run: what_is_in_another_class_is_not(Named(1))


def the_same_place_again(v):
    match v:
        case Named(1, _):
            x = 1
        case Named(n, m):
            if n == 1:
                use(x)
            if m == 1:
                use(x)  # NSA205: x
# run: the_same_place_again(Named(1))
# run: the_same_place_again(Named(2, 1))


def a_second_place_is_another(v):
    match v:
        case Named(None, None):
            x = 1
        case Named(None, n):
            if n is None:
                use(x)
            if v is not None:
                use(x)  # NSA205: x
# run: a_second_place_is_another(Named(None, 1))


def a_builtin_class_of_a_value(v):
    match v:
        case str("a" | "b"):
            x = 1
        case str(s):
            if s == "a":
                use(x)
            if s != "c":
                use(x)  # NSA205: x
# run: a_builtin_class_of_a_value("a")
# run: a_builtin_class_of_a_value("d")
