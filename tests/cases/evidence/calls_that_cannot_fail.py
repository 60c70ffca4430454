# What only looks at the clock, or at a table of Python's own, does not fail: what it is bound to is there in the handler.

import datetime
import os
import sys
import threading
import time
from datetime import datetime as moment
from time import perf_counter


def work(job):
    if job < 0:
        raise ValueError(job)
    return job


def the_clock(job):
    try:
        start = time.time()
        result = work(job)
    except ValueError:
        result = None
    use(start, result)
# run: the_clock(1)
# run: the_clock(-1)


def a_name_that_is_imported(job):
    try:
        start = perf_counter()
        work(job)
    finally:
        use(start)
# run: a_name_that_is_imported(1)
# run: a_name_that_is_imported(-1)


def a_method_of_a_class(job):
    try:
        first = datetime.datetime.now()
        second = moment.now()
        work(job)
    except ValueError as error:
        use(first, second, error)
# run: a_method_of_a_class(-1)


def what_python_keeps(job):
    try:
        out, found = sys.stdout, sys.modules.get("triton")
        home = os.environ.get("HOME", "")
        who = os.getenv("USER")
        work(job)
    finally:
        use(out, found, home, who)
# run: what_python_keeps(1)
# run: what_python_keeps(-1)


class Server:
    def locks_and_containers(self, job):
        try:
            lock, seen, known = threading.Lock(), set(), dict()
            mark = object()
            process = os.getpid()
            work(job)
        except ValueError:
            use(lock, seen, known, mark, process)
# run: Server().locks_and_containers(-1)


def in_an_arm(job, use_triton):
    try:
        if use_triton:
            start = time.monotonic()
        else:
            start = time.perf_counter()
        work(job)
    finally:
        use(start)
# run: in_an_arm(-1, True)
# run: in_an_arm(-1, False)


# What can fail: a folder may be gone, a text may be no number, and a name may mean something else.


def the_folder(job):
    try:
        folder = os.getcwd()
        work(job)
    finally:
        use(folder)  # NSA202: folder
# not run: nobody removes the folder


def an_argument_that_fails(job):
    try:
        home = os.environ.get("HOME", work(job))
    except ValueError:
        use(home)  # NSA102: home
# run: an_argument_that_fails(-1)


def what_is_not_there(job):
    try:
        home = os.environ["NSA_GUARD_NO_SUCH_NAME"]
        work(job)
    except LookupError:
        use(home)  # NSA102: home
# run: what_is_not_there(1)


def a_text_of_the_caller(name):
    try:
        value = os.environ.get(name)
    except TypeError:
        use(value)  # NSA102: value
# run: a_text_of_the_caller(1)


def arguments_that_are_wrong(job):
    try:
        values = dict(job)
    except TypeError:
        use(values)  # NSA202: values
# run: arguments_that_are_wrong(1)


def a_time_zone(job):
    try:
        now = moment.now(job)
    except TypeError:
        use(now)  # NSA202: now
# run: a_time_zone(1)
