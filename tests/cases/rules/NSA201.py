# NSA201 branch-unbound

def an_arm_of_a_chain_over_modes(mode):
    if mode == 1:
        pass
    else:
        x = 1
    return x  # NSA201: x


def a_missing_else(mode):
    if mode == 1:
        x = 1
    return x  # NSA201: x


def an_operand_that_is_not_evaluated(a):
    a and (x := 1)
    return x  # NSA201: x


def the_same_mode_again(mode):
    if mode == 1:
        x = 1
    if mode == 1:
        return x
