import sys

import lib.part


def run():
    sys.modules.pop("lib", None)
    try:
        import lib as y
    except ImportError:
        pass
    return y  # NSA102: y
