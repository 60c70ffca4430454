"""The package around a file: what its other modules say against a finding. What can be run is run."""

from __future__ import annotations

import ast
import gc
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lab.faces import nsa_lint
from nsa_lint.analysis.memory import Memory
from nsa_lint.checker import check, check_safely
from nsa_lint.options import Options
from nsa_lint.package import mentions
from nsa_lint.package.index import Index
from nsa_lint.package.layout import Layout, layout_of
from nsa_lint.run import files
from nsa_lint.run.cache import open_cache
from nsa_lint.run.settings import load
from nsa_lint.syntax.source import Source

LOOKUPS = """\
import importlib.util
import os


def is_fastlib_available():
    return importlib.util.find_spec("fastlib") is not None


def is_fastlib_gpu_available():
    if not is_fastlib_available():
        return False
    return os.environ.get("GPU") == "1"


def is_fastlib_wide_available():
    return is_fastlib_available() and os.environ.get("WIDE") == "1"


def is_gpu_available():
    return os.environ.get("GPU") == "1"
"""
# A module that reads a guarded name, with the names that are reported by the file alone and with its package
NEEDED = """\
import fastlib
from pkg.lookups import is_fastlib_available

if is_fastlib_available():
    from fastlib import run
result = run()
"""
NEEDED_TOO_LATE = """\
from pkg.lookups import is_fastlib_available

if is_fastlib_available():
    from fastlib import run
result = run()
import fastlib
"""
NOT_NEEDED = """\
from pkg.lookups import is_fastlib_available

try:
    import fastlib
except ImportError:
    pass
if is_fastlib_available():
    from fastlib import run
result = run()
"""
IN_A_FUNCTION = """\
import fastlib
from .lookups import is_fastlib_available


def call():
    if is_fastlib_available():
        run = fastlib.run
    return run()


result = call()
"""
IMPLIED = """\
from .lookups import is_fastlib_available, is_fastlib_gpu_available

if is_fastlib_available():
    import fastlib
result = fastlib.run() if is_fastlib_gpu_available() else 0
"""
IMPLIED_BY_AND = IMPLIED.replace("_gpu_", "_wide_")
IMPLIED_BUT_NEGATED = IMPLIED.replace(
    "if is_fastlib_gpu_available() else 0", "if not is_fastlib_gpu_available() else 0"
)
NOT_IMPLIED = IMPLIED.replace("is_fastlib_gpu_available", "is_gpu_available")
TWO_PATHS = """\
from pkg.lookups import is_gpu_available
from .again import is_gpu_available as gpu_is_available

if is_gpu_available():
    count = 1
if gpu_is_available():
    result = count
"""
HANDLED = """\
from .failing import give_up

try:
    import fastlib
except ImportError:
    give_up("fastlib")
result = fastlib.run()
"""
HANDLED_BY_WHAT_RETURNS = HANDLED.replace("give_up", "complain")
FAILING = """\
import sys


def give_up(what):
    complain(what)
    sys.exit(f"{what} is missing")


def complain(what):
    print(what)
"""
# What another module has is imported
ELSEWHERE = """\
from .lookups import is_fastlib_available
from .heavy import helper

if is_fastlib_available():
    from fastlib import run
result = run()
"""
GUARD_FIRST = """\
from .lookups import is_fastlib_available

if is_fastlib_available():
    from fastlib import run

from fastlib import other
result = run()
"""
# The body of a class has names of its own
IN_A_CLASS = """\
from .lookups import is_fastlib_available, is_fastlib_gpu_available


class Work:
    if is_fastlib_available():
        import fastlib
    result = fastlib.run() if is_fastlib_gpu_available() else 0
"""
ITS_OWN = IN_A_CLASS.replace("Work:\n", "Work:\n    is_fastlib_gpu_available = lambda: True\n")
ITS_OWN_IMPLIED = """\
from .lookups import is_fastlib_available, is_fastlib_wide_available, is_gpu_available


class Work:
    is_fastlib_available = is_gpu_available
    if is_fastlib_available():
        import fastlib
    result = fastlib.run() if is_fastlib_wide_available() else 0
"""
ITS_OWN_NEEDED = """\
import fastlib
from pkg.lookups import is_fastlib_available, is_gpu_available


class Work:
    is_fastlib_available = is_gpu_available
    if is_fastlib_available():
        from fastlib import run
    result = run()
"""
ITS_OWN_BY_TWO_PATHS = """\
from pkg.lookups import is_gpu_available
from .again import is_gpu_available as gpu_is_available


class Work:
    gpu_is_available = lambda: True
    if is_gpu_available():
        count = 1
    if gpu_is_available():
        result = count
"""
MODULES = {
    "in_a_class": (IN_A_CLASS, ""),
    "its_own": (ITS_OWN, "fastlib"),
    "its_own_implied": (ITS_OWN_IMPLIED, "fastlib"),
    "its_own_needed": (ITS_OWN_NEEDED, "run"),
    "its_own_by_two_paths": (ITS_OWN_BY_TWO_PATHS, "count"),
    "guard_first": (GUARD_FIRST, ""),
    "read_first": (GUARD_FIRST.replace("from fastlib import other", "first = run()\nfrom fastlib import other"), "run"),
    "guarded_elsewhere": (ELSEWHERE.replace(".heavy", ".trying"), "run"),
    "a_module_of_its_own_with_the_name": (ELSEWHERE.replace(".heavy", ".fastlib"), "run"),
    "a_module_in_one_of_its_own_with_the_name": (ELSEWHERE.replace(".heavy", ".fastlib.parts"), "run"),
    "a_module_of_the_library": (ELSEWHERE.replace("from .heavy import helper", "import fastlib.parts"), ""),
    "a_guarded_name": (ELSEWHERE.replace(".heavy", ".exporting"), ""),
    "a_name_with_a_fallback": (ELSEWHERE.replace(".heavy", ".falling_back"), "run"),
    "a_name_by_getattr": (ELSEWHERE.replace(".heavy", ".lazily"), "run"),
    "handled": (HANDLED, ""),
    "handled_by_what_returns": (HANDLED_BY_WHAT_RETURNS, "fastlib"),
    "needed": (NEEDED, ""),
    "needed_too_late": (NEEDED_TOO_LATE, "run"),
    "not_needed": (NOT_NEEDED, "run"),
    "in_a_function": (IN_A_FUNCTION, ""),
    "implied": (IMPLIED, ""),
    "implied_by_and": (IMPLIED_BY_AND, ""),
    "implied_but_negated": (IMPLIED_BUT_NEGATED, "fastlib"),
    "not_implied": (NOT_IMPLIED, "fastlib"),
    "two_paths": (TWO_PATHS, ""),
}
EXPORTING = """\
from .lookups import is_fastlib_available

if is_fastlib_available():
    from fastlib import run as helper
"""
OTHERS = {
    "trying.py": "try:\n    import fastlib\nexcept ImportError:\n    fastlib = None\nhelper = 1\n",
    "exporting.py": EXPORTING,
    "fastlib/__init__.py": "helper = 1\n",
    "fastlib/parts.py": "helper = 1\n",
    "falling_back.py": f"{EXPORTING}else:\n    helper = None\n",
    "lazily.py": f"{EXPORTING}\n\ndef __getattr__(name):\n    return None\n",
    "failing.py": FAILING,
    "__init__.py": "",
    "lookups.py": LOOKUPS,
    "again.py": "from .lookups import *\nfrom .lookups import is_gpu_available\n",
}


