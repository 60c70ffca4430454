# A handler of an exception that the file defines is there for the `raise` in its body. What is imported from elsewhere
# before it, or called there, does not raise it; what the file defines, or is handed, may.

import os
from os import path as paths


class WrongVersion(Exception):
    pass


class TooOld(WrongVersion):
    pass


def fail(*given):
    raise WrongVersion(*given)


def an_import_before_it(version):
    try:
        import json as fast

        if version < 2:
            raise WrongVersion()
    except WrongVersion:
        use(fast)
# run: an_import_before_it(1)
# run: an_import_before_it(2)


def an_import_of_what_may_be_missing(version):
    try:
        import lib as fast

        if version < 2:
            raise WrongVersion(version)
    except WrongVersion as error:
        use(fast, error)
    except ImportError:
        fast = None
    return fast
# run: an_import_of_what_may_be_missing(1)
# run: an_import_of_what_may_be_missing(2)


def a_call_of_another_file(version):
    try:
        name = paths.join("lib", str(version))
        if version < 2:
            raise WrongVersion
    except WrongVersion:
        use(name)
# run: a_call_of_another_file(1)


def one_below_it(version):
    try:
        name = os.getcwd()
        if version < 2:
            raise TooOld(name)
    except WrongVersion:
        use(name)
# run: one_below_it(1)


class Reader:
    def read(self, version):
        try:
            from os import sep as fast

            while version > 1:
                version -= 1
            raise WrongVersion(fast)
        except (WrongVersion, KeyError):
            return fast
# run: Reader().read(3)


def it_is_raised_first(version):
    try:
        if version < 2:
            raise WrongVersion()
        import json as fast
    except WrongVersion:
        use(fast)  # NSA202: fast
# run: it_is_raised_first(1)


def a_function_of_the_file_raises_it(version):
    try:
        fail(version)
        import json as fast

        if version < 2:
            raise WrongVersion()
    except WrongVersion:
        use(fast)  # NSA202: fast
# run: a_function_of_the_file_raises_it(2)


def what_is_handed_in_raises_it(version, check):
    try:
        name = check(version)
        if version < 2:
            raise WrongVersion()
    except WrongVersion:
        use(name)  # NSA202: name
# run: what_is_handed_in_raises_it(2, fail)


def it_is_handed_on(version):
    try:
        name = [*map(fail, [version])]
        if version < 2:
            raise WrongVersion()
    except WrongVersion:
        use(name)  # NSA202: name
# run: it_is_handed_on(2)


def another_one_is_raised(version):
    try:
        number = int(version)
        if number < 2:
            raise ValueError(number)
    except ValueError:
        use(number)  # NSA202: number
# run: another_one_is_raised("x")
