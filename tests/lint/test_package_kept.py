"""Flags of a module that another module of the package sets: packages that are run on every platform.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lab.package_cases import CHOOSE, HEAD, WORK, Case, write
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.package import mentions
from nsa_lint.package.index import digest, unchanged
from nsa_lint.package.layout import Layout
from nsa_lint.syntax.source import Source
from tests.lint.package_runs import PackageCases

BASE = """
try:
    from fastlib import fill

    READY = True
except ImportError:
    READY = False


class Base:
    def run(self, x):
        if not READY:
            raise RuntimeError("needs fastlib")
        return self._fill(x)

    def _fill(self, x):
        raise NotImplementedError
"""
CALLS = ("work.Work().run(1)",)
# What another module does; `PACKAGE` is the name of the package
SETS = {
    "its_attribute": "from . import base\n\nbase.READY = True\n",
    "its_attribute_closely": "from . import base\n\nbase.READY=True\n",
    "by_another_name": "from . import base as b\n\nb.READY = True\n",
    "by_its_path": "import PACKAGE.base\n\nPACKAGE.base.READY = True\n",
    "by_its_path_and_another_name": "import PACKAGE.base as b\n\nb.READY = True\n",
    "from_the_package_by_its_name": "from PACKAGE import base\n\nbase.READY = True\n",
    "in_a_function": "def pretend():\n    from . import base\n\n    base.READY = True\n\n\npretend()\n",
    "of_a_parameter": "from . import base\n\n\ndef pretend(module):\n    module.READY = True\n\n\npretend(base)\n",
    "of_a_variable": "from . import base\n\nthis = base\nthis.READY = True\n",
    "of_the_modules": "import sys\n\nfrom . import base\n\nsys.modules[base.__name__].READY = True\n",
    "of_what_is_imported": (
        "from importlib import import_module\n\nimport_module('.base', __package__).READY = True\n"
    ),
    "with_a_type": "from . import base\n\nbase.READY: bool = True\n",
    "added_to": "from . import base\n\nbase.READY |= True\n",
    "among_others": "from . import base\n\nbase.READY, base.OTHER = True, 1\n",
    "among_others_at_the_end": "from . import base\n\n(base.OTHER, base.READY) = 1, True\n",
    "in_a_chain": "from . import base\n\nbase.OTHER = base.READY = True\n",
    "in_a_loop": "from . import base\n\nfor base.READY in (False, True):\n    pass\n",
    "by_a_manager": (
        "from contextlib import nullcontext\n\nfrom . import base\n\nwith nullcontext(True) as base.READY:\n    pass\n"
    ),
    "setattr": 'from . import base\n\nsetattr(base, "READY", True)\n',
    "setattr_with_other_quotes": "from . import base\n\nsetattr(base, 'READY', True)\n",
    "setattr_of_each": 'from . import base\n\nfor name in ("READY", "OTHER"):\n    setattr(base, name, True)\n',
    "setattr_over_lines": 'from . import base\n\nsetattr(\n    base,\n    "READY",\n    True,\n)\n',
    "the_method": 'from . import base\n\nbase.__setattr__("READY", True)\n',
    "a_key": 'from . import base\n\nbase.__dict__["READY"] = True\n',
    "a_key_of_vars": 'from . import base\n\nvars(base)["READY"] = True\n',
    "a_key_of_a_variable": 'from . import base\n\nnames = vars(base)\nnames["READY"] = True\n',
    "update": "from . import base\n\nvars(base).update(READY=True)\n",
    "update_over_lines": "from . import base\n\nvars(base).update(\n    OTHER=1,\n    READY=True,\n)\n",
    "update_by_a_dict": 'from . import base\n\nbase.__dict__.update({"READY": True})\n',
    "update_by_a_dict_of_the_file": 'from . import base\n\nNEW = {"READY": True}\nvars(base).update(NEW)\n',
    "setitem": 'import operator\n\nfrom . import base\n\noperator.setitem(vars(base), "READY", True)\n',
    "a_patch": (
        "from unittest.mock import patch\n\nfrom . import base\n\n\ndef run(x):\n"
        '    from .work import Work\n\n    with patch.object(base, "READY", True):\n        return Work().run(x)\n'
    ),
    "a_patch_by_its_path": (
        "from unittest.mock import patch\n\n\ndef run(x):\n"
        '    from .work import Work\n\n    with patch("PACKAGE.base.READY", True):\n        return Work().run(x)\n'
    ),
    "of_a_parameter_that_has_the_package": (
        "import PACKAGE\n\n\ndef pretend(module):\n    module.READY = True\n\n\npretend(PACKAGE.base)\n"
    ),
    "of_a_parameter_that_is_looked_up": (
        "import sys\n\n\ndef pretend(module):\n    module.READY = True\n\n\n"
        "pretend(sys.modules[f'{__package__}.base'])\n"
    ),
}
LEAVES = {
    "of_an_object": "def fill(model, text):\n    model.READY = text\n\n\nfill(fill, True)\n",
    "of_what_an_object_has": (
        "def fill(model, text):\n    model.__class__.READY = text\n\n\nclass Model:\n    pass\n\n\nfill(Model(), 1)\n"
    ),
    "of_an_object_beside_a_module_that_may_be_of_the_package": (
        "try:\n    import more\nexcept ImportError:\n    pass\n\n\n"
        "def fill(model):\n    model.READY = 1\n\n\nfill(fill)\n"
    ),
    "of_a_local": "def made():\n    pass\n\n\nresult = made\nresult.READY = True\n",
    "of_an_object_setattr": 'def fill(model):\n    setattr(model, "READY", 1)\n\n\nfill(fill)\n',
    "of_an_object_beside_imports": (
        "import json\n\nfrom .more import NONE\n\n\ndef fill(model):\n    model.READY = NONE\n\n\nfill(fill)\n"
    ),
    "another_name": "from . import base\n\nbase.ALREADY = True\n",
    "a_longer_name": "from . import base\n\nbase.READY_TO_GO = True\n",
    "another_module": "from . import more\n\nmore.READY = True\n",
    "a_module_from_elsewhere": "import json\n\njson.READY = True\n",
    "a_class": "class Holder:\n    pass\n\n\nHolder.READY = True\n",
    "a_class_of_another_module": "from .base import Base\n\nBase.READY = True\n",
    "itself": "class Holder:\n    def __init__(self):\n        self.READY = True\n\n\nHolder()\n",
    "its_own_name": "from .base import READY\n\nREADY = True\n",
    "a_name_of_its_own": "from . import base\n\nREADY = True\nbase.OTHER = READY\n",
    "a_copy": "from . import base\n\ncopy = dict(vars(base))\ncopy[1] = True\n",
    "a_comparison": "from . import base\n\nNOW = base.READY == True\n",
    "an_argument": "from . import base\n\nMADE = dict(ready=base.READY, end='')\n",
    "a_reading": "from . import base\n\nNOW = base.READY\n",
    "a_reading_by_its_text": 'from . import base\n\nNOW = getattr(base, "READY")\n',
    "setattr_of_another_name": 'from . import base\n\nsetattr(base, "OTHER", "READY")\n',
    "setattr_of_another_module": 'from . import base, more\n\nsetattr(more, "READY", base.READY)\n',
    "setattr_of_itself": (
        'class Holder:\n    def __init__(self):\n        setattr(self, "READY", True)\n\n\nHolder()\n'
    ),
    "a_key_of_a_dict": 'from . import base\n\nKNOWN = {}\nKNOWN["READY"] = base.READY\n',
    "an_argument_of_a_call": "from . import base\n\nKNOWN = dict(READY=base.READY)\n",
    "what_it_exports": (
        'from . import base\n\n__all__ = ["READY"]\nREADY = base.READY\nfor name in ["OTHER"]:\n'
        "    setattr(base, name, READY)\n"
    ),
    "a_computed_name_of_an_object": (
        'KNOWN = {"READY": True}\n\n\ndef fill(options):\n    for name, value in KNOWN.items():\n'
        "        setattr(options, name, value)\n\n\nfill(fill)\n"
    ),
    "a_reading_beside_a_setting": 'from . import base, more\n\nsetattr(more, "OTHER", getattr(base, "READY"))\n',
    "an_object_that_is_made": 'from . import base, more\n\nsetattr(more, "READY", object())\n',
    "the_method_for_another_name": (
        "from . import base\n\n\nclass Holder:\n    pass\n\n\nmade = Holder()\n"
        'made.__setattr__("OTHER", getattr(base, "READY"))\n'
    ),
    "a_comment": "from . import base\n\n# base.READY = True\n",
}

FLAG = HEAD.replace("_is_cuda", "ON_CUDA")
VALUED = f"{HEAD}from .base import Base\n\n\nclass Work(Base):\n    def _fill(self, x):\n        if _is_cuda:\n"
VALUED += "            y = x\n        return y\n"
VALUE = FLAG + BASE.partition("\n\nclass")[1] + BASE.partition("\n\nclass")[2].replace("READY", "ON_CUDA")
CHECKS = """
class Work:
    def __init__(self):
        if not _is_cuda:
            raise RuntimeError("CUDA only")

    def fill(self, x):
        if _is_cuda:
            y = x
        return y