def write(folder: Path, contents: Mapping[str, str]) -> Path:
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    modules = {f"{name}.py": text for name, (text, _) in MODULES.items()}
    return write(tmp_path / "project" / "pkg", {**OTHERS, **modules})


def reported(path: Path, **options: object) -> set[str]:
    return {each.name for each in check_safely(Source.read(str(path)), Options(**options))}  # type: ignore[arg-type]


def names_that_fail(package: Path, module: str, libraries: Path) -> set[str]:
    """The names of the NameErrors that importing a module ends in, with and without the library and the settings."""
    program = f"import pkg.{module}"
    failing = set()
    for path in (package.parent, f"{package.parent}:{libraries}"):
        for settings in ({}, {"GPU": "1"}, {"WIDE": "1"}):
            run = subprocess.run(
                [sys.executable, "-c", program],
                env={"PYTHONPATH": str(path), **settings},
                capture_output=True,
                text=True,
            )
            if run.returncode and "NameError: name '" in run.stderr:
                failing.add(run.stderr.rpartition("name '")[2].partition("'")[0])
    return failing


@pytest.mark.needs("process")
@pytest.mark.parametrize("module", MODULES)
def test_reports_what_fails_in_some_installation_and_nothing_else(package: Path, tmp_path: Path, module: str) -> None:
    libraries = write(
        tmp_path / "libraries",
        {"fastlib/__init__.py": "other = 2\n\n\ndef run():\n    return 1\n", "fastlib/parts.py": ""},
    )
    expected = {MODULES[module][1]} - {""}
    assert names_that_fail(package, module, libraries) == expected
    assert reported(package / f"{module}.py") == expected


@pytest.mark.parametrize("module", ["needed", "in_a_function", "implied", "two_paths", "handled"])
def test_the_file_alone_cannot_know(package: Path, module: str) -> None:
    assert reported(package / f"{module}.py", package=False) != set()


