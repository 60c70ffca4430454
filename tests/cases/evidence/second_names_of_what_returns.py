import sys


def die():
    raise ValueError


def leave():
    pass


def of_a_name_around(die):
    def inner(a):
        stop = die
        if a:
            y = 1
        else:
            stop()
        return y  # NSA201: y

    return inner


def call_of_a_name_around(a):
    return of_a_name_around(print)(a)


def in_a_class_under_a_test(flag):
    class Inner:
        if flag:
            leave = sys.exit
            y = 1
        else:
            leave()
        z = y  # NSA201: y

    return Inner.z


# run: call_of_a_name_around(True)
# run: call_of_a_name_around(False)
# run: in_a_class_under_a_test(True)
# run: in_a_class_under_a_test(False)
