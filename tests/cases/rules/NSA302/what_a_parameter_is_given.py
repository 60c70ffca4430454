def its_default(q):
    out, lse = _attend(q)  # NSA302: _attend
    return out, lse


def another_argument_after_those_that_are_unpacked(q, arguments):  # the report above names this call too
    out, lse = _attend(q, *arguments, return_lse=False)
    return out, lse


def another_argument_before_those_that_are_unpacked(q, arguments):  # the report above names this call too
    out, lse = _attend(q, False, *arguments)
    return out, lse


def an_argument_beside_unpacked_options(q, options):  # the report above names this call too
    out, lse = _attend(q, False, **options)
    return out, lse


def what_is_unpacked_before_it_may_take_its_place(q, arguments):
    out, lse = _attend(*arguments, False)
    return out, lse


def _attend(q, return_lse=False, scale=1):
    if return_lse:
        return q, q
    return q


def the_default_of_one_by_name_alone(q):
    out, lse = _by_name_alone(q)  # NSA302: _by_name_alone
    return out, lse


def one_by_name_alone(q):
    out, lse = _by_name_alone(q, return_lse=True)
    return out, lse


def _by_name_alone(q, *, scale=2, return_lse=False):
    if return_lse:
        return q, q
    return q


def one_by_place_alone(q):
    out, lse = _by_place_alone(q, False)  # NSA302: _by_place_alone
    return out, lse


def _by_place_alone(q, return_lse=True, /):
    if return_lse:
        return q, q
    return q


def any_others(q):
    out, lse = _any_others(q, 1, return_lse=False)
    return out, lse


def _any_others(q, *more, **options):
    if options:
        return q, q
    return q


class Layer:
    def __call__(self, q):
        out, lse = self.attend(q, False)  # NSA302: attend
        return out, lse

    def with_lse(self, q):
        out, lse = self.attend(q, True)
        return out, lse

    def attend(self, q, return_lse):
        if return_lse:
            return q, q
        return q

    def by_itself(self, q):
        out, lse = self.static(q, False)  # NSA302: static
        return out, lse

    def by_itself_with_lse(self, q):
        out, lse = self.static(q, True)
        return out, lse

    @staticmethod
    def static(q, return_lse):
        if return_lse:
            return q, q
        return q

    def of_the_class(self, q):
        out, lse = self.made(q, False)  # NSA302: made
        return out, lse

    def of_the_class_with_lse(self, q):
        out, lse = self.made(q, True)
        return out, lse

    @classmethod
    def made(cls, q, return_lse):
        if return_lse:
            return q, q
        return q