"""
CHANGES = """
def run(x):
    from . import work

    work._is_cuda = True
    made = work.Work()
    work._is_cuda = False
    return made.fill(x)
"""
CHANGES_ANOTHER = CHANGES.replace("import work", "import base, work").replace("work._is_cuda", "base.HAS_CUDA")
HOLDER = HEAD.replace("_is_cuda", "HAS_CUDA") + "\n\nclass Holder:\n    HAS_CUDA = HAS_CUDA\n"
CHOSEN = 'BACKEND = "triton"\n' + CHOOSE + "\ndef run(x):\n    return _choose(x) + _choose(x, BACKEND)\n"
HELPED = "from .helping import need_fastlib\n\n\nclass Base:\n    def run(self, x):\n        need_fastlib()\n"
HELPED += "        return self._fill(x)\n\n    def _fill(self, x):\n        raise NotImplementedError\n"
HELPING = "def need_fastlib():\n    from fastlib import fill\n\n    return fill\n"


def valued(other: str, *, fails: bool = False) -> Case:
    """Where the flag holds the value of a predicate."""
    return Case(VALUED, CALLS, fails, {"base": VALUE, "other": other})


def checked_of(flag: str, other: str, *, fails: bool = False) -> Case:
    """Where the constructor tests a flag of another module, or of a class of it."""
    work = f"from . import base\nfrom .base import Holder\n\n{CHECKS.replace('_is_cuda', flag)}"
    return Case(work, ("other.run(1)", "work.Work().fill(1)"), fails, {"base": HOLDER, "other": other})


def checked(other: str, *, fails: bool = False) -> Case:
    """Where the constructor tests a flag of its module."""
    return Case(HEAD + CHECKS, ("other.run(1)", "work.Work().fill(1)"), fails, {"other": other})


CASES = {
    f"sets_{name}": Case(
        WORK,
        (*CALLS, "other.run(1)"),
        True,
        {"base": BASE, "other": text.replace("PACKAGE", f"sets_{name}")},
    )
    for name, text in SETS.items()
}
CASES |= {
    f"leaves_{name}": Case(WORK, CALLS, False, {"base": BASE, "other": text, "more": "NONE = None\n"})
    for name, text in LEAVES.items()
}
CASES |= {
    "sets_of_a_variable_of_another_module": Case(
        WORK,
        (*CALLS, "other.run(1)"),
        True,
        {
            "base": BASE,
            "other": "from .more import this\n\nthis.READY = True\n",
            "more": "from . import base as this\n",
        },
    ),
    "a_flag_that_holds_a_predicate": valued("from . import base\n\nbase.ON_CUDA = True\n", fails=True),
    "a_flag_that_holds_a_predicate_by_its_text": valued(
        'from . import base\n\nsetattr(base, "ON_CUDA", True)\n', fails=True
    ),
    "a_flag_that_holds_a_predicate_and_stays": valued("from . import base\n\nbase.OTHER = base.ON_CUDA\n"),
    "a_flag_that_the_constructor_tests": checked(CHANGES, fails=True),
    "a_flag_that_the_constructor_tests_and_stays": checked(
        CHANGES.replace("_is_cuda = ", "other = "),
    ),
    "a_flag_of_another_module": checked_of("base.HAS_CUDA", CHANGES_ANOTHER, fails=True),
    "a_flag_of_another_module_that_stays": checked_of(
        "base.HAS_CUDA", CHANGES_ANOTHER.replace("HAS_CUDA =", "OTHER =")
    ),
    "a_flag_of_a_class_beside_that_of_its_module": checked_of("Holder.HAS_CUDA", CHANGES_ANOTHER),
    "a_constant_that_is_passed": Case(
        CHOSEN, ("work.run(1)",), True, {"other": 'from . import work\n\nwork.BACKEND = "hip"\n'}
    ),
    "a_constant_that_is_passed_and_stays": Case(
        CHOSEN, ("work.run(1)",), False, {"other": 'from . import work\n\nwork.OTHER = "hip"\n'}
    ),
    "a_helper": Case(
        WORK,
        CALLS,
        True,
        {"base": HELPED, "helping": HELPING, "other": "from . import base, helping\n\nbase.need_fastlib = list\n"},
    ),
    "a_helper_that_stays": Case(
        WORK,
        CALLS,
        False,
        {"base": HELPED, "helping": HELPING, "other": "from . import base\n\nbase.helper = base.need_fastlib\n"},
    ),
    "set_by_a_test": Case(
        WORK,
        CALLS,
        False,
        {"base": BASE, "test_base": "def test_it():\n    from . import base\n\n    base.READY = True\n"},
    ),
    "set_by_its_own_module": Case(
        WORK, CALLS, True, {"base": BASE + "\n\nfrom . import base as this\n\nthis.READY = True\n"}
    ),
}


class TestCases(PackageCases):
    cases = CASES


def test_a_cache_notices_what_sets_a_name(tmp_path: Path) -> None:
    write(tmp_path, {"package": CASES["leaves_another_name"]})
    folder = tmp_path / "package"
    mark = mentions.mark_of_setting(Layout(str(folder), "package"), "READY")
    before = digest(mark)
    assert unchanged(mark, before)
    (folder / "unrelated.py").write_text("READY = True\n")
    mentions.forget()
    assert unchanged(mark, before)
    (folder / "other.py").write_text(SETS["setattr"])
    mentions.forget()
    assert not unchanged(mark, before)
    assert [each.name for each in check_safely(Source.read(str(folder / "work.py")), Options())] == ["y"]


@pytest.mark.skipif(sys.platform == "emscripten", reason="nothing tells of such a change there")
def test_a_cache_notices_a_change_that_leaves_the_size_and_the_time_as_they_were(tmp_path: Path) -> None:
    write(tmp_path, {"package": CASES["leaves_another_name"]})
    folder = tmp_path / "package"
    other = folder / "other.py"
    other.write_text(SETS["setattr"])
    mark = mentions.mark_of_setting(Layout(str(folder), "package"), "READY")
    mentions.forget()
    before, was = digest(mark), other.stat()
    other.write_text(SETS["setattr"].replace("READY", "OTHER"))
    os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
    mentions.forget()
    assert (other.stat().st_size, other.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)
    assert not unchanged(mark, before)


def test_no_file_is_read_to_see_that_nothing_has_changed(tmp_path: Path, read: list[str]) -> None:
    write(tmp_path, {"package": CASES["leaves_another_name"]})
    folder = tmp_path / "package"
    mark = mentions.mark(Layout(str(folder), "package"), "READY")
    before = digest(mark)
    mentions.forget()
    read.clear()
    assert unchanged(mark, before)
    assert read == []
    os.utime(folder / "base.py", (1, 1))
    mentions.forget()
    assert unchanged(mark, before)
    assert "base.py" in read


def test_a_digest_is_of_the_text_that_was_searched(tmp_path: Path) -> None:
    """A file that changes right after that is another one: what was found is not kept for it."""
    write(tmp_path, {"package": CASES["leaves_another_name"]})
    folder = tmp_path / "package"
    layout = Layout(str(folder), "package")
    assert str(folder / "base.py") in (mentions.mentioning(layout, ("READY",)) or {})["READY"]
    text = (folder / "base.py").read_text()
    (folder / "base.py").write_text(text + "# READY\n")
    before = digest(mentions.mark(layout, "READY"))
    mentions.forget()
    assert not unchanged(mentions.mark(layout, "READY"), before)
    (folder / "base.py").write_text(text)
    mentions.forget()
    assert unchanged(mentions.mark(layout, "READY"), before)


def test_many_searches_find_what_a_few_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some, a search goes through the words of each file in place of its text."""
    texts = ("READY = 1  # déjà_vu", "x = 'a.READY_2'\r\nREAD = x", "f'{x}READY'\n", "état=READY-1", "", "ééé")
    for number, text in enumerate(("", *texts)):
        (tmp_path / f"m{number}.py").write_bytes(text.encode())
    layout = Layout(str(tmp_path), tmp_path.name)
    words = "READY READ EADY READY_2 ADY_ x a é déjà_vu jà tat 1 none READY-1 a.READY".split()
    few = {word: mentions.mentioning(layout, (word,)) for word in words}
    monkeypatch.setattr(mentions, "_SEARCHES", 0)
    mentions.forget()
    assert {word: mentions.mentioning(layout, (word,)) for word in words} == few
    found = {word: len((few[word] or {})[word]) for word in words}
    assert (found["READY"], found["EADY"], found["jà"], found["READY-1"], found["none"]) == (4, 4, 1, 1, 0)