DECIDED = "import fastlib\nfrom typing import TYPE_CHECKING\nfrom pkg.lookups import is_fastlib_available\n\n"
SHOWN = """\
if not is_fastlib_available():
    try:
        from math import sqrt as root
    except ImportError:
        from cmath import sqrt as root

        half = root(1)


def run(x):
    return half * x
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def run(x):\n    if not is_fastlib_available():\n        y = x\n    return y\n", "y"),
        ("def run(x):\n    if is_fastlib_available():\n        pass\n    elif x:\n        y = x\n    return y\n", "y"),
        ("class A:\n    def f(self):\n        if not is_fastlib_available():\n            y = 1\n        y(1)\n", "y"),
        (
            "if not is_fastlib_available():\n    if TYPE_CHECKING:\n        from json import dumps\n\n\n"
            "def run(x):\n    return dumps(x)\n",
            "dumps",
        ),
        (
            "if is_fastlib_available():\n    pass\nelif TYPE_CHECKING:\n    from json import dumps\n\n\n"
            "def run(x):\n    return dumps(x)\n",
            "dumps",
        ),
        (SHOWN, "half"),
    ],
)  # fmt: skip
def test_a_read_that_fails_whatever_the_reason_stays_the_finding_of_its_dispatch(
    package: Path, text: str, name: str
) -> None:
    """The package says which way the dispatch goes: it is always the one on which the read fails."""
    work = package / "work.py"
    work.write_text(DECIDED + text)
    assert reported(work, package=False) == {name}
    assert reported(work) == {name}


def test_one_that_the_package_rules_out_does_not(package: Path) -> None:
    """Beside one in the same function and one of the module, which stay."""
    text = (
        "if is_fastlib_available():\n    import json as kernel\n"
        "else:\n    if TYPE_CHECKING:\n        from json import dumps\n\n\n"
        "def run(x):\n    if kernel is not None:\n        return x\n    if is_fastlib_available():\n        z = 1\n"
        "    else:\n        y = x\n    return y if x else z\n\n\ndef other(x):\n    return dumps(x)\n"
    )
    work = package / "work.py"
    work.write_text(DECIDED + text)
    assert reported(work, package=False) == {"kernel", "y", "z", "dumps"}
    assert reported(work) == {"y", "dumps"}


def test_that_another_module_needs_the_library_does_not_count(package: Path) -> None:
    (package / "heavy.py").write_text("import fastlib\nhelper = fastlib.run\n")
    (package / "elsewhere.py").write_text(ELSEWHERE)
    assert reported(package / "elsewhere.py") == {"run"}


@pytest.mark.parametrize(
    "lookup",
    [
        "return importlib.util.find_spec('fastlib') is not None",
        "return _is_package_available('fastlib')[0]",
        "found, version = _is_package_available('fastlib', return_version=True)\n"
        "    return found and parse(version) >= parse('2.0')",
        "try:\n        import fastlib.core\n        return True\n    except ImportError:\n        return False",
        "return FOUND",
        "return LOOKED_UP is not None",
        "found: 'typing.Any' = importlib.util.find_spec('fastlib')\n    return found is not None",
        "try:\n        import fastlib\n        found: bool = True\n    except ImportError:\n        found = False\n"
        "    return found",
    ],
)
def test_a_predicate_is_known_by_what_it_looks_up(tmp_path: Path, lookup: str) -> None:
    flag = "import importlib.util\nFOUND = importlib.util.find_spec('fastlib')\n"
    flag += "LOOKED_UP: 'importlib.machinery.ModuleSpec' = importlib.util.find_spec('fastlib')\n"
    text = f"{flag}\n\ndef is_fastlib_available():\n    {lookup}\n"
    package = write(tmp_path / "pkg", {"__init__.py": "", "lookups.py": text, "needed.py": NEEDED})
    assert reported(package / "needed.py") == set()


@pytest.mark.parametrize(
    "lookup",
    [
        "return find_spec('otherlib') is not None",
        "found: bool = find_spec('otherlib') is not None\n    return found",
        "return find_spec('fastlib') is not None and os.environ.get('FAST') == '1'",
        "import fastlib\n    return fastlib.cuda.is_available()",
        "import fastlib\n    return fastlib.version.cuda is not None",
        "return find_spec(name) is not None",
        "return helper()",
    ],
)
def test_a_predicate_that_depends_on_more_stays_open(tmp_path: Path, lookup: str) -> None:
    text = f"from importlib.util import find_spec\nimport os\n\n\ndef is_fastlib_available():\n    {lookup}\n"
    package = write(tmp_path / "pkg", {"__init__.py": "", "lookups.py": text, "needed.py": NEEDED})
    assert reported(package / "needed.py") == {"run"}


TRIED = "try:\n    import fastlib\n\n    HAS = True\nexcept ImportError:\n    HAS = False\n"


def needing(folder: Path, flag: str, lookup: str) -> set[str]:
    """What is reported of a module that needs the library, where a predicate looks at a flag."""
    text = f"from importlib.util import find_spec\nimport os\n\n{flag}\n\ndef is_fastlib_available():\n    {lookup}\n"
    return reported(write(folder / "pkg", {"__init__.py": "", "lookups.py": text, "needed.py": NEEDED}) / "needed.py")


@pytest.mark.parametrize("lookup", ["return HAS", "return HAS and find_spec('fastlib') is not None"])
@pytest.mark.parametrize(
    "flag",
    [
        TRIED,
        TRIED.replace("HAS =", "HAS: bool ="),
        TRIED.replace("import fastlib", "from fastlib import core, gpu"),
        TRIED.replace("import fastlib", "import fastlib.core, fastlib.gpu"),
        TRIED.replace("    HAS = True\n", "").replace("    HAS = False\n", "    HAS = False\nelse:\n    HAS = True\n"),
        TRIED + "HAS_MORE = HAS\n",
    ],
)
def test_a_flag_is_known_by_what_its_try_imports(tmp_path: Path, flag: str, lookup: str) -> None:
    assert needing(tmp_path, flag, lookup) == set()


@pytest.mark.parametrize("lookup", ["return HAS", "return HAS and find_spec('fastlib') is not None"])
@pytest.mark.parametrize(
    "flag",
    [
        "try:\n    HAS = os.environ['FAST'] == '1'\nexcept KeyError:\n    HAS = False\n",
        TRIED + "finally:\n    HAS = os.environ.get('FAST') == '1'\n",
        TRIED + "HAS = os.environ.get('FAST') == '1'\n",
        TRIED.replace("import fastlib", "import fastlib, otherlib"),
        TRIED.replace("import fastlib", "import fastlib\n    from . import gpu"),
        TRIED.replace("import fastlib", "from .gpu import fastlib"),
        TRIED.replace("import fastlib", "import fastlib\n    fastlib.check(os.environ['FAST'])"),
        "if os.environ.get('FAST'):\n    import fastlib\n    HAS = True\nelse:\n    HAS = False\n",
        TRIED.replace("HAS", "FOUND") + "\n\ndef is_any_available(name):\n    return len(name) > 3\n\n\n"
        "HAS = FOUND and is_any_available(name='gpu')\n",
        TRIED.replace("HAS", "FOUND") + "\n\ndef is_any_available(*, name):\n    return len(name) > 3\n\n\n"
        "HAS = FOUND and is_any_available(name='gpu')\n",
    ],
)
def test_a_flag_that_depends_on_more_stays_open(tmp_path: Path, flag: str, lookup: str) -> None:
    assert needing(tmp_path, flag, lookup) == {"run"}


def test_a_name_is_followed_through_what_packages_pass_on(tmp_path: Path) -> None:
    package = write(
        tmp_path / "src" / "pkg",
        {
            "__init__.py": "",
            "utils/__init__.py": "from .lookups import is_fastlib_available\n",
            "utils/lookups.py": LOOKUPS,
            "models/needed.py": NEEDED.replace("pkg.lookups", "..utils"),
            "models/absolute.py": NEEDED.replace("pkg.lookups", "pkg.utils"),
        },
    )
    assert reported(package / "models" / "needed.py") == set()
    assert reported(package / "models" / "absolute.py") == set()


def test_a_name_that_is_bound_twice_is_not_followed(tmp_path: Path) -> None:
    twice = "if WINDOWS:\n    def is_fastlib_available():\n        return False\n"
    package = write(tmp_path / "pkg", {"__init__.py": "", "lookups.py": LOOKUPS + twice, "needed.py": NEEDED})
    assert reported(package / "needed.py") == {"run"}


def test_a_file_outside_any_package_is_checked_by_itself(tmp_path: Path) -> None:
    path = write(tmp_path, {"pyproject.toml": "", "script.py": NEEDED}) / "script.py"
    assert layout_of(str(path)) is None
    assert reported(path) == {"run"}


def test_nothing_outside_the_package_is_read(package: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "elsewhere", {"lookups.py": LOOKUPS})
    (package / "lookups.py").unlink()
    (package / "lookups.py").symlink_to(outside / "lookups.py")
    assert reported(package / "needed.py") == {"run"}
    layout = Layout(str(package), "pkg")
    assert layout.candidates(str(package / "needed.py"), 3, "elsewhere.lookups") == []
    assert layout.candidates(str(package / "needed.py"), 0, "elsewhere.lookups") == []


@pytest.mark.parametrize(
    "broken", ["def is_fastlib_available(:\n", "\0", "x = 1\n" * 700_000], ids=["syntax", "null", "huge"]
)
def test_a_neighbour_that_cannot_be_used_changes_nothing(package: Path, broken: str) -> None:
    (package / "lookups.py").write_text(broken)
    assert reported(package / "needed.py") == {"run"}


def test_modules_that_import_each_other_end(tmp_path: Path) -> None:
    circular = {"__init__.py": "", "lookups.py": "from .again import is_fastlib_available\n",
                "again.py": "from .lookups import is_fastlib_available\n", "needed.py": NEEDED}  # fmt: skip
    assert reported(write(tmp_path / "pkg", circular) / "needed.py") == {"run"}


def test_nothing_is_read_where_nothing_is_found(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (package / "clean.py").write_text("from .lookups import is_fastlib_available\n")
    monkeypatch.setattr(Index, "__init__", lambda *_: pytest.fail("the package was read"))
    assert reported(package / "clean.py") == set()


def test_the_root_is_the_outermost_package_of_the_project(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "src/pkg/__init__.py": "", "src/pkg/sub/deep.py": ""})
    layout = layout_of(str(tmp_path / "src" / "pkg" / "sub" / "deep.py"))
    assert layout == Layout(str(tmp_path / "src" / "pkg"), "pkg")


@pytest.mark.needs("process")
def test_both_faces_say_the_same(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package.parent)
    names = [f"pkg/{name}.py" for name in MODULES]
    ours = nsa_lint("check", "--isolated", "--no-cache", *names).out
    theirs = subprocess.run(
        [sys.executable, "-m", "flake8", "--isolated", "--select", "NSA", "-j2", *names], capture_output=True, text=True
    ).stdout
    places = {line.partition(" ")[0] for line in theirs.splitlines()}
    assert places and places == {line.partition(" ")[0] for line in ours.splitlines() if ": NSA" in line}


SHOWN = """\
from .failing import give_up

