def set_by_a_call(losses, weight=None):
    if weight is None:
        weight = 1.0
    weight = cast(weight)
    losses, _, weight = _squeeze(losses, weight)
    return losses * weight


def set_by_a_call_in_the_same_arm(losses, weight):
    if losses:
        weight = cast(weight)
        with losses:
            losses, _, weight = _squeeze(losses, weight)
    return losses


def _squeeze(losses, weight=None):
    if weight is None:
        return losses, losses
    return losses, losses, weight


def set_in_one_arm_only(losses, weight=None):
    if losses:
        weight = cast(weight)
    losses, _, weight = _reduced(losses, weight)  # NSA302: _reduced
    return losses * weight


def set_to_none_after_all(losses, weight=None):  # the report above names this call too
    weight = cast(weight)
    if losses:
        weight = None
    losses, _, weight = _reduced(losses, weight)
    return losses * weight


def set_to_one_that_may_be_none(losses, other, weight=None):  # and this one
    weight = cast(weight) if other else None
    losses, _, weight = _reduced(losses, weight)
    return losses * weight


def set_to_none_in_the_arm_of_the_call(losses, weight=None):  # and this one
    weight = cast(weight)
    if losses:
        weight = None
        losses, _, weight = _reduced(losses, weight)
    return losses


def set_afterwards(losses, weight=None):  # and this one
    losses, _, weight = _reduced(losses, weight)
    weight = cast(weight)
    return losses * weight


def set_again_by_the_loop_around(losses, weight=None):  # and this one
    weight = cast(weight)
    for each in losses:
        each, _, other = _reduced(each, weight)
        weight = other[0]
    return losses * weight


def _reduced(losses, weight=None):
    if weight is None:
        return losses, losses
    return losses, losses, weight
