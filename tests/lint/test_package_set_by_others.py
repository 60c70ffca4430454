"""Names that another module of the package sets in this one; each program is run: the read fails, or it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

# The module that is checked
FOR_TYPES = """\
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import shapes


def area(value):
    return shapes.area_of(value)
"""
CLASS = """\
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .shapes import Shape


class Work:
    def make(self, value):
        return Shape(value)
"""
SHAPES = """\
class Shape:
    def __init__(self, value):
        self.value = value


def area_of(value):
    return value
"""
IMPORTS = "from . import shapes, work\n\nCALLABLE = []\n\n"
CALL, MAKE = "pkg.work.area(1)", "pkg.work.Work().make(1)"

# What `pkg/__init__.py` says, beside the files: the text of `work`, and what its user calls
SET = {
    "by the package": (FOR_TYPES, "from . import shapes, work\n\nwork.shapes = shapes\n", CALL),
    "in a function that runs when the package is imported": (
        FOR_TYPES,
        "def _go():\n    from . import shapes, work\n\n    work.shapes = shapes\n\n\n_go()\n",
        CALL,
    ),
    "in a chain of targets": (
        FOR_TYPES,
        "from . import other, shapes, work\n\nwork.shapes = other.shapes = shapes\n",
        CALL,
    ),
    "through the package by its name": (
        FOR_TYPES,
        "import pkg.work\nfrom pkg import shapes\n\npkg.work.shapes = shapes\n",
        CALL,
    ),
    "by the package, which has imported the modules by their names": (
        FOR_TYPES,
        "import pkg.shapes\nimport pkg.work\n\npkg.work.shapes = pkg.shapes\n",
        CALL,
    ),
    "by itself": (
        FOR_TYPES + "\n\nfrom . import shapes as given, work\n\nwork.shapes = given\n",
        "from . import work\n",
        CALL,
    ),
    "a class that a method reads": (
        CLASS,
        "from . import work\nfrom .shapes import Shape\n\nwork.Shape = Shape\n",
        MAKE,
    ),
    "by another module": (FOR_TYPES, "from . import binds, work\n", CALL),
    "by another module that is imported by its name": (FOR_TYPES, "import pkg.binds\nimport pkg.work\n", CALL),
    "by another module that a function imports": (
        FOR_TYPES,
        "def _go():\n    from .binds import work\n\n\n_go()\n",
        CALL,
    ),
    "by another module that a module of the package imports": (
        FOR_TYPES,
        "from . import uses, work  # it imports binds\n",
        CALL,
    ),
    "where no type checker looks": (
        FOR_TYPES,
        "from typing import TYPE_CHECKING\nfrom . import shapes, work\n\n"
        "if not TYPE_CHECKING:\n    work.shapes = shapes\n",
        CALL,
    ),
    "in the other arm of a test for type checkers": (
        FOR_TYPES,
        "from typing import TYPE_CHECKING\nfrom . import shapes, work\n\n"
        "if TYPE_CHECKING:\n    pass\nelse:\n    work.shapes = shapes\n",
        CALL,
    ),
}
NOT_SET = {
    "nothing sets it": (FOR_TYPES, "from . import shapes, work\n", CALL),
    "an attribute of something else that has the name of the module": (
        FOR_TYPES,
        "from . import shapes, work as this\nfrom .other import Holder\n\nwork = Holder()\nwork.shapes = shapes\n",
        "pkg.this.area(1)",
    ),
    "in a module of the same name elsewhere": (
        FOR_TYPES,
        "from . import shapes, work\nfrom .sub import work as other\nimport pkg.sub.sets\n",
        CALL,
    ),
    "another name of the module": (FOR_TYPES, "from . import shapes, work\n\nwork.shape = shapes\n", CALL),
    "it is compared, not set": (
        FOR_TYPES,
        "from . import shapes, work\n\nsame = vars(work).get('shapes') == shapes\n",
        CALL,
    ),
    "another name is set, and it is compared": (
        FOR_TYPES,
        IMPORTS + "work.other = shapes\nsame = CALLABLE and work.shapes == shapes\n",
        CALL,
    ),
    "an attribute of what the name of the module is later": (
        FOR_TYPES,
        "from . import shapes, work\nfrom .other import Holder\n\nthis = work\nwork = Holder()\nwork.shapes = shapes\n",
        "pkg.this.area(1)",
    ),
    "a comment says so": (FOR_TYPES, "from . import shapes, work\n\n# work.shapes = shapes\n", CALL),
    "in a function that nobody calls": (FOR_TYPES, IMPORTS + "def go():\n    work.shapes = shapes\n", CALL),
    "in a function that its decorator replaces": (
        FOR_TYPES,
        IMPORTS + "def never(function):\n    return CALLABLE.clear\n\n\n"
        "@never\ndef go():\n    work.shapes = shapes\n\n\ngo()\n",
        CALL,
    ),
    "after a return": (
        FOR_TYPES,
        IMPORTS + "def go():\n    if work:\n        return\n    work.shapes = shapes\n\n\ngo()\n",
        CALL,
    ),
    "in a method that nobody calls": (
        FOR_TYPES,
        IMPORTS + "class Test:\n    def setUp(self):\n        work.shapes = shapes\n",
        CALL,
    ),
    "under a condition": (FOR_TYPES, IMPORTS + "if CALLABLE:\n    work.shapes = shapes\n", CALL),
    "for type checkers only": (
        FOR_TYPES,
        IMPORTS + "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    work.shapes = shapes\n",
        CALL,
    ),
    "where nothing fails": (
        FOR_TYPES,
        IMPORTS + "try:\n    import fastlib\n    work.shapes = shapes\nexcept ImportError:\n    pass\n",
        CALL,
    ),
    "by a module that nobody imports": (FOR_TYPES, IMPORTS + "# binds does so\n", CALL),
    "by a module that is imported under a condition": (
        FOR_TYPES,
        IMPORTS + "if CALLABLE:\n    from . import binds\n",
        CALL,
    ),
    "by a module that only a test imports": (FOR_TYPES, IMPORTS + "# test_work imports binds\n", CALL),
    "by a module that only itself imports": (FOR_TYPES, IMPORTS + "# alone does so\n", CALL),
    "by a module that another one imports under a condition": (
        FOR_TYPES,
        IMPORTS + "from . import may_use  # it imports binds\n",
        CALL,
    ),
    "by a test": (FOR_TYPES, IMPORTS + "# as test_work does\n", CALL),
}
OTHERS = {
    "shapes.py": SHAPES,
    "other.py": "class Holder:\n    pass\n",
    "binds.py": "from . import shapes\nfrom . import work\n\nwork.shapes = shapes\n",
    "uses.py": "from . import binds\n",
    "may_use.py": "CALLABLE = []\n\nif CALLABLE:\n    from . import binds\n",
    "alone.py": "from . import alone, shapes, work\n\nwork.shapes = shapes\n",
    "test_work.py": "from . import binds, work\n\nwork.shapes = []\n",
    "sub/__init__.py": "",
    "sub/work.py": "",
    "sub/sets.py": "from pkg import shapes\nfrom pkg.sub import work\n\nwork.shapes = shapes\n",
}


def write(folder: Path, work: str, init: str) -> Path:
    """The package in a folder; those modules that use `work` are there only where the package names them."""
    files = {"__init__.py": init, "work.py": work, **OTHERS}
    for name in ("alone", "binds", "may_use", "test_work", "uses"):
        if name not in init:
            del files[f"{name}.py"]
    for name, text in files.items():
        path = folder / "pkg" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "pkg" / "work.py"


def fails(folder: Path, call: str) -> bool:
    """Whether a user's call ends in a NameError."""
    program = f"import pkg\ntry:\n    {call}\nexcept NameError:\n    print('fails')\n"
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout == "fails\n"