try:
    import fastlib
except ImportError:
    if LOUD:
        give_up("fastlib")
    fastlib.run()
"""


@pytest.mark.parametrize("form", ["text", "sarif", "json"])
def test_what_was_used_is_shown_with_its_place(package: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    (package / "shown.py").write_text(SHOWN)
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", f"--output-format={form}", "pkg/shown.py").out
    if form == "text":
        assert "  because pkg/failing.py:4: give_up() never returns\n" in out
    elif form == "json":
        [finding] = json.loads(out)["findings"]
        assert finding["because"] == [{"path": "pkg/failing.py", "line": 4, "text": "give_up() never returns"}]
    else:
        [result] = json.loads(out)["runs"][0]["results"]
        last = result["relatedLocations"][-1]
        assert last["message"]["text"] == "because give_up() never returns"
        assert last["physicalLocation"]["artifactLocation"]["uri"] == "pkg/failing.py"
        assert last["physicalLocation"]["region"] == {"startLine": 4}


def test_what_never_returns_is_named_with_the_finding_whose_lines_call_it(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "failing.py").write_text(FAILING + "\n\ndef give_in():\n    raise SystemExit\n")
    loud = SHOWN.partition("\n\n")[2].replace("    fastlib.run()", "    log.give_in()\n    fastlib.run()")
    (package / "shown.py").write_text(
        "from .failing import give_in, give_up\n\n"
        + loud
        + loud.replace("fastlib", "otherlib")
        .replace('give_up("otherlib")', "give_in()")
        .replace("log.give_in", "print")
        + "\n\ndef end():\n    give_in()\n    give_up('')\n"
    )
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", "--output-format=json", "pkg/shown.py").out
    because = [[each["text"] for each in found["because"]] for found in json.loads(out)["findings"]]
    assert because == [["give_up() never returns"], ["give_in() never returns"]]


def test_a_link_to_a_folder_adds_no_files_to_the_package(package: Path) -> None:
    """Such as one to the package itself, which has no end."""
    layout = layout_of(str(package / "needed.py"))
    assert layout is not None
    names = {name: mentions.mentioning(layout, (name,)) for name in ("is_fastlib_wide_available", "complain")}
    mentions.forget()
    (package / "again").symlink_to(package, target_is_directory=True)
    assert {name: mentions.mentioning(layout, (name,)) for name in names} == names


def test_a_caller_that_does_not_test_the_guard_is_named(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (package / "private.py").write_text(
        "from .lookups import is_gpu_available\n\n\n"
        "def _fill(x):\n    if is_gpu_available():\n        y = x\n    return y\n"
    )
    (package / "caller.py").write_text("from .private import _fill\n\n\ndef run():\n    return _fill(1)\n")
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", "pkg/private.py").out
    assert "  because pkg/caller.py:5: _fill() is called\n" in out


GUARDED = """\
try:
    import fastlib

    HAS_FASTLIB = True