@pytest.mark.parametrize(("files", "found"), [(16, []), (17, ["y"])])
def test_what_many_modules_may_set_is_not_relied_on(tmp_path: Path, files: int, found: list[str]) -> None:
    write(tmp_path, {"package": CASES["a_constant_that_is_passed_and_stays"]})
    folder = tmp_path / "package"
    for number in range(files):
        (folder / f"more{number}.py").write_text("# work.BACKEND = 1\n")
    mentions.forget()
    assert [each.name for each in check_safely(Source.read(str(folder / "work.py")), Options())] == found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that a search of the package reads, in order."""
    names: list[str] = []
    real = mentions.read_bytes

    def reads(path: str) -> bytes:
        names.append(Path(path).name)
        return real(path)

    monkeypatch.setattr(mentions, "read_bytes", reads)
    return names


def holding(folder: Path, *words: str) -> list[list[str]]:
    found = mentions.mentioning(Layout(str(folder), "package"), words) or {}
    return [[Path(each).name for each in found[word]] for word in words]


FILES = {"a.py": "one = two\n", "b.py": "# three " + "." * 80 + "\none\n", "c.py": "three = 3\n", "d.py": "one + 2\n"}


@pytest.fixture
def four_files(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    mentions.forget()
    return tmp_path


def test_the_files_of_a_package_are_read_once_for_all_searches(four_files: Path, read: list[str]) -> None:
    assert holding(four_files, "one", "two") == [["a.py", "b.py", "d.py"], ["a.py"]]
    assert holding(four_files, "three", "four") == [["b.py", "c.py"], []]
    assert mentions.setting(Layout(str(four_files), "package"), "one") == ()
    assert read == [*FILES]


def test_what_is_beyond_the_memory_for_them_is_read_for_each(
    four_files: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first file that does not fit on."""
    monkeypatch.setattr(mentions, "_KEPT", len(FILES["a.py"]))
    assert holding(four_files, "one", "two") == [["a.py", "b.py", "d.py"], ["a.py"]]
    assert holding(four_files, "three") == [["b.py", "c.py"]]
    assert read == ["a.py", "b.py", *3 * ["b.py", "c.py", "d.py"]]


def test_what_sets_a_name_is_found_in_each_of_them(four_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a.py": "base.one = 1\n", "c.py": "# " + "." * 80 + "\nbase.one = 2\n", "d.py": "one\nbase.one = 3\n"}
    for name, text in texts.items():
        (four_files / name).write_text(text)
    for kept in (50, 1000):
        monkeypatch.setattr(mentions, "_KEPT", kept)
        mentions.forget()
        found = mentions.setting(Layout(str(four_files), "package"), "one") or ()
        assert [Path(each).name for each in found] == [*texts]


def test_in_a_package_of_very_many_files_nothing_is_relied_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"package": CASES["leaves_another_name"]})
    monkeypatch.setattr(mentions, "_MOST", 1)
    assert [each.name for each in check_safely(Source.read(str(tmp_path / "package" / "work.py")), Options())] == ["y"]
