# Flags of a module: what it sets by a guard, in the arms of one, or by whether an import works.
from contextlib import nullcontext, suppress
from importlib.util import find_spec
import sys

_FIRST = find_spec("json") is None


def assigned():
    if _FIRST:
        y = 1
    use(y)  # NSA104: y
# run: assigned()


_SECOND = _FIRST


def assigned_from_a_flag():
    if _SECOND:
        y = 1
    use(y)  # NSA104: y
# run: assigned_from_a_flag()


_THIRD: bool = find_spec("json") is None


def annotated():
    if _THIRD:
        y = 1
    use(y)  # NSA104: y
# run: annotated()


_FOURTH: bool
if find_spec("json"):
    _FOURTH = False
else:
    _FOURTH = True


def annotated_and_assigned_in_an_arm():
    if _FOURTH:
        y = 1
    use(y)  # NSA104: y
# run: annotated_and_assigned_in_an_arm()


_FIFTH, _SIXTH = find_spec("json") is None, 1


def one_of_a_tuple():
    if _FIFTH:
        y = 1
    use(y)  # NSA104: y
# run: one_of_a_tuple()


[_SEVENTH, _EIGHTH] = find_spec("json") is None, 1


def one_of_a_list():
    if _SEVENTH:
        y = 1
    use(y)  # NSA104: y
# run: one_of_a_list()


_NINTH = _TENTH = find_spec("json") is None


def one_of_two_targets():
    if _TENTH:
        y = 1
    use(y)  # NSA104: y
# run: one_of_two_targets()


try:
    import no_such_module
    _IMPORTED = True
except ImportError:
    _IMPORTED = False


def set_by_whether_an_import_works():
    if _IMPORTED:
        y = 1
    use(y)  # NSA104: y
# run: set_by_whether_an_import_works()


try:
    import no_such_module
except ImportError:
    _BEHIND = False
else:
    _BEHIND = True


def set_after_an_import():
    if _BEHIND:
        y = 1
    use(y)  # NSA104: y
# run: set_after_an_import()


try:
    import no_such_module
    _DECLARED: bool = True
except ImportError:
    _DECLARED: bool = False


def set_with_an_annotation_where_an_import_works():
    if _DECLARED:
        y = 1
    use(y)  # NSA104: y
# run: set_with_an_annotation_where_an_import_works()


_QUIET = False
with suppress(ImportError):
    import no_such_module
    _QUIET = True


def set_where_a_suppressed_import_works():
    if _QUIET:
        y = 1
    use(y)  # NSA104: y
# run: set_where_a_suppressed_import_works()


_LONG = len(sys.argv) > 100


def set_by_what_is_no_guard():
    if _LONG:
        y = 1
    use(y)  # NSA201: y
# run: set_by_what_is_no_guard()


_WIDE: bool
_WIDE = len(sys.argv) > 100


def declared_and_set_by_what_is_no_guard():
    if _WIDE:
        y = 1
    use(y)  # NSA201: y
# run: declared_and_set_by_what_is_no_guard()


_HIGH: bool = len(sys.argv) > 100


def annotated_with_what_is_no_guard():
    if _HIGH:
        y = 1
    use(y)  # NSA201: y
# run: annotated_with_what_is_no_guard()


sys.DEEP: bool = find_spec("json") is None
DEEP = len(sys.argv) > 100


def beside_an_attribute_of_its_name():
    if DEEP:
        y = 1
    use(y)  # NSA201: y
# run: beside_an_attribute_of_its_name()


try:
    fine()
    _TRIED = False
except ImportError:
    _TRIED = True


def set_in_a_try_without_an_import():
    if _TRIED:
        y = 1
    use(y)  # NSA201: y
# run: set_in_a_try_without_an_import()


_COMPUTED = None
try:
    import no_such_module
except ImportError:
    _COMPUTED = len(sys.argv) > 100


def computed_where_an_import_works():
    if _COMPUTED:
        y = 1
    use(y)  # NSA201: y
# run: computed_where_an_import_works()


with nullcontext():
    import json
    _PLAIN = False


def set_beside_an_import_that_nothing_swallows():
    if _PLAIN:
        y = 1
    use(y)  # NSA201: y
# run: set_beside_an_import_that_nothing_swallows()


_SWALLOWED = None
with suppress(ImportError):
    fine()
    _SWALLOWED = False


def set_where_no_import_is_suppressed():
    if _SWALLOWED:
        y = 1
    use(y)  # NSA201: y
# run: set_where_no_import_is_suppressed()
