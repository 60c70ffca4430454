"""Imports that cannot fail: this Python has all of them."""

from __future__ import annotations

import ast
import sys

import pytest

from nsa_lint.syntax.standard_library import NAMES, cannot_fail


@pytest.mark.parametrize("module", NAMES)
def test_this_python_has_the_module_and_its_names(module: str) -> None:
    assert module.partition(".")[0] in sys.stdlib_module_names
    text = "".join([f"import {module}\n", *(f"from {module} import {name}\n" for name in sorted(NAMES[module]))])
    exec(text, {})
    assert all(map(cannot_fail, ast.parse(text).body))


@pytest.mark.parametrize(
    "text",
    [
        "import fcntl",
        "import json, ssl",
        "import json.missing",
        "from json import *",
        "from json import dumps, missing",
        "from . import json",
        "from .json import dumps",
        "json = 1",
    ],
)
def test_any_other_import_may_fail(text: str) -> None:
    assert not cannot_fail(ast.parse(text).body[0])
