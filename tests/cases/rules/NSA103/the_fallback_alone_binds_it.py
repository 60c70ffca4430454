try:
    from math import sqrt as root
except ImportError:
    from cmath import sqrt as root

    half = root(0.25)


def scaled(x):
    return half * root(x)  # NSA103: half by default
# run: scaled(4)
