# What the file may not have imported, or not yet
from decoy import TYPE_CHECKING

try:
    import curses.ascii
except ImportError:
    curses = None

if TYPE_CHECKING:
    import readline.history


def an_import_that_may_have_failed():
    try:
        import curses as y
    except ImportError:
        pass
    return y  # NSA102: y


def an_import_for_types():
    try:
        import readline as y
    except ImportError:
        pass
    return y  # NSA102: y


def imported_in_another_function():
    import nothing_like_this


def in_a_handler(flag):
    try:
        import zlib

        flag.use()
    except AttributeError:
        try:
            import zlib as y
        except ImportError:
            pass
        return y  # NSA102: y


class Work:
    import dbm.gnu

    def run(self):
        try:
            import dbm as y
        except ImportError:
            pass
        return y