def reported(path: Path, package: bool = True) -> list[str]:
    found = check_safely(Source.read(str(path)), Options(package=package))
    return [each.code for each in found]


@pytest.mark.parametrize("how", SET)
def test_what_another_module_sets_is_bound(tmp_path: Path, how: str) -> None:
    work, init, call = SET[how]
    path = write(tmp_path, work, init)
    assert not fails(tmp_path, call)
    assert reported(path, package=False) == ["NSA103"]
    assert reported(path) == []


@pytest.mark.parametrize("why", NOT_SET)
def test_what_no_module_sets_is_reported(tmp_path: Path, why: str) -> None:
    work, init, call = NOT_SET[why]
    path = write(tmp_path, work, init)
    assert fails(tmp_path, call)
    assert reported(path) == ["NSA103"]


def test_another_finding_of_the_file_stays(tmp_path: Path) -> None:
    work, init, _ = SET["by the package"]
    further = "\n\ndef fill(HAS_TRITON):\n    if HAS_TRITON:\n        x = 1\n    return x\n"
    assert reported(write(tmp_path, work + further, init)) == ["NSA104"]


@pytest.mark.parametrize(
    ("init", "codes"),
    [
        ("from . import shapes, work\n\nwork.shapes = shapes\n", []),
        ("from . import shapes, work\n\n__init__ = shapes\n# __init__.shapes = shapes\n", ["NSA103"]),
    ],
    ids=["set", "not set"],
)
def test_the_module_may_be_a_package(tmp_path: Path, init: str, codes: list[str]) -> None:
    path = write(tmp_path, FOR_TYPES.replace("from . ", "from .. "), init)
    (path.parent / "work").mkdir()
    path = path.rename(path.parent / "work" / "__init__.py")
    assert fails(tmp_path, CALL) == bool(codes)
    assert reported(path) == codes