except ImportError:
    HAS_FASTLIB = False


def fill(x):
    return fastlib.fill(x)


def drain(x):
    return _drain(x)


def _drain(x):
    return fastlib.drain(x)


def make(x):
    if not HAS_FASTLIB:
        raise RuntimeError("fastlib is missing")
    return fastlib.make(x)


class Layer:
    def __init__(self):
        self.kernel = fastlib.kernel
"""
CALLERS = {
    "bare": "from .guarded import fill\n\n\ndef run(x):\n    return fill(x)\n",
    "through": "from .guarded import drain\n\n\ndef run(x):\n    return drain(x)\n",
    "documented": 'from .guarded import fill\n\n\ndef several(x):\n    """Not whether fastlib is there."""\n'
    "    return len(x) > 1\n\n\ndef run(x):\n    if several(x):\n        return fill(x)\n",
    "construct": "from .guarded import Layer\n\n\ndef run():\n    return Layer()\n",
    "tested": "from .guarded import HAS_FASTLIB, fill\n\n\ndef run(x):\n    if HAS_FASTLIB:\n        return fill(x)\n",
    "refused": "from .guarded import fill\n\n\ndef run(x):\n    check_fastlib()\n    return fill(x)\n",
    "decorated": "from .guarded import fill\n\n\n@require_fastlib\ndef run(x):\n    return fill(x)\n",
    "caught": "from .guarded import fill\n\n\ndef run(x):\n    try:\n        return fill(x)\n"
    "    except Exception:\n        return None\n",
    "needing": "import fastlib\n\nfrom .guarded import fill\n\n\ndef run(x):\n    return fill(fastlib.new(x))\n",
    "imported": "from .flags import has_fastlib\n\nif has_fastlib():\n    from .guarded import fill\n\n\n"
    "def run(x):\n    return fill(x)\n",
    "another": "from .elsewhere import fill\n\n\ndef run(x):\n    return fill(x)\n",
    "test_it": "from .guarded import fill\n\n\ndef run(x):\n    return fill(x)\n",
}
WITHOUT_THE_GUARD = {"bare": "fill", "documented": "fill", "through": "drain", "construct": "Layer"}


@pytest.mark.parametrize("caller", CALLERS)
def test_a_caller_without_the_guard_is_named(package: Path, monkeypatch: pytest.MonkeyPatch, caller: str) -> None:
    (package / "guarded.py").write_text(GUARDED)
    (package / f"{caller}.py").write_text(CALLERS[caller])
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", "--select=NSA103", "pkg/guarded.py").out
    named = [line.strip() for line in out.splitlines() if "without the guard" in line]
    line = CALLERS[caller].count("\n")
    called = WITHOUT_THE_GUARD.get(caller)
    assert named == ([f"because pkg/{caller}.py:{line}: calls {called}() without the guard"] if called else [])


ENUM = """\
from enum import Enum


