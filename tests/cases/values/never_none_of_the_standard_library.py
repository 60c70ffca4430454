"""Functions of the standard library that never give None, and others that may."""

import os
import re
from os.path import realpath


def a_path(path):
    if path:
        base = os.path.realpath(path)
    else:
        base = None
        root = "default"
    if base is not None:
        root = os.path.join(base, "v1")
    return root
# run: a_path("a")
# run: a_path("")


def imported_by_itself(path):
    base = realpath(path)
    if base is not None:
        root = base
    return root
# run: imported_by_itself("a")


def not_asked_for_its_truth(path):
    base = os.path.dirname(path)
    if base:
        root = base
    return root  # NSA201: root
# run: not_asked_for_its_truth("a/b")
# run: not_asked_for_its_truth("a")


def a_pattern(text):
    found = re.findall(text, "aa")
    if found is None:
        return None
    elif found is not None:
        y = found
    return y
# run: a_pattern("a")
# run: a_pattern("b")


def a_match(text):
    found = re.match(text, "aa")
    if found is not None:
        y = found
    return y  # NSA201: y
# run: a_match("a")
# run: a_match("b")


def of_another(os, path):
    base = os.path.realpath(path)
    if base is not None:
        root = base
    return root  # NSA201: root
# run: of_another(__import__("types").SimpleNamespace(path=__import__("types").SimpleNamespace(realpath=str)), "a")
# run: of_another(__import__("types").SimpleNamespace(path=__import__("types").SimpleNamespace(realpath=print)), "a")
