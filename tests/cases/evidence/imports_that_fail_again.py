# Where a module cannot be imported, nothing below it can: the path ends at the next import of either.
import json
import sys
import tempfile
from logging import warning
from pathlib import Path


def a_part_of_it():
    try:
        import nothing_like_this as lib
    except ImportError:
        pass
    from nothing_like_this.parts import part

    return lib, part


def the_same_again():
    try:
        import nothing_like_this as lib
    except ImportError as error:
        warning("not there: %s", error)
    import nothing_like_this

    return lib, nothing_like_this


def something_in_it():
    try:
        import json.nothing_like_this as lib
    except Exception:
        ready = False
    else:
        ready = True
    from json.nothing_like_this import other

    return lib, other, ready


def far_below_it():
    try:
        import nothing_like_this as lib
    except ModuleNotFoundError:
        print("not there")
    count = len(json.__name__)
    import nothing_like_this.inner.parts as parts

    return lib, parts, count


def the_same_name_of_it():
    try:
        from json import nothing_like_this as old
    except ImportError:
        print("not there")
    from json import nothing_like_this as new

    return old, new


def in_the_handler():
    try:
        import nothing_like_this as lib
    except ImportError:
        import nothing_like_this.parts as parts

        print(parts)
    return lib


def where_it_is_tried_again():
    try:
        import nothing_like_this as lib
    except ImportError:
        pass
    try:
        import nothing_like_this.parts
    except ImportError:
        ready = False
    else:
        ready = True
    return lib if ready else None


def in_the_arm_that_reads(flag):
    try:
        import nothing_like_this as lib
    except ImportError:
        pass
    if flag:
        import nothing_like_this.parts as parts

        return lib, parts
    return None


def in_a_loop(xs):
    for x in xs:
        try:
            import nothing_like_this as lib
        except ImportError:
            pass
        import nothing_like_this.parts as parts

        print(lib, parts, x)


def one_of_two():
    try:
        import json as first

        import nothing_like_this as second
    except ImportError:
        pass
    import nothing_like_this.parts as parts

    return first, second, parts


class Holder:
    try:
        import json as there
    except ImportError:
        there = None

    def method(self):
        try:
            import nothing_like_this as lib
        except ImportError:
            pass
        from nothing_like_this.parts import part

        return lib, part


# run: a_part_of_it()
# run: the_same_again()
# run: something_in_it()
# run: far_below_it()
# run: the_same_name_of_it()
# run: in_the_handler()
# run: where_it_is_tried_again()
# run: in_the_arm_that_reads(True)
# run: in_the_arm_that_reads(False)
# run: in_a_loop([1, 2])
# run: one_of_two()
# run: Holder().method()


def read_before_it():
    try:
        import nothing_like_this as lib
    except ImportError:
        pass
    print(lib)  # NSA102: lib
    import nothing_like_this.parts as parts

    return parts


# run: read_before_it()


def the_package_of_what_failed():
    try:
        import json.nothing_like_this as lib
    except ImportError:
        pass
    import json.decoder as decoder

    return lib, decoder  # NSA102: lib


# run: the_package_of_what_failed()


def another_name_of_it():
    try:
        from json import nothing_like_this as name
    except ImportError:
        pass
    from json import loads

    return name, loads  # NSA102: name


# run: another_name_of_it()


def the_package_of_a_name():
    try:
        from json import nothing_like_this as name
    except ImportError:
        pass
    import json.decoder as decoder

    return name, decoder  # NSA102: name


# run: the_package_of_a_name()


def one_that_begins_alike():
    try:
        import jso as lib
    except ImportError:
        pass
    import json as other

    return lib, other  # NSA102: lib


# run: one_that_begins_alike()


def in_an_arm_that_does_not_read(flag):
    try:
        import nothing_like_this as lib
    except ImportError:
        pass
    if flag:
        import nothing_like_this.parts as parts

        print(parts)
    return lib  # NSA102: lib


# run: in_an_arm_that_does_not_read(False)


def where_it_may_fail():
    try:
        import nothing_like_this as lib
    except ImportError:
        pass
    try:
        import nothing_like_this.parts
    except ImportError:
        pass
    return lib  # NSA102: lib


# run: where_it_may_fail()


def in_a_function_that_is_not_called():
    try:
        import nothing_like_this as lib
    except ImportError:
        pass

    def parts():
        import nothing_like_this.parts as parts

        return parts

    return lib, parts  # NSA102: lib


# run: in_a_function_that_is_not_called()


def folder_of(name):
    folder = Path(tempfile.mkdtemp())
    (folder / name).mkdir()
    (folder / name / "__init__.py").touch()
    (folder / name / "parts.py").touch()
    return str(folder)


def in_another_place(place):
    try:
        import added_in_a_place as lib
    except ImportError:
        sys.path.append(place)
    import added_in_a_place.parts as parts

    return lib, parts  # NSA102: lib


# run: in_another_place(folder_of("added_in_a_place"))


def in_another_place_for_all(place):
    try:
        import added_for_all as lib
    except ImportError:
        pass
    sys.path.insert(0, place)
    import added_for_all.parts as parts

    return lib, parts  # NSA102: lib


# run: in_another_place_for_all(folder_of("added_for_all"))


def in_places_of_a_package(place):
    try:
        import json.added_to_a_package as lib
    except ImportError:
        json.__path__.append(f"{place}/..")
        json.__path__.append(place)
    from json.added_to_a_package import parts

    return lib, parts  # NSA102: lib


# run: in_places_of_a_package(folder_of("added_to_a_package"))


def install(name):
    sys.path.append(folder_of(name))


def installed_by_a_function():
    try:
        import added_by_a_function as lib
    except ImportError:
        install("added_by_a_function")
    import added_by_a_function.parts as parts

    return lib, parts  # NSA102: lib


# run: installed_by_a_function()


def installed_by_what_is_given(fetch):
    try:
        import added_by_what_is_given as lib
    except ImportError:
        pass
    found = fetch("added_by_what_is_given")
    import added_by_what_is_given.parts as parts

    return lib, parts, found  # NSA102: lib


# run: installed_by_what_is_given(install)


def installed_in_the_loop(places):
    for place in places:
        if not place:
            try:
                import added_in_the_loop as lib
            except ImportError:
                print("not there")
        else:
            import added_in_the_loop.parts as parts

            print(lib, parts)  # NSA102: lib  # NSA205: lib
        sys.path.append(place or folder_of("added_in_the_loop"))


# run: installed_in_the_loop(["", "other"])
