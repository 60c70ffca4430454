"""What a module imports from its package that is never None: packages that are run on every platform.

A case is reported if and only if its call ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.package_cases import Case, write
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.package import mentions
from nsa_lint.syntax.source import Source
from tests.lint.package_runs import PackageCases

# On one platform, the import fails
HEAD = "from fastlib import drain\n\n\n"
TRY = """
def run(x):
    try:
        from .things import Thing
    except ImportError:
        Thing = None
        y = x
    if Thing is None:
        return y
    return x
"""
FALSE = TRY.replace("if Thing is None", "if not Thing")
NONE = "    if Thing is None:\n        return y\n    return x\n"
BY_TRUTH = {
    name: TRY.replace(NONE, test)
    for name, test in {
        "an_if": "    if Thing:\n        return x\n    return y\n",
        "a_conditional_expression": "    return x if Thing else y\n",
        "a_loop": "    while Thing:\n        return x\n    return y\n",
        "a_part_of_a_test": "    if not x or Thing:\n        return x\n    return y\n",
        "a_part_of_what_is_returned": "    return Thing or y\n",
        "another_name": "    found = Thing\n    if found:\n        return x\n    return y\n",
        "a_comparison_before": "    none = Thing is None\n    if none:\n        return y\n    return x\n",
        "a_match": "    match Thing:\n        case None:\n            return y\n    return x\n",
    }.items()
}
CLASS = "class Thing:\n    pass\n"
FUNCTION = "def Thing():\n    pass\n"
DECORATES = "def plain(given):\n    return given\n\n\ndef registers(given):\n    plain(given)\n\n\n"
BODY = """
try:
    from .things import Thing as _Thing
except ImportError:
    Thing = None
    y = "skipped"
else:
    Thing = _Thing


class Tests:
    if Thing is None:
        skip = y
