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
