"""A function asks whether a value is a tuple before it returns it: then nothing is known of how many it is."""

KEPT = {"pair": (1, 2), "list": [1, 2], "text": "ab", "single": [1], "number": 3, "three": (1, 2, 3)}


def of_a_class(key):
    creds, project = _of_a_class(key)
    return creds, project


def _of_a_class(key):
    entry = KEPT.get(key)
    if isinstance(entry, tuple):
        return entry
    return entry, None


# run: of_a_class("pair")
# run: of_a_class("number")


def of_a_method(key):
    return Cache().pair(key)


class Cache:
    def pair(self, key):
        creds, project = self._unpacked(key)
        return creds, project

    def _unpacked(self, key):
        entry = KEPT.get(key)
        if entry is None:
            return None, None
        if isinstance(entry, (tuple, list)):
            return entry
        return entry, entry


# run: of_a_method("none")
# run: of_a_method("list")
# run: of_a_method("number")


def by_its_length(key):
    first, second = _by_its_length(key)
    return first, second


def _by_its_length(key):
    entry = KEPT.get(key)
    if len(entry) == 2:
        return entry
    return entry, 0


# run: by_its_length("text")
# run: by_its_length("single")


def by_its_type(key):
    first, second = _by_its_type(key)
    return first, second


def _by_its_type(key):
    entry = KEPT.get(key)
    return entry if type(entry) is tuple else (entry, 0)


# run: by_its_type("pair")
# run: by_its_type("number")


def by_a_predicate(key):
    first, second = _by_a_predicate(key)
    return first, second


def _by_a_predicate(key):
    entry = KEPT.get(key)
    if not _is_pair(entry):
        return entry, 0
    return entry


def _is_pair(entry):
    return isinstance(entry, tuple) and len(entry) == 2


# run: by_a_predicate("pair")
# run: by_a_predicate("three")


def not_of_a_class(key):
    first, second = _not_of_a_class(key)
    return first, second


def _not_of_a_class(key):
    entry = KEPT.get(key)
    if isinstance(entry, int):
        return entry, 0
    return entry


# run: not_of_a_class("pair")
# run: not_of_a_class("number")


def with_another_test(key, wide):
    first, second = _with_another_test(key, wide)
    return first, second


def _with_another_test(key, wide):
    entry = KEPT.get(key)
    if wide and isinstance(entry, tuple):
        return entry
    return entry, 0


# run: with_another_test("pair", True)
# run: with_another_test("pair", False)
# run: with_another_test("number", True)