"""
META = "class Meta(type):\n    def __bool__(cls):\n        return False\n\n\n"


def thing(text: str, work: str = TRY, *, fails: bool = False, **others: str) -> Case:
    """Where the module that has it cannot be imported everywhere."""
    return Case(work, fails=fails, others={"things": HEAD + text, **others})


CASES = {
    "a_class": thing(CLASS),
    "a_class_under_a_test_and_a_lazy_loader": thing(
        "import sys\n\nif len(sys.argv) > 99:\n    class Thing:\n        pass\n\n\n"
        "def __getattr__(name):\n    return None\n",
        fails=True,
    ),
    "a_class_of_a_module_that_puts_another_in_its_place": thing(
        CLASS + "\n\nimport sys, types\n\nsys.modules[__name__] = types.SimpleNamespace(Thing=None)\n", fails=True
    ),
    "a_class_that_is_true": thing(CLASS, FALSE),
    "a_function": thing(FUNCTION),
    "a_function_that_is_true": thing(FUNCTION, FALSE),
    "a_coroutine": thing("async " + FUNCTION, FALSE),
    "a_class_of_a_class": thing("class Base:\n    pass\n\n\nclass Thing(Base):\n    pass\n", FALSE),
    "a_class_of_a_builtin_class": thing("class Thing(dict):\n    pass\n", FALSE),
    "a_class_of_a_class_of_another_module": thing(
        "from .base import Base\n\n\nclass Thing(Base):\n    pass\n", FALSE, base="class Base:\n    pass\n"
    ),
    "a_class_of_one_from_elsewhere": thing("from json import JSONEncoder\n\n\nclass Thing(JSONEncoder):\n    pass\n"),
    "an_abstract_class": thing("from abc import ABCMeta\n\n\nclass Thing(metaclass=ABCMeta):\n    pass\n", FALSE),
    "an_enum": thing("from enum import Enum\n\n\nclass Thing(Enum):\n    ONE = 1\n"),
    "a_class_in_an_arm": thing("if HERE:\n    class Thing:\n        pass\n".replace("HERE", "drain(1)")),
    "a_dataclass": thing("from dataclasses import dataclass\n\n\n@dataclass(frozen=True)\n" + CLASS, FALSE),
    "a_function_with_a_cache": thing("import functools\n\n\n@functools.cache\n" + FUNCTION, FALSE),
    "a_manager": thing(
        "from contextlib import contextmanager\n\n\n@contextmanager\n" + FUNCTION.replace("pass", "yield"), FALSE
    ),
    "another_name_here": thing(CLASS, TRY.replace("import Thing", "import Thing as Other\n\n        Thing = Other")),
    "another_name_after_it": thing(
        CLASS,
        TRY.replace("import Thing", "import Thing as Other").replace(
            "        y = x\n", "        y = x\n    else:\n        Thing = Other\n"
        ),
    ),
    "a_comparison_the_other_way": thing(
        CLASS,
        TRY.replace("if Thing is None:\n        return y", "if Thing is not None:\n        return x\n    return y"),
    ),
    "in_the_body_of_a_class": thing(CLASS, BODY),
    "in_an_arm": thing(
        CLASS,
        "from .platforms import is_cuda\n\n\ndef run(x):\n    if is_cuda():\n        from .things import Thing\n"
        "    else:\n        Thing = None\n        y = x\n    if Thing is None:\n        return y\n    return x\n",
    ),
    # Not in CapWords: of such a name the file alone believes it
    "by_the_name_of_the_package": thing(
        CLASS.replace("Thing", "THING"),
        TRY.replace("from .things", "from by_the_name_of_the_package.things").replace("Thing", "THING"),
    ),
    "through_another_module": thing(CLASS, TRY.replace(".things", ".public"), public="from .things import Thing\n"),
    "through_two_modules_by_other_names": thing(
        CLASS,
        TRY.replace(".things import Thing", ".public import Open as Thing"),
        public="from .between import Between as Open\n",
        between="from .things import Thing as Between\n",
    ),
    "through_the_package": thing(
        CLASS,
        TRY.replace(".things", "."),
        __init__="try:\n    from .things import Thing\nexcept ImportError:\n    pass\n",
    ),
    "a_module": thing("", TRY.replace(".things import Thing", ". import things as Thing")),
    "a_module_that_is_true": thing("", FALSE.replace(".things import Thing", ". import things as Thing")),
    "a_module_that_the_package_imports": thing(
        "",
        TRY.replace(".things import Thing", ". import things as Thing"),
        __init__="try:\n    from . import things\nexcept ImportError:\n    pass\n",
    ),
    "set_on_another_module": thing(CLASS, other="from . import platforms\n\nplatforms.Thing = None\n"),
    "read_by_another_module": thing(CLASS, other="Thing = None\nif Thing is None:\n    Thing = 1\n"),
    **{f"a_class_in_{name}": thing(CLASS, text) for name, text in BY_TRUTH.items()},
    "a_module_of_a_package_that_reads_its_names": thing(
        "", TRY.replace(".things import Thing", ". import things as Thing"), __init__='NAMES = vars().get("things")\n'
    ),
    # it may be None, or false
    **{f"a_value_in_{name}": thing("Thing = None\n", text, fails=True) for name, text in BY_TRUTH.items()},
    "a_class_of_what_is_named_as_a_builtin_class": thing(
        META + 'dict = Meta("Base", (), {})\n\n\nclass Thing(dict):\n    pass\n', FALSE, fails=True
    ),
    "a_class_of_what_a_call_gives": thing(META + 'class Thing(Meta("Base", (), {})):\n    pass\n', FALSE, fails=True),
    "a_class_of_an_attribute": thing(
        "import types\n\n\n"
        + META
        + 'bases = types.SimpleNamespace(dict=Meta("Base", (), {}))\n\n\nclass Thing(bases.dict):\n    pass\n',
        FALSE,
        fails=True,
    ),
    "a_module_that_the_package_binds_by_its_name": thing(
        "",
        TRY.replace(".things import Thing", ". import things as Thing"),
        fails=True,
        __init__='globals()["things"] = None\n',
    ),
    "a_module_that_another_sets_of_the_package": thing(
        "",
        TRY.replace(".things import Thing", ". import things as Thing"),
        fails=True,
        other="import a_module_that_another_sets_of_the_package as package\n\npackage.things = None\n",
    ),
    "a_module_that_the_package_looks_up_by_a_second_name": thing(
        "",
        TRY.replace(".things import Thing", ". import things as Thing"),
        fails=True,
        __init__='def _find(name):\n    if name != "things":\n        raise AttributeError(name)\n'
        "\n\n__getattr__ = _find\n",
    ),
    "a_value": thing("Thing = None\n", fails=True),
    "a_value_that_is_called_for": thing("def make():\n    pass\n\n\nThing = make()\n", fails=True),
    "an_annotated_value": thing("Thing: object = None\n", fails=True),
    "a_class_and_none": thing(f"{CLASS}\n\nif drain(1):\n    Thing = None\n", fails=True),
    "none_and_a_class": thing(
        f"Thing = None\nif not drain(1):\n\n    {CLASS}".replace("\n    pass", "\n        pass"), fails=True
    ),
    "a_class_that_a_loop_binds": thing(CLASS + "\n\nfor Thing in [None]:\n    pass\n", fails=True),
    "a_class_that_an_expression_binds": thing(CLASS + "\n\nprint((Thing := None))\n", fails=True),
    "a_class_that_a_function_changes": thing(
        CLASS + "\n\ndef change():\n    global Thing\n    Thing = None\n\n\nchange()\n", fails=True
    ),
    "a_class_that_is_changed_by_its_key": thing(CLASS + '\n\nglobals()["Thing"] = None\n', fails=True),
    "a_class_among_all_names": thing(CLASS + "\n\nfrom .others import *\n", fails=True, others="Thing = None\n"),
    "a_class_with_a_decorator": thing(DECORATES + "@registers\n" + CLASS, fails=True),
    "a_function_with_a_decorator": thing(DECORATES + "@registers\n" + FUNCTION, fails=True),
    "a_function_with_two_decorators": thing(
        "from functools import lru_cache\n\n\n" + DECORATES + "@registers\n@lru_cache\n" + FUNCTION, fails=True
    ),
    "a_function_with_a_decorator_of_a_familiar_name": thing(
        "from .others import cache\n\n\n@cache\n" + FUNCTION, fails=True, others="def cache(given):\n    pass\n"
    ),
    "a_function_with_a_partial_decorator": thing(
        "from functools import partial\n\n\n"
        + DECORATES.replace("(given):\n    plain", "(_, given):\n    plain")
        + "@partial(registers, 1)\n"
        + FUNCTION,
        fails=True,
    ),
    "a_class_that_is_false": thing(META + "class Thing(metaclass=Meta):\n    pass\n", FALSE, fails=True),
    "a_class_of_one_that_is_false": thing(
        META + "class Base(metaclass=Meta):\n    pass\n\n\nclass Thing(Base):\n    pass\n", FALSE, fails=True
    ),
    "a_class_that_its_metaclass_does_not_make": thing(
        "class Meta(type):\n    def __new__(cls, *args):\n        pass\n\n\nclass Thing(metaclass=Meta):\n    pass\n",
        fails=True,
    ),
    "a_class_that_another_module_changes": thing(
        CLASS,
        fails=True,
        __init__="try:\n    from . import things\nexcept ImportError:\n    pass\nelse:\n    things.Thing = None\n",
    ),
    "a_class_that_another_module_changes_by_its_name": thing(
        CLASS,
        fails=True,
        __init__="try:\n    from . import things\nexcept ImportError:\n    pass\nelse:\n"
        '    setattr(things, "Thing", None)\n',
    ),
    "a_class_that_changes_on_the_way": thing(
        CLASS,
        TRY.replace(".things", ".public"),
        fails=True,
        public="from .things import Thing\n",
        __init__="try:\n    from . import public\nexcept ImportError:\n    pass\nelse:\n    public.Thing = None\n",
    ),
    "a_class_that_is_bound_again_on_the_way": thing(
        CLASS,
        TRY.replace(".things", ".public"),
        fails=True,
        public="from .things import Thing\n\nThing = None\n",
    ),
    "a_module_that_the_package_has_otherwise": thing(
        "",
        TRY.replace(".things import Thing", ". import things as Thing"),
        fails=True,
        __init__="try:\n    from . import things\nexcept ImportError:\n    pass\nelse:\n    things = None\n",
    ),
    "a_module_that_the_package_looks_up": thing(
        "",
        TRY.replace(".things import Thing", ". import things as Thing"),
        fails=True,
        __init__='def __getattr__(name):\n    if name != "things":\n        raise AttributeError(name)\n',
    ),
    "a_module_that_is_something_else": thing(
        "import sys\n\nsys.modules[__name__] = 0\n",
        FALSE.replace(".things import Thing", ". import things as Thing"),
        fails=True,
    ),
    "a_name_that_is_bound_again_here": thing(
        CLASS, TRY.replace("    if Thing", "    if x:\n        Thing = None\n    if Thing"), fails=True
    ),
}


class TestCases(PackageCases):
    cases = CASES


@pytest.mark.parametrize(("most", "names"), [(100, []), (1, ["y"])], ids=["of_a_few", "of_very_many"])
def test_a_class_of_a_package_of_very_many_files_may_be_set_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, names: list[str]
) -> None:
    write(tmp_path, {"package": CASES["a_class"]})
    monkeypatch.setattr(mentions, "_MOST", most)
    assert [each.name for each in check_safely(Source.read(str(tmp_path / "package" / "work.py")), Options())] == names
