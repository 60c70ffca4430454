try:
    import math
except ImportError:
    half = 0.5


def scaled(x):
    return half * x  # NSA103: half
# run: scaled(4)