class Backend(Enum):
    TRITON = "triton"
    CUDA = "cuda"
    NONE = "none"

    def is_triton(self):
        return self == Backend.TRITON

    def is_any(self):
        return self != Backend.NONE
"""
BY_METHODS = """\
from pkg.a.b.c.kinds import Backend


def fill(x, backend: Backend):
    if backend.is_triton():
        y = x
    elif backend.is_any():
        z = x
    if backend is Backend.CUDA:
        return z
    return y if backend.is_triton() else None
"""


def test_methods_of_an_imported_enum_answer_for_a_parameter(package: Path) -> None:
    """Also where the folders between have no `__init__.py`."""
    folder = package / "a" / "b" / "c"
    folder.mkdir(parents=True)
    (folder / "kinds.py").write_text(ENUM)
    (folder / "__init__.py").write_text("")
    (folder / "uses.py").write_text(BY_METHODS)
    (folder / "misses.py").write_text(BY_METHODS.replace("backend is Backend.CUDA", "not backend.is_triton()"))
    assert reported(folder / "uses.py") == set()
    assert reported(folder / "misses.py") == {"z"}


ASKING = """\
from .other import is_gpu_available, is_tpu_available


def fill(x):
    if is_gpu_available():
        y = x
    if is_tpu_available():
        return y
    return None


def drain(x):
    if is_gpu_available():
        z = x
    return z
