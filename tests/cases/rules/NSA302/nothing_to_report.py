from functools import wraps


def the_constant_decides(q):
    out, lse = attend(q, return_lse=True)
    return out, lse


def attend(q, return_lse=False, scale=None):
    if return_lse:
        return q, q
    return q


def what_is_unpacked_may_decide(q, arguments):
    out, lse = attend(q, *arguments)
    return out, lse


def so_may_options_that_are_unpacked(q, options):
    out, lse = attend(q, **options)
    return out, lse


def and_those_of_a_function_that_takes_them_by_name_alone(q, options):
    out, lse = by_name_alone(q, **options)
    return out, lse


def by_name_alone(q, *, return_lse=False):
    if return_lse:
        return q, q
    return q


def the_caller_tests_the_same(q, return_lse):
    if return_lse:
        out, lse = attend(q, return_lse)
        return out, lse
    return attend(q)


def the_caller_has_left_otherwise(q, return_lse):
    if not return_lse:
        return attend(q)
    out, lse = attend(q, return_lse)
    return out, lse


def the_failure_is_handled(q, return_lse):
    try:
        out, lse = attend(q, return_lse)
    except (TypeError, ValueError):
        out = lse = q
    return out, lse


def a_display_is_never_none(q):
    pairs = [each for each in q]
    first, second = listed(pairs)
    return first, second


def listed(pairs):
    if pairs is None:
        return None
    return pairs, 1


def the_type_is_known_to_the_caller(q):
    first, second = by_type(q)
    return first, second


def by_type(q):
    is_list = isinstance(q, list)
    if is_list:
        return q, 1, 2
    return q, 1


def any_number(q, return_lse):
    out, *rest = attend(q, return_lse)
    return out, rest


def what_is_returned_is_not_known(q):
    first, second = unknown(q)
    return first, second


def unknown(q):
    if q:
        return launch(q)
    return q, 1


def as_many_in_every_arm(q):
    first, second = as_many(q)
    return first, second


def as_many(q):
    if q:
        return q, 1
    return [q, 2]


def a_generator(q):
    first, second = generated(q)
    return first, second


def generated(q):
    if q:
        return None
    yield q
    return 1, 2


def doubled(function):
    @wraps(function)
    def inner(*args):
        return function(*args), 1

    return inner


def a_decorator_changes_it(q):
    (first, second), one = decorated(q)
    return first, second, one


@doubled
def decorated(q):
    if q:
        return None
    return q, 1


class Model:
    def __init__(self, lse):
        self.lse = lse

    def forward(self, q):
        if self.lse:
            out, lse = self.attend(q)
            return out, lse
        return self.attend(q)

    def attend(self, q):
        return (q, q) if self.lse else q
