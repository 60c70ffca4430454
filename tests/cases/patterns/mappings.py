# Mapping patterns against one another, and against `in` and an index.

def the_same_key_with_a_value(info):
    match info:
        case {"k": x}:
            pass
        case {"k": 1}:
            use(x)
        case {}:
            use(x)  # NSA205: x
# run: the_same_key_with_a_value({"k": 1})
# run: the_same_key_with_a_value({})


def both_keys(info):
    match info:
        case {"k": _, "j": x}:
            pass
        case {"j": 1, **rest}:
            if "k" in rest:
                use(x)  # NSA205: x
# not run: what is left over is not compared with the whole


def a_key_that_is_in(info):
    match info:
        case {"k": x}:
            y = 1
    if isinstance(info, dict) and "k" in info:
        use(x, y)
    if isinstance(info, dict):
        use(y)  # NSA201: y
# run: a_key_that_is_in({"k": 1})
# run: a_key_that_is_in({})


def the_value_by_its_key(info):
    match info:
        case {"k": True}:
            x = 1
        case {"k": _}:
            if info["k"] is True:
                use(x)
            if info["k"]:
                use(x)  # NSA205: x
# run: the_value_by_its_key({"k": True})
# run: the_value_by_its_key({"k": 1})


def a_mapping_with_a_key_is_true(info):
    match info:
        case {"k": _}:
            x = 1
        case {}:
            if not info:
                return
            use(x)  # NSA205: x
            return
        case _:
            return
    if not info:
        use(y)
    use(x)
# run: a_mapping_with_a_key_is_true({"k": 1})
# run: a_mapping_with_a_key_is_true({"j": 1})
# run: a_mapping_with_a_key_is_true({})


def no_mapping_is_a_sequence(info):
    match info:
        case {}:
            x = 1
        case [*_]:
            y = 1
    if isinstance(info, dict):
        use(x)
    if isinstance(info, (list, tuple)):
        use(y)
    if isinstance(info, list):
        use(x)  # NSA201: x
# run: no_mapping_is_a_sequence({})
# run: no_mapping_is_a_sequence([])


class Reader:
    def keys_that_are_constants(self, info):
        match info:
            case {self.key: x}:
                y = x
            case {"other": x}:
                pass
            case _:
                return
        if self.key in info:
            use(y)
        use(x)
        use(y)  # NSA201: y
# not run: what it needs is not there


def the_rest_is_a_dict(info):
    match info:
        case {"k": _, **rest}:
            if rest is None:
                use(x)
        case _:
            return
    x = rest
    use(x)
# run: the_rest_is_a_dict({"k": 1})


def the_rest_may_be_empty(info):
    match info:
        case {"k": _, **rest}:
            if rest:
                x = 1
            if rest is not None:
                use(x)  # NSA201: x
# run: the_rest_may_be_empty({"k": 1})
# run: the_rest_may_be_empty({"k": 1, "j": 1})


def the_rest_is_another_one_each_time(info, more):
    match info:
        case {"k": _, **rest}:
            if rest:
                x = 1
    match more:
        case {"k": _, **rest}:
            if rest:
                use(x)  # NSA201: x, x
# run: the_rest_is_another_one_each_time({"k": 1}, {"k": 1, "j": 1})


def the_rest_of_an_alternative(info):
    match info:
        case {"k": _, **rest} | {"j": _, **rest}:
            if rest is None:
                return
            x = 1
        case _:
            return
    if rest is not None:
        use(x)
# run: the_rest_of_an_alternative({"j": 1})


def nothing_is_left_over(info):
    rest = None
    match info:
        case {"k": _}:
            x = 1
        case {"j": _, **rest}:
            pass
    if rest is None:
        use(x)  # NSA201: x
    elif rest:
        use(x)  # NSA201: x
# run: nothing_is_left_over({"k": 1})
# run: nothing_is_left_over({"j": 1, "i": 1})
# run: nothing_is_left_over(None)
