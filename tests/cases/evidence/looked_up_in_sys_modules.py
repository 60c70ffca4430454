# A module that is in `sys.modules` has been imported: its import has not failed.
import sys


def asked_afterwards():
    try:
        import fastlib
    except ImportError:
        print("not there")
    if "fastlib" in sys.modules:
        return fastlib.version
    return None


# run: asked_afterwards()


def asked_the_other_way():
    try:
        import sqlite3 as y
    except ImportError:
        pass
    if "sqlite3" not in sys.modules:
        return None
    return y.version_info


# run: asked_the_other_way()


def a_part_of_a_package(fast):
    try:
        import fastlib.kernels
        import fastlib
    except ModuleNotFoundError:
        fast = False
    if fast and "fastlib" in sys.modules:
        return fastlib.run()
    return None


# run: a_part_of_a_package(True)
# run: a_part_of_a_package(False)


class AMethod:
    def run(self):
        try:
            import fastlib
        except ImportError:
            self.fast = False
        return fastlib.run() if "fastlib" in sys.modules else 0


# run: AMethod().run()


def kept_in_a_name():
    try:
        import fastlib
    except ImportError:
        pass
    found = "fastlib" in sys.modules
    if not found:
        return None
    return fastlib.run()


# run: kept_in_a_name()


def another_module():
    try:
        import fastlib
    except ImportError:
        pass
    if "sys" in sys.modules:
        return fastlib.run()  # NSA102: fastlib
    return None


# run: another_module()


def where_it_is_not_there():
    try:
        import fastlib
    except ImportError:
        pass
    if "fastlib" not in sys.modules:
        return fastlib.run()  # NSA102: fastlib
    return None


# run: where_it_is_not_there()


def a_name_of_it():
    try:
        from sqlite3 import nothing_like_this as y
    except ImportError:
        pass
    if "sqlite3" in sys.modules:
        return y  # NSA102: y
    return None


# run: a_name_of_it()