"""


@pytest.mark.parametrize(
    ("neighbour", "why"),
    [
        ("def is_gpu_available(:\n", "it does not parse: "),
        ("VALUES = [\n" + "    1,\n" * 200_000 + "]\n", "it is larger than 1 MB"),
        ("x = " + "(" * 5_000 + ")" * 5_000 + "\n", "it "),
    ],
)
def test_a_neighbour_that_says_nothing_is_named_once(
    package: Path, monkeypatch: pytest.MonkeyPatch, neighbour: str, why: str
) -> None:
    (package / "other.py").write_text(neighbour)
    (package / "asking.py").write_text(ASKING)
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", "pkg/asking.py").out
    assert out.count("NSA104") == 2
    assert out.count(f"  because pkg/other.py:1: says nothing: {why}") == 1


@pytest.mark.parametrize(("size", "named"), [(1_000_000, False), (1_000_001, True)], ids=["1 MB", "more"])
def test_a_neighbour_of_one_megabyte_is_read_and_a_larger_one_is_not(
    package: Path, monkeypatch: pytest.MonkeyPatch, size: int, named: bool
) -> None:
    text = "def is_gpu_available():\n    return True\n"
    (package / "other.py").write_text(text + "#" * (size - len(text)))
    (package / "asking.py").write_text(ASKING)
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", "pkg/asking.py").out
    assert ("pkg/other.py:1: says nothing" in out) is named


@pytest.mark.parametrize(("count", "left_out"), [(8, []), (9, ["big8"])])
def test_eight_megabytes_are_read_for_one_file_and_no_more(
    package: Path, monkeypatch: pytest.MonkeyPatch, count: int, left_out: list[str]
) -> None:
    names = [f"big{number}" for number in range(count)]
    for name in names:
        text = f"from .no{name} import *\n"
        (package / f"{name}.py").write_text(text + "#" * (1_000_000 - len(text)))
    (package / "asking.py").write_text(
        "".join(f"from .{name} import is_{name}_available\n" for name in names)
        + "\n\ndef fill(x):\n"
        + "".join(f"    if is_{name}_available():\n        y = x\n" for name in names)
        + "    return y\n"
    )
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", "pkg/asking.py").out
    assert re.findall(r"pkg/(\w+)\.py:1: says nothing: it is left out", out) == left_out


def test_what_is_read_for_one_file_has_a_bound(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"big{number}" for number in range(12)]
    for name in names:
        (package / f"{name}.py").write_text(f"from .b{name[1:]}x import *\n" + "# \n" * 300_000)
    (package / "asking.py").write_text(
        "".join(f"from .{name} import is_{name}_available\n" for name in names)
        + "\n\ndef fill(x):\n"
        + "".join(f"    if is_{name}_available():\n        y = x\n" for name in names)
        + "    return y\n"
    )
    monkeypatch.chdir(package.parent)
    out = nsa_lint("check", "--isolated", "--no-cache", "pkg/asking.py").out
    assert "  because pkg/big9.py:1: says nothing: it is left out, as 8 MB of other files were read\n" in out


@pytest.mark.needs("process")
def test_standard_input_has_the_package_of_its_name(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package.parent)
    arguments = ["-m", "nsa_lint", "check", "--isolated", "--stdin-filename=pkg/needed.py", "-"]
    run = subprocess.run([sys.executable, *arguments], input=NEEDED, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    flake8 = ["-m", "flake8", "--isolated", "--select", "NSA", "--stdin-display-name=pkg/needed.py", "-"]
    run = subprocess.run([sys.executable, *flake8], input=NEEDED, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "")


def test_the_order_of_the_files_changes_nothing(package: Path) -> None:
    paths = [str(package / f"{name}.py") for name in MODULES]
    settings = load(["--isolated", str(package)])
    runs = [
        {each.path: each.diagnostics for each in files.check_files(order, files.Run(settings), jobs=1)}
        for order in (paths, paths[::-1])
    ]
    assert runs[0] == runs[1]
    assert any(runs[0].values())


@pytest.mark.parametrize("option", ["--no-package", "--package=off"])
def test_the_option_gives_the_analysis_of_one_file(package: Path, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    monkeypatch.chdir(package.parent)
    assert nsa_lint("check", "--isolated", "--no-cache", "pkg/needed.py").status == 0
    assert nsa_lint("check", "--isolated", "--no-cache", option, "pkg/needed.py").status == 1


def test_a_wrong_value_is_an_error(package: Path) -> None:
    outcome = nsa_lint("check", "--isolated", "--package=maybe", str(package))
    assert outcome.status == 2
    assert "--package is 'maybe'; expected one of on, off" in outcome.err


def test_the_cache_notices_that_a_neighbour_changed(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load(["--isolated", str(package)])
    run = files.Run(settings, open_cache(tmp_path / "cache", settings.options))
    path = str(package / "needed.py")

    def found() -> list[str]:
        return [each.name for each in files.check_file(path, run).diagnostics]

    assert found() == []
    (package / "lookups.py").write_text("def is_fastlib_available():\n    return False\n")
    assert found() == ["run"]
    assert found() == ["run"]
    (package / "lookups.py").write_text(LOOKUPS)
    assert found() == []
    monkeypatch.setattr(files, "check_alone", lambda *_: pytest.fail("what is known was worked out again"))
    assert found() == []


def test_the_cache_notices_that_a_file_belongs_to_a_package(tmp_path: Path) -> None:
    """Or to a larger one, or that it is the same text in another place."""
    settings = load(["--isolated"])
    run = files.Run(settings, open_cache(tmp_path / "cache", settings.options))
    outer, folder, other = (tmp_path / name for name in ("outer", "outer/pkg", "other"))
    for each in (outer, folder, other):
        each.mkdir()
    work = "from .base import Base\n\n\nclass Work(Base):\n    def _fill(self, x):\n        try:\n"
    work += "            import fastlib as y\n        except ImportError:\n            pass\n        return y\n"
    base = "class Base:\n    def run(self, x):\n        import fastlib\n\n        return self._fill(x)\n"
    for each in (folder, other):
        (each / "work.py").write_text(work)
        (each / "base.py").write_text(base)

    def found(place: Path) -> list[str]:
        mentions.forget()
        return [each.name for each in files.check_file(str(place / "work.py"), run).diagnostics]

    assert found(folder) == found(other) == ["y"]
    (folder / "__init__.py").touch()
    assert (found(folder), found(other)) == ([], ["y"])
    (outer / "calls.py").write_text("from outer.pkg.work import Work\n\nWork()._fill(1)\n")
    assert found(folder) == []
    (outer / "__init__.py").touch()
    assert found(folder) == ["y"]
    (outer / "__init__.py").unlink()
    (folder / "__init__.py").unlink()
    assert found(folder) == ["y"]


def test_a_change_has_only_what_depends_on_it_analysed_again(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (package / "private.py").write_text(
        "from .lookups import is_gpu_available\n\n\n"
        "def _fill(x):\n    if is_gpu_available():\n        y = x\n    return y\n"
    )
    (package / "caller.py").write_text("from .private import _fill\n\n\ndef run():\n    return _fill(1)\n")
    monkeypatch.chdir(package.parent)

    def counted() -> str:
        arguments = ["check", "--isolated", "--cache-dir", str(package.parent / "cache"), "--statistics", "pkg"]
        return nsa_lint(*arguments).err.splitlines()[0]

    total = len([*package.rglob("*.py")])
    assert counted() == f"{total} files analysed, 0 known from an earlier run"
    assert counted() == f"0 files analysed, {total} known from an earlier run"
    (package / "again.py").write_text("from .lookups import is_gpu_available\n\n")  # those with two paths look at it
    assert counted() == f"3 files analysed, {total - 3} known from an earlier run"
    (package / "trying.py").write_text("helper = 2\n")  # guarded_elsewhere does
    assert counted() == f"2 files analysed, {total - 2} known from an earlier run"
    (package / "new.py").write_text("from .private import _fill\n\nresult = _fill(2)\n")
    mentions.forget()
    assert counted() == f"2 files analysed, {total - 1} known from an earlier run"  # and private.py, which it calls


def test_no_tree_of_a_neighbour_outlives_the_check_of_a_file_unless_it_is_checked_again(package: Path) -> None:
    """flake8 collects garbage while its other plugins run, and visits what we keep."""

    def kept_by(memory: Memory | None) -> int:
        before = {id(each): each for each in trees()}
        check_safely(Source.read(str(package / "two_paths.py")), Options(), memory)
        return len([each for each in trees() if id(each) not in before])

    def trees() -> list[ast.Module]:
        return [each for each in gc.get_objects() if type(each) is ast.Module]

    assert kept_by(None) == 0
    assert kept_by(Memory()) > 0


def test_the_package_only_takes_findings_away_that_the_file_alone_has(package: Path) -> None:
    for name in MODULES:
        source = Source.read(str(package / f"{name}.py"))
        assert reported(package / f"{name}.py") <= {each.name for each in check(source, Options())}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/helper.py", True),
        ("sub/test/helper.py", True),
        ("test_work.py", True),
        ("sub/conftest.py", True),
        ("work.py", False),
        ("contests/work.py", False),
        ("testing.py", False),
    ],
)
def test_what_is_a_test_does_not_depend_on_where_the_package_lies(path: str, expected: bool) -> None:
    for root in ("/work/pkg", "/work/tests/pkg", "/tests/test_pkg"):
        assert Layout(root, "pkg").is_test(f"{root}/{path}") is expected
