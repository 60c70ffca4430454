"""Imports that work where another one of the same module has: packages that are run on every platform.

A case is reported if and only if its call ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from lab.package_cases import Case
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source
from tests.lint.package_runs import PackageCases

# What the module tries, then what imports the same
FIRST = """
def run(x):
    try:
        from fastlib import drain as y
    except ImportError:
        pass
"""
THEN = """
    try:
        from .kernels import launch
    except ImportError:
        return x
    return y(x)
"""
WORK = FIRST + THEN
LAUNCH = "\n\ndef launch(x):\n    return x\n"
NEEDS = "from fastlib import drain\n" + LAUNCH
KERNELS = "from .needing import drain\n" + LAUNCH
QUIET = "try:\n    from fastlib import drain\nexcept ImportError:\n    drain = None\n" + LAUNCH
MODULE = """
try:
    from fastlib import drain as y
except ImportError:
    pass
try:
    from .kernels import launch
except ImportError:
    pass
else:

    def run(x, fill=y):
        return fill(x)
"""
OWN = WORK.replace("from fastlib import drain as y", "from .needing import y")
OWN_MODULE = WORK.replace("from fastlib import drain as y", "from . import needing as y").replace("y(x)", "y.drain(x)")
FLAGS = """
def run(x):
    try:
        import fastlib

        first = True
    except ImportError:
        first = False
    try:
        from .kernels import launch

        then = True
    except ImportError:
        then = False
    if first:
        y = x
    if then:
        return y
    return x
"""
# A module that is found only once its folder is on the path, and what happened when the package was first used
HIDDEN = (
    WORK.replace("fastlib import drain as y", "hidden import y")
    + """

FAILED = None
try:
    run(1)
except UnboundLocalError as error:
    FAILED = error


def again():
    if FAILED is not None:
        raise FAILED
