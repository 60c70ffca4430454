try:
    from math import sqrt as root

    SLOW = False
except ImportError:
    from cmath import sqrt as root

    SLOW = True
    half = root(0.25)


def scaled(x):
    return half * root(x)  # NSA103: half
# run: scaled(4)