@pytest.mark.parametrize(("others", "codes"), [(22, []), (23, ["NSA103"])], ids=["24", "25"])
def test_no_more_than_24_modules_are_read_to_see_whether_one_sets_a_name(
    tmp_path: Path, others: int, codes: list[str]
) -> None:
    """`pkg/__init__.py` and `pkg/sub/sets.py` are two of them."""
    path = write(tmp_path, FOR_TYPES, "from . import shapes, work\n\nwork.shapes = shapes\n")
    for number in range(others):
        (path.parent / f"more{number}.py").write_text("# work.shapes = shapes\n", encoding="utf-8")
    assert reported(path) == codes


def test_a_module_that_is_too_large_to_be_read_sets_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, FOR_TYPES, "from . import shapes, work\n# binds does so\n")
    (path.parent / "binds.py").write_text(OTHERS["binds.py"] + "#" * 1_000_000, encoding="utf-8")
    assert reported(path) == ["NSA103"]


def test_a_package_around_that_of_the_module_may_set_its_name(tmp_path: Path) -> None:
    init = "from .shapes import Shape\nfrom .sub import work\n\nwork.Shape = Shape\n"
    path = write(tmp_path, "", init).parent / "sub" / "work.py"
    path.with_name("sets.py").unlink()  # which imports the package by its name
    path.write_text(CLASS.replace("from .", "from .."), encoding="utf-8")
    assert not fails(tmp_path, MAKE.replace("pkg", "pkg.sub"))
    assert reported(path) == []


# The `__init__.py` of `pkg/sub`, beside `tools.py` and a package `deep` with `low.py`, and what is reported of it
OWN = {
    "from a module of it": ("from pkg.sub.tools import run\n\ndel tools\n", []),
    "from a module below one of its packages": ("from pkg.sub.deep.low import run\n\ndel deep\n", []),
    "by the full name": ("import pkg.sub.tools\n\nkept = tools\ndel tools, pkg\n", []),
    "under another name": ("import pkg.sub.tools as other\n\ndel tools\n", []),
    "again": ("from pkg.sub.tools import run\n\ndel tools\n\nimport pkg.sub.deep.low\n\ndel deep\n", []),
    "too late": ("kept = tools\nfrom pkg.sub.tools import run\n\ntools = run\n", ["NSA205"]),
    "deleted since": ("from pkg.sub.tools import run\n\ndel tools\nkept = tools\n", ["NSA204"]),
    "of another package": ("from pkg.other.tools import run\n\ndel tools\n", ["NSA205"]),
    "the package itself": ("from pkg.sub.tools import run\n\ndel sub\n", ["NSA205"]),
    "of a module of the one around": ("import pkg.other.tools\n\ndel other\n", ["NSA205"]),
    "in a function": ("def go():\n    from pkg.sub.tools import run\n\n\ndel tools\n", ["NSA205"]),
}


@pytest.mark.parametrize("how", OWN)
def test_importing_a_module_binds_its_name_in_its_package(tmp_path: Path, how: str) -> None:
    init, codes = OWN[how]
    files = {
        "pkg/__init__.py": "",
        "pkg/sub/__init__.py": f"{init}\n\ndef fill(use_cuda):\n    return use_cuda\n",
        "pkg/sub/tools.py": "def run():\n    pass\n",
        "pkg/sub/deep/__init__.py": "",
        "pkg/sub/deep/low.py": "def run():\n    pass\n",
        "pkg/other/__init__.py": "",
        "pkg/other/tools.py": "def run():\n    pass\n",
    }
    for name, text in files.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert fails(tmp_path, "__import__('pkg.sub')") == bool(codes)
    assert reported(tmp_path / "pkg" / "sub" / "__init__.py") == codes