"""
)
MAKES = "import os\nimport sys\n\nsys.path.append(os.path.dirname(__file__))\n"
Y = "def y(x):\n    return x\n"


def kernels(text: str, work: str = WORK, *, fails: bool = False, **others: str) -> Case:
    calls = ("work.again()",) if work.count("again") else ("work.run(1)",)
    return Case(work, calls, fails, {"kernels": text, **others})


CASES = {
    "the_same_name": kernels(NEEDS),
    "the_same_library": kernels(
        NEEDS, WORK.replace("from fastlib import drain as y", "import fastlib as y").replace("y(x)", "y.drain(x)")
    ),
    "the_module": kernels(NEEDS, WORK.replace("from .kernels import launch", "from . import kernels")),
    "by_a_path": kernels(NEEDS, WORK.replace("from .kernels import launch", "import by_a_path.kernels")),
    "without_a_try": kernels(NEEDS, FIRST + "\n    from .kernels import launch\n\n    return y(launch(x))\n"),
    "before_it": kernels(
        NEEDS,
        "\ndef run(x):\n    try:\n        from .kernels import launch\n    except ImportError:\n        return x\n"
        + FIRST.partition(":\n")[2]
        + "    return y(x)\n",
    ),
    "in_its_else": kernels(
        NEEDS, FIRST + THEN.replace("        return x\n    return", "        pass\n    else:\n        return")
    ),
    "a_module_that_it_imports": kernels(KERNELS, needing="from fastlib import drain\n"),
    "a_module_that_it_imports_by_its_name": kernels(
        "from . import needing\n" + LAUNCH, needing="from fastlib import drain\n"
    ),
    "three_modules_on": kernels(
        "from .one import drain\n" + LAUNCH, one="from .two import drain\n", two="from fastlib import drain\n"
    ),
    "a_package_that_it_is_in": Case(
        WORK.replace(".kernels", ".others"), others={"others": "from .kernels import launch\n", "kernels": NEEDS}
    ),
    "where_its_import_fails_with_another_text": kernels(
        "try:\n    from fastlib import drain\nexcept ImportError:\n    raise ImportError('for GPUs') from None\n"
        + LAUNCH
    ),
    "a_name_of_the_package": kernels(
        "from .needing import y\n" + LAUNCH, OWN, needing="from fastlib import drain as y\n"
    ),
    "another_name_of_the_same_module": kernels(
        "from .needing import other\n" + LAUNCH,
        OWN,
        needing="from fastlib import drain\n\n\ndef y(x):\n    return x\n\n\nother = y\n",
    ),
    "a_module_of_the_package": kernels(
        "from . import needing\n" + LAUNCH, OWN_MODULE, needing="from fastlib import drain\n"
    ),
    "the_module_of_a_name": kernels(
        "from .needing import drain\n" + LAUNCH, OWN_MODULE, needing="from fastlib import drain\n"
    ),
    "flags": kernels(NEEDS, FLAGS),
    "outside_functions": kernels(NEEDS, MODULE),
    "through_all_names": kernels("from .needing import *\n" + LAUNCH, needing="from fastlib import drain\n"),
    # the other import works without it
    "it_imports_nothing": kernels(LAUNCH, fails=True),
    "it_tries_to": kernels(QUIET, fails=True),
    "it_tries_to_suppress": kernels(
        "from contextlib import suppress\n\nwith suppress(ImportError):\n    from fastlib import drain\n" + LAUNCH,
        fails=True,
    ),
    "it_imports_in_a_function": kernels(
        "def launch(x):\n    from fastlib import drain\n\n    return drain(x)\n", fails=True
    ),
    "it_imports_in_an_arm": kernels(
        "from .platforms import is_cuda\n\nif is_cuda():\n    from fastlib import drain\n" + LAUNCH, fails=True
    ),
    "it_imports_for_types": kernels(
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from fastlib import drain\n" + LAUNCH, fails=True
    ),
    "it_imports_another_module": kernels("from json import loads\n" + LAUNCH, fails=True),
    "it_imports_another_name": kernels(NEEDS, WORK.replace("drain as y", "fill as y"), fails=True),
    "it_imports_the_library": kernels("import fastlib\n" + LAUNCH, WORK.replace("drain as y", "fill as y"), fails=True),
    "it_tries_what_imports_it": kernels(
        "try:\n    from .needing import drain\nexcept ImportError:\n    pass\n" + LAUNCH,
        fails=True,
        needing="from fastlib import drain\n",
    ),
    "it_imports_what_tries_to": kernels(KERNELS, fails=True, needing=QUIET),
    "another_import_of_it_failed": kernels(NEEDS, WORK.replace("        return x\n", "        pass\n"), fails=True),
    "it_makes_it_work": kernels(MAKES + "from hidden import y\n" + LAUNCH, HIDDEN, fails=True, hidden=Y),
    "it_imports_what_makes_it_work": kernels(  # by another name: the process remembers both the module and the path
        "from . import making\nfrom secret import y\n" + LAUNCH,
        HIDDEN.replace("hidden", "secret"),
        fails=True,
        making=MAKES,
        secret=Y,
    ),
    "this_module_makes_it_work": kernels(
        "from veiled import y\n" + LAUNCH,
        HIDDEN.replace("hidden", "veiled").replace("        pass\n", f"{indent(MAKES, ' ' * 8)}\n", 1),
        fails=True,
        veiled=Y,
    ),
    "a_name_that_its_module_may_not_have": kernels(
        "from . import needing\n" + LAUNCH,
        OWN,
        fails=True,
        needing="from .platforms import is_cuda\n\nif is_cuda():\n\n    def y(x):\n        return x\n",
    ),
    "a_name_that_its_module_deletes": kernels(
        "from . import needing\n" + LAUNCH,
        OWN,
        fails=True,
        needing="from .platforms import is_cuda\n\n\ndef y(x):\n    return x\n\n\nif not is_cuda():\n    del y\n",
    ),
    "a_name_of_the_package_instead_of_a_module": kernels(
        "from . import needing\n" + LAUNCH,
        WORK.replace("fastlib", ".needing"),
        fails=True,
        needing="from fastlib import drain\n",
        __init__="needing = None\n",
    ),
    "it_replaces_it": kernels(
        NEEDS,
        WORK.replace("    try:\n        from .kernels", "    if x:\n        del y\n    try:\n        from .kernels"),
        fails=True,
    ),
    "flags_of_another_import": kernels(QUIET, FLAGS, fails=True),
}


class TestCases(PackageCases):
    cases = CASES


CIRCLE = {
    "__init__": "from . import kernels\n",
    "kernels": "from . import work\n" + LAUNCH,
    "work": """
try:
    from .kernels import launch as y
except ImportError:
    pass
try:
    from . import kernels
except ImportError:
    pass
else:
    CALLED = y
""",
}


@pytest.mark.needs("process")
def test_a_module_that_the_package_imports_may_be_in_a_circle(tmp_path: Path) -> None:
    """Outside functions it then sees what has not run to its end, and only one of the imports notices."""
    folder = tmp_path / "circle"
    folder.mkdir()
    for name, text in CIRCLE.items():
        (folder / f"{name}.py").write_text(text)
    run = subprocess.run([sys.executable, "-c", "import circle"], cwd=tmp_path, capture_output=True, text=True)
    assert "NameError: name 'y' is not defined" in run.stderr
    assert [each.name for each in check_safely(Source.read(str(folder / "work.py")), Options())] == ["y"]
