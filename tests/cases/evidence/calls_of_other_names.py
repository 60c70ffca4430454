# A name that the file binds itself, or sets anew, is not what Python brings along.

import time

from services import time as monotonic_time


def perf_counter():
    raise ValueError


def set():
    raise ValueError


def defined_here(job):
    try:
        start = perf_counter()
    except ValueError:
        use(start)  # NSA202: start
# not run: there is no module services


def a_builtin_that_is_hidden(job):
    try:
        start = set()
    except ValueError:
        use(start)  # NSA202: start
# not run: there is no module services


def from_elsewhere(job):
    try:
        start = monotonic_time()
    except ValueError:
        use(start)  # NSA202: start
# not run: there is no module services


if job:
    time = None


def set_anew(job):
    try:
        start = time.time()
    except AttributeError:
        use(start)  # NSA202: start
# not run: there is no module services


# A name of a function around, or of another import, is not it either.

import os
import sys


def a_parameter_of_the_function_around(sys):
    def inner():
        try:
            found = sys.modules.get("triton")
        except AttributeError:
            use(found)  # NSA202: found
    inner()
# not run: there is no module services


if job:
    import ntpath as os


def either_of_two_imports(job):
    try:
        home = os.environ.get("HOME")
    except AttributeError:
        use(home)  # NSA102: home
# not run: there is no module services


import collections
import datetime


def a_module_that_nobody_has_imported(job):
    try:
        found = collections.abc
        work(job)
    except AttributeError:
        use(found)  # NSA202: found
# not run: there is no module services


def an_attribute_that_is_set(job):
    try:
        datetime.datetime.now = job
        done = 1
    except TypeError:
        use(done)  # NSA202: done
# not run: there is no module services
