try:
    from math import sqrt as root
except ImportError as error:
    root = Box()
    failed = error


def scaled(x):
    if isinstance(root, Box):
        raise ImportError("math") from failed  # NSA103: failed
    return root(x)
# not run: that nothing imported is a Box is not known
