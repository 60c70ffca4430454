# What the file has imported is there when it is imported again.
import sqlite3.dbapi2
from sqlite3 import Row


def the_package_of_a_module():
    try:
        import sqlite3 as y
    except ImportError:
        pass
    return y


# run: the_package_of_a_module()


def the_module_itself():
    try:
        import sqlite3.dbapi2 as y
    except ImportError:
        pass
    return y


# run: the_module_itself()


def a_module_of_its_package():
    try:
        from sqlite3 import dbapi2 as y
    except ImportError:
        pass
    return y


# run: a_module_of_its_package()


def the_same_name():
    try:
        from sqlite3 import Row as y
    except ImportError:
        pass
    return y


# run: the_same_name()


def another_name():
    try:
        from sqlite3 import nothing_like_this as y
    except ImportError:
        pass
    return y  # NSA102: y


# run: another_name()


def another_module():
    try:
        import sqlite3.nothing_like_this as y
    except ImportError:
        pass
    return y  # NSA102: y


# run: another_module()


def a_name_that_may_be_no_module():
    try:
        import sqlite3.Row as y
    except ImportError:
        pass
    return y  # NSA102: y


# run: a_name_that_may_be_no_module()


def imported_before_in_the_function():
    from lzma import LZMAFile

    try:
        import lzma as y
    except ImportError:
        pass
    return y, LZMAFile


# run: imported_before_in_the_function()


def imported_in_one_arm(flag):
    if flag:
        import nothing_like_this
    try:
        import nothing_like_this as y
    except ImportError:
        pass
    return y  # NSA102: y


# run: imported_in_one_arm(False)


def imported_unless_it_leaves(flag):
    try:
        import bz2
    except ImportError:
        return None
    try:
        import bz2 as y
    except ImportError:
        pass
    return y


# run: imported_unless_it_leaves(True)


def in_another_function():
    try:
        import nothing_like_this as y
    except ImportError:
        pass
    return y  # NSA102: y


# run: in_another_function()


def imported_after_it():
    try:
        import nothing_like_this as y
    except ImportError:
        pass
    return y  # NSA102: y
    import nothing_like_this


# run: imported_after_it()


def with_what_fails_besides(flag):
    try:
        import sqlite3 as y

        y = flag.use(y)
    except AttributeError:
        pass
    return y


# run: with_what_fails_besides(None)
