# What a module brings in by a star may be of any name.

import time
from services import *


def a_builtin(job):
    try:
        seen = set()
    except ValueError:
        use(seen)  # NSA202: seen
# not run: there is no module services


def the_clock(job):
    try:
        start = time.time()
    except ValueError:
        use(start)  # NSA202: start
# not run: there is no module services
