def shorter_in_one_arm(a, b=None):
    x, y, z = _shorter(a, b)  # NSA302: _shorter
    return x, y, z


def _shorter(a, b):
    if b is not None:
        return a, b
    return a, a, a


def longer_in_the_else(a, b):
    x, y = _longer(a, b)  # NSA302: _longer
    return x, y


def _longer(a, b):
    if b:
        result = a, b
        return a, b
    else:
        return a, b, a


def one_value(q, lse):
    out, total = _one(q, lse)  # NSA302: _one
    return out, total


def _one(q, lse):
    if lse:
        return q, q + 1
    return q


def a_conditional_expression(q, lse):
    out, total = _conditional(q, lse)  # NSA302: _conditional
    return out, total


def _conditional(q, lse):
    return (q, q + 1) if lse else q


def passed_on_by_a_variable_set_once(a, b):
    given = [a]
    x, y = _open(given, b)  # NSA302: _open
    return x, y


def _open(a, b):
    if a is None:
        return None, None
    if b:
        return a
    return a, b


class Pipeline:
    def run(self, latents=None):
        latents, noise, ids = self._prepare(latents)  # NSA302: _prepare
        return latents, noise, ids

    def _prepare(self, latents):
        if latents is not None:
            return latents, 1
        return 1, 2, 3


class Special(Pipeline):
    def again(self, latents=None):  # the report above names this call too
        latents, noise, ids = self._prepare(latents)
        return latents, noise, ids


def one_value_that_is_no_tuple(q, lse):
    out, total = _one_of_a_class(q, lse)  # NSA302: _one_of_a_class
    return out, total


def _one_of_a_class(q, lse):
    out = q + 1
    if isinstance(out, int) and lse:
        return out
    return out, lse


def one_value_where_it_is_not_a_tuple(q, lse):
    out, total = _not_a_tuple(q, lse)  # NSA302: _not_a_tuple
    return out, total


def _not_a_tuple(q, lse):
    out = q + 1
    if isinstance(out, tuple):
        return out[0], lse
    if lse:
        return out
    return out, None
