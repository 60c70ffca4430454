# What a function has stored on an object is still there after a call of the file's own function that is given the
# object, where nothing else in the file sets an attribute of that name.
from contextlib import contextmanager
from functools import partial
from operator import truth
from types import SimpleNamespace


class Keeper:
    def __init__(self, options):
        self.options = options


class Changer:
    def __init__(self, options):
        options.changed = False


@contextmanager
def around(options):
    yield options.fast


def read_by(options):
    yield options.fast and options.slow is None


def handed_on(options):
    return read_by(options) or Keeper(options)


def handed_out(options):
    lib.change(options)


def handed_in_a_list(options):
    return lib.change([options])


def called_on(options):
    options.refresh()


def with_a_function_inside(options):
    return lambda: lib.change(options)


def change(options):
    options.other = 0


def decorated_by_others(options):
    return options


decorated = partial(decorated_by_others)


class Options:
    several = first = second = third = fourth = fast = slow = changed = other = last = part = None

    def refresh(self):
        vals = self.__class__.values
        self.last = vals

    values = 0


def a_function_that_reads(options, wanted):
    options.first = bool(wanted)
    if options.first:
        y = 1
    read_by(options)
    handed_on(options)
    if options.first:
        return y
    return None
# run: a_function_that_reads(Options(), True)
# run: a_function_that_reads(Options(), False)


def a_class_that_keeps_it(options, wanted):
    options.second = bool(wanted)
    if options.second:
        y = 1
    kept = Keeper(options)
    if options.second:
        return y, kept
    return None
# run: a_class_that_keeps_it(Options(), True)
# run: a_class_that_keeps_it(Options(), False)


def a_manager(options, wanted):
    options.third = bool(wanted)
    with around(options):
        if options.third:
            y = 1
    Keeper(options=options)
    if options.third:
        return y
    return None
# run: a_manager(Options(), True)
# run: a_manager(Options(), False)


def a_part_of_it(options, wanted):
    options.fourth = bool(wanted)
    if options.fourth:
        y = 1
    print(options.part, file=options.part)
    truth(options.part)
    if options.fourth:
        return y
    return None
# run: a_part_of_it(Options(), True)
# run: a_part_of_it(Options(), False)


def several_calls(options, wanted):
    if wanted:
        options.several = True
    if not options.several:
        return None
    y = 1
    for _ in read_by(options):
        Keeper(options)
    listed = [*read_by(options), handed_on(options)]
    if options.several:
        z = listed
    return y, z
# run: several_calls(Options(), True)
# run: several_calls(Options(), False)


# What else sets an attribute of that name may be what is called, or what it calls.


def what_another_function_sets(options, wanted):
    options.other = bool(wanted)
    if not options.other:
        y = 1
    change(options)
    if not options.other:
        return y  # NSA201: y
    return None
# run: what_another_function_sets(Options(), True)


def what_a_class_sets(options, wanted):
    options.changed = bool(wanted)
    if not options.changed:
        y = 1
    Changer(options)
    if not options.changed:
        return y  # NSA201: y
    return None
# run: what_a_class_sets(Options(), True)


def what_a_method_sets(options, wanted):
    options.last = bool(wanted)
    if not options.last:
        y = 1
    called_on(options)
    if not options.last:
        return y  # NSA201: y
    return None
# run: what_a_method_sets(Options(), True)


def to_another_file(options, wanted):
    options.fifth = bool(wanted)
    if options.fifth:
        y = 1
    handed_out(options)
    if options.fifth:
        return y  # NSA201: y
    return None


def to_another_file_in_a_list(options, wanted):
    options.sixth = bool(wanted)
    if options.sixth:
        y = 1
    handed_in_a_list(options)
    if options.sixth:
        return y  # NSA201: y
    return None


def to_a_function_inside(options, wanted):
    options.seventh = bool(wanted)
    if options.seventh:
        y = 1
    with_a_function_inside(options)
    if options.seventh:
        return y  # NSA201: y
    return None


def to_a_name_that_is_no_function(options, wanted):
    options.eighth = bool(wanted)
    if options.eighth:
        y = 1
    decorated(options)
    if options.eighth:
        return y  # NSA201: y
    return None


def a_method_of_it(options, wanted):
    options.ninth = bool(wanted)
    if options.ninth:
        y = 1
    lib.run(options.refresh)
    if options.ninth:
        return y  # NSA201: y
    return None


def what_its_part_has(options, wanted):
    options.part.fast = bool(wanted)
    if options.part.fast:
        y = 1
    lib.change(options.part)
    if options.part.fast:
        return y  # NSA201: y
    return None


# not run: `lib` is what may change it


def in_any_way(wanted):
    options = SimpleNamespace()
    options.tenth = bool(wanted)
    if options.tenth:
        y = 1
    read_by(*[options])
    if options.tenth:
        return y
    return None


# not run: what is unpacked was never taken to reach the object
