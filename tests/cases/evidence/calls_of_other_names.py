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
