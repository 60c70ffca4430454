# A name that holds a constant, and that something else than an assignment binds too, is no constant.
import contextlib
from typing import Literal

LOOPED = "fast"
for LOOPED in ("slow",):
    pass
ENTERED = "fast"
with contextlib.nullcontext("slow") as ENTERED:
    pass
NAMED = "fast"
print((NAMED := "slow") * 0)
(UNPACKED, _) = ("fast", 1)
[UNPACKED] = ["slow"]
ADDED = "s"
ADDED += "low"
TWICE = "fast"
TWICE = "slow"
ONCE: str = "fast"
DECLARED: str
DECLARED = "fast"
Closed = Literal["fast", "slow"]
Open = Literal["fast"]
for Open in (str,):
    pass
GIVEN = object()
for GIVEN in (None,):
    pass


def a_loop(mode):
    if mode != LOOPED:
        x = 1
    if mode == "slow":
        use(x)  # NSA201: x
# run: a_loop("slow")


def a_with(mode):
    if mode != ENTERED:
        x = 1
    if mode == "slow":
        use(x)  # NSA201: x
# run: a_with("slow")


def a_walrus(mode):
    if mode != NAMED:
        x = 1
    if mode == "slow":
        use(x)  # NSA201: x
# run: a_walrus("slow")


def unpacked(mode):
    if mode != UNPACKED:
        x = 1
    if mode == "slow":
        use(x)  # NSA201: x
# run: unpacked("slow")


def an_augmented_assignment(mode):
    if mode != ADDED:
        x = 1
    if mode == "slow":
        use(x)  # NSA201: x
# run: an_augmented_assignment("slow")


def two_assignments(mode):
    if mode != TWICE:
        x = 1
    if mode == "slow":
        use(x)  # NSA201: x
# run: two_assignments("slow")


def one_assignment(mode):
    if mode != ONCE:
        x = 1
    if mode == "slow":
        use(x)
    if mode == "fast":
        use(x)  # NSA201: x
# run: one_assignment("slow")
# run: one_assignment("fast")


def a_type(mode: Open):
    if mode == "fast":
        x = 1
    use(x)  # NSA201: x
# run: a_type("slow")


def a_type_that_stays(mode: Closed):
    if mode == "fast":
        x = 1
    elif mode == "slow":
        x = 2
    use(x)
# run: a_type_that_stays("slow")


def a_sentinel(mode):
    if mode is not GIVEN:
        x = 1
    if mode is None:
        use(x)  # NSA201: x
# run: a_sentinel(None)
