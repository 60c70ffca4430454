"""What callers and constructors have imported: packages of several modules, each run on every platform.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from lab import package_cases
from lab.package_cases import WORK, Case
from nsa_lint.analysis.memory import Memory
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.package import mentions
from nsa_lint.syntax.source import Source
from tests.lint.package_runs import PackageCases

FUNCTION = """
def _fill(x):
    try:
        from fastlib import fill as y
    except ImportError:
        pass
    return y(x)
"""
CALLS = ("work.Work().run(1)",)
RAISES = """
        try:
            from fastlib import fill
        except ImportError:
            raise RuntimeError("needs fastlib") from None
"""
RETURNS = """
        try:
            from fastlib import fill
        except ImportError:
            return x
"""
IGNORES = """
        try:
            from fastlib import fill
        except ImportError:
            pass
"""
CALLED = "        return self._fill(x)\n"
ABSTRACT = "\n    def _fill(self, x):\n        raise NotImplementedError\n"
AGAIN = "    def again(self, x):\n        return {}._fill(x)\n"
HELPED = "        need_fastlib()\n" + CALLED
HELPER = """
def need_fastlib():
    try:
        from fastlib import fill
    except ImportError:
        raise RuntimeError("needs fastlib") from None
"""
QUIET = """
def need_fastlib():
    try:
        from fastlib import fill
    except ImportError:
        return False
    return True
"""
SOMETIMES = """
def need_fastlib(quick=True):
    try:
        if quick:
            return
        from fastlib import fill
    except ImportError:
        raise RuntimeError("needs fastlib") from None
"""
FLAG = """
try:
    from fastlib import fill

    READY = True
except ImportError:
    READY = False
"""
BEFORE = """
READY = True
try:
    from fastlib import fill
except ImportError:
    READY = False
"""
AFTER = """
READY = False
try:
    from fastlib import fill
except ImportError:
    pass
else:
    READY = True
"""
READY = """
        if not READY:
            raise RuntimeError("needs fastlib")
"""
OWN = """
class Work(Base):
    def _fill(self, x):
        if READY:
            y = fill
        return y(x)
"""


def base(body: str, head: str = "", rest: str = ABSTRACT) -> dict[str, str]:
    """A base class whose public method calls a private one."""
    return {"base": f"{head}\n\nclass Base:\n    def run(self, x):\n{body}{rest}"}


def inside(tried: str) -> str:
    """A flag that is set behind this in its `try`."""
    return "HERE = bool(1)\n" + FLAG.replace("    from fastlib import fill\n", indent(tried, "    "))


def template(body: str, head: str = "", rest: str = ABSTRACT, *, fails: bool = False) -> Case:
    return Case(WORK, CALLS, fails, base(body, head, rest))


def constructed(body: str, work: str = WORK, made: str = "()", *, fails: bool = False) -> Case:
    """Where the constructor of the base class refuses. `made`: how an object of the class is made."""
    init = f"class Base:\n    def __init__(self):\n{body}\n    def run(self, x):\n{CALLED}{ABSTRACT}"
    return Case(work, (f"work.Work{made}.run(1)",), fails, {"base": init})


def mixed(body: str, *, fails: bool = False) -> Case:
    """Where a class whose constructor has this body is mixed in."""
    other = f"from .work import Work\n\n\nclass Mixin:\n    def __init__(self):\n        {body}\n"
    other += "\n\nclass Both(Mixin, Work):\n    pass\n"
    return Case(WORK, ("other.Both().run(1)",), fails, constructed(RAISES).others | {"other": other})


def called_too(call: str, rest: dict[str, str]) -> Case:
    """Where the template refuses, and another call does not."""
    return Case(WORK, (*CALLS, call), True, base(RAISES + CALLED) | rest)


CASES = {
    # the base class refuses
    "raised_in_the_handler": template(RAISES + CALLED),
    "raised_in_each_handler": template(
        RAISES.replace("        except", "        except OSError:\n            raise\n        except") + CALLED
    ),
    "returned_in_the_handler": template(RETURNS + CALLED),
    "imported_without_a_try": template("        from fastlib import fill\n\n" + CALLED),
    "imported_before_in_a_loop": template(
        "        for each in [x]:\n            try:\n                from fastlib import fill\n"
        "            except ImportError:\n                continue\n            return self._fill(each)\n"
    ),
    "called_in_the_body_after_it": template(
        "        try:\n            from fastlib import fill\n\n            return self._fill(x)\n"
        "        except ImportError:\n            return x\n"
    ),
    "called_in_the_else": template(RETURNS + "        else:\n            return self._fill(x)\n"),
    "called_in_a_function_after_it": template(
        RAISES + "\n        def again():\n            return self._fill(x)\n\n        return again()\n"
    ),
    "caught_while_it_is_called": template(
        RAISES + "        try:\n            return self._fill(x)\n        except ValueError:\n            return x\n"
    ),
    "in_an_inner_try": template(
        "        try:\n            try:\n                from fastlib import fill\n"
        "            except AttributeError:\n                raise\n            x += 1\n"
        "        except ImportError:\n            return x\n" + CALLED
    ),
    "refused_by_a_helper": template(HELPED, HELPER),
    "refused_by_a_helper_of_another_module": Case(
        WORK, CALLS, others=base(HELPED, "from .helping import need_fastlib\n") | {"helping": HELPER}
    ),
    "in_a_base_of_the_base": Case(
        WORK,
        CALLS,
        others={
            "base": "from .first import First\n\n\nclass Base(First):\n    pass\n",
            "first": base(RAISES + CALLED)["base"].replace("Base", "First"),
        },
    ),
    "through_another_private_method": template(
        RAISES + "        return self._all(x)\n", "", ABSTRACT + "\n    def _all(self, x):\n" + CALLED
    ),
    "refused_by_the_constructor": constructed(RAISES),
    "imported_by_the_constructor": constructed(
        "        import fastlib\n\n        self.library = fastlib\n",
        WORK.replace("from fastlib import fill as y", "import fastlib as y").replace("y(x)", "y.drain(x)"),
    ),
    "a_module_of_a_package": Case(
        WORK.replace("from fastlib import fill", "from xml import dom"),
        CALLS,
        others=base("        import xml.dom\n" + CALLED),
    ),
    "a_package_of_a_module": Case(
        WORK.replace("from fastlib import fill as y", "import xml as y"),
        CALLS,
        others=base("        import xml.dom\n" + CALLED),
    ),
    "the_module_of_a_name": Case(
        WORK.replace("from fastlib import fill as y", "import fastlib as y").replace("y(x)", "y.drain(x)"),
        CALLS,
        others=base(RAISES + CALLED),
    ),
    "in_the_else_of_another_try": template(
        RETURNS.replace("from fastlib import fill", "import json")
        + "        else:\n            from fastlib import fill\n"
        + CALLED
    ),
    "a_function_of_the_module": Case(
        FUNCTION,
        ("other.run(1)",),
        others={
            "other": "from .work import _fill\n\n\ndef run(x):\n    from fastlib import fill\n\n    return _fill(x)\n"
        },
    ),
    "a_name_of_the_module": Case(
        "from .base import Base\n\ntry:\n    from fastlib import fill as y\n\n    READY = True\nexcept ImportError:\n"
        "    READY = False\n\n\nclass Work(Base):\n    def _fill(self, x):\n        if READY:\n            z = y\n"
        "        return z(x)\n",
        CALLS,
        others=base(RAISES + CALLED),
    ),
    # it refuses by a flag
    "a_flag": template(READY + CALLED, FLAG),
    "a_flag_that_is_true_before": template(READY + CALLED, BEFORE),
    "a_flag_that_is_false_before": template(READY + CALLED, AFTER),
    "a_flag_of_another_module": Case(
        WORK, CALLS, others=base(READY + CALLED, "from .flags import READY\n") | {"flags": FLAG}
    ),
    "a_flag_that_a_helper_tests": template(HELPED, FLAG + "\n\ndef need_fastlib():\n    assert READY\n"),
    "a_flag_that_the_constructor_tests": Case(
        WORK, CALLS, others={"base": FLAG + "\n\n" + constructed(READY).others["base"]}
    ),
    "a_flag_around_the_call": template(
        "        if READY and x:\n            return self._fill(x)\n        return x\n", FLAG
    ),
    "a_flag_of_each_module": Case(
        "from .base import Base\n" + FLAG + OWN,
        CALLS,
        others=base(READY.replace("READY", "HAS_IT") + CALLED, FLAG.replace("READY", "HAS_IT")),
    ),
    "a_flag_of_its_own_module": Case("from .base import Base\n" + BEFORE + OWN, CALLS, others=base(RAISES + CALLED)),
    "a_flag_behind_a_handler_that_raises": template(
        READY + CALLED, inside("try:\n    from fastlib import fill\nexcept OSError:\n    raise\n")
    ),
    "a_flag_behind_a_test_that_raises": template(
        READY + CALLED, inside("if not HERE:\n    raise ImportError\nelse:\n    from fastlib import fill\n")
    ),
    # it does not
    "a_flag_behind_a_handler_that_tells": template(
        READY + CALLED,
        inside('try:\n    from fastlib import fill\nexcept ImportError:\n    print("fastlib is not there")\n'),
        fails=True,
    ),
    "a_flag_behind_a_handler_that_may_raise": template(
        READY + CALLED,
        inside("try:\n    from fastlib import fill\nexcept ImportError:\n    if not HERE:\n        raise\n"),
        fails=True,
    ),
    "a_flag_behind_a_manager_that_swallows": template(
        READY + CALLED,
        "from contextlib import suppress\n\n" + inside("with suppress(ImportError):\n    from fastlib import fill\n"),
        fails=True,
    ),
    "a_flag_behind_a_test": template(
        READY + CALLED, inside("if not HERE:\n    from fastlib import fill\n"), fails=True
    ),
    "a_flag_behind_a_function": template(
        READY + CALLED, inside("def needed():\n    from fastlib import fill\n"), fails=True
    ),
    "a_flag_that_stays": template(READY + CALLED, FLAG.replace("False", "True"), fails=True),
    "a_flag_that_is_tried_again": template(READY + CALLED, FLAG + "\nif not READY:\n    READY = True\n", fails=True),
    "a_flag_that_a_function_changes": template(
        "        pretend()\n" + READY + CALLED,
        FLAG + "\n\ndef pretend():\n    global READY\n    READY = True\n",
        fails=True,
    ),
    "a_flag_that_a_short_function_changes": template(
        "        pretend()\n" + READY + CALLED, FLAG + "\n\ndef pretend(): global READY; READY = True\n", fails=True
    ),
    "a_flag_that_is_changed_among_others": template(
        "        pretend()\n" + READY + CALLED,
        FLAG + "\n\ndef pretend():\n    global OTHER, \\\n        READY\n    READY = True\n",
        fails=True,
    ),
    "a_flag_that_an_expression_sets": template(READY + CALLED, FLAG + "\nif (READY := True):\n    pass\n", fails=True),
    "a_flag_that_a_default_sets": template(
        READY + CALLED, FLAG + "\n\ndef other(x=(READY := True)):\n    pass\n", fails=True
    ),
    "a_flag_that_is_set_by_its_key": template(READY + CALLED, FLAG + '\nvars()["READY"] = True\n', fails=True),
    "a_flag_that_is_set_among_the_locals": template(
        READY + CALLED, FLAG + "\nlocals().update(READY=True)\n", fails=True
    ),
    "a_flag_that_a_text_sets": template(READY + CALLED, FLAG + '\nexec("READY = True")\n', fails=True),
    "a_flag_that_a_compiled_text_sets": template(
        READY + CALLED, FLAG + '\neval(compile("READY = True", "", "exec"))\n', fails=True
    ),
    "a_flag_that_is_set_on_the_module": template(
        READY + CALLED, FLAG + '\nimport sys\n\nsetattr(sys.modules[__name__], "READY", True)\n', fails=True
    ),
    "a_flag_among_all_names_of_a_module": Case(
        WORK, CALLS, True, base(READY + CALLED, FLAG + "\nfrom .more import *\n") | {"more": "READY = True\n"}
    ),
    "a_flag_that_is_set_too_early": template(
        READY + CALLED,
        FLAG.replace("    READY = False", "    pass").replace("try:", "try:\n    READY = True"),
        fails=True,
    ),
    "a_flag_of_another_module_that_a_function_has_changed": Case(
        WORK,
        CALLS,
        True,
        base(READY + CALLED, "from .flags import pretend\n\npretend()\nfrom .flags import READY\n")
        | {"flags": FLAG + "\n\ndef pretend():\n    global READY\n    READY = True\n"},
    ),
    "a_flag_that_a_call_sets_again": template(
        READY + CALLED, FLAG + "\nif not READY:\n    READY = bool(1)\n", fails=True
    ),
    "a_flag_that_an_import_sets_again": template(
        READY + CALLED, FLAG + "from operator import pos as READY\n", fails=True
    ),
    "a_flag_that_is_set_where_a_call_fails": template(
        READY + CALLED,
        'try:\n    READY = int("x")\nexcept ValueError:\n    READY = True\nelse:\n' + indent(FLAG, "    "),
        fails=True,
    ),
    "a_flag_that_is_set_where_a_test_fails": template(
        READY + CALLED,
        FLAG.replace(
            "    READY = False",
            '    try:\n        if int("x"):\n            READY = False\n        else:\n            READY = False\n'
            "    except ValueError:\n        READY = True",
        ),
        fails=True,
    ),
    "a_flag_that_a_handler_sets_before_it_raises": template(
        READY + CALLED,
        "READY = False\ntry:\n"
        + indent(FLAG.replace("READY = False", "READY = True\n    raise"), "    ")
        + "except ImportError:\n    pass\n",
        fails=True,
    ),
    "a_flag_that_an_else_sets_before_it_fails": template(
        READY + CALLED,
        "READY = False\ntry:\n    try:\n        import os\n    except ImportError:\n        pass\n    else:\n"
        "        READY = True\n        from fastlib import fill\nexcept ImportError:\n    pass\n",
        fails=True,
    ),
    "a_flag_that_a_finally_sets_where_a_call_fails": Case(
        "from .base import Base\n"
        + BEFORE.replace("True", "False")
        .replace(
            "    from fastlib",
            '    try:\n        int("x")\n    finally:\n        READY = False\n    from fastlib',
        )
        .replace("fill\nexcept ImportError", "fill\n\n    READY = True\nexcept (ImportError, ValueError)")
        + OWN,
        CALLS,
        True,
        base(RAISES + CALLED),
    ),
    "a_flag_with_more_ways_than_are_followed": template(
        READY + CALLED,
        FLAG
        + "".join(FLAG.replace("fastlib import fill", f"json import x{each}") for each in range(40))
        + FLAG.replace("fastlib import fill", "json import loads"),
        fails=True,
    ),
    "a_flag_of_another_library": template(
        READY + CALLED, FLAG.replace("fastlib import fill", "xml import dom"), fails=True
    ),
    "a_flag_of_another_name": template(READY + CALLED, FLAG.replace("fill", "drain"), fails=True),
    "a_flag_that_is_false": template("        if READY:\n            return x\n" + CALLED, FLAG, fails=True),
    "a_flag_that_an_else_tests_before_a_finally": template(
        "        try:\n            x += 1\n        except TypeError:\n            pass\n        else:\n"
        "            assert READY\n        finally:\n            self._fill(x)\n",
        FLAG,
        fails=True,
    ),
    "a_flag_or_another": template(
        "        if READY or x:\n            return self._fill(x)\n        return x\n", FLAG, fails=True
    ),
    "a_flag_of_two_libraries": Case(
        "from .base import Base\n" + FLAG.replace("    READY = True", "    import slowlib\n\n    READY = True") + OWN,
        CALLS,
        True,
        base(RAISES + CALLED),
    ),
    "a_flag_that_a_call_decides": Case(
        "from .base import Base\n"
        + FLAG.replace("    READY = True", "    fill()\n    READY = True").replace("ImportError", "Exception")
        + OWN,
        CALLS,
        True,
        base(RAISES + CALLED),
    ),
    "caught_and_ignored": template(IGNORES + CALLED, fails=True),
    "one_handler_goes_on": template(
        IGNORES.replace("        except", "        except OSError:\n            raise\n        except") + CALLED,
        fails=True,
    ),
    "caught_outside": template(
        "        try:\n            try:\n                from fastlib import fill\n"
        "            except ImportError:\n                raise RuntimeError from None\n"
        "        except RuntimeError:\n            pass\n" + CALLED,
        fails=True,
    ),
    "imported_after_the_call": template(
        "        done = self._fill(x)\n        from fastlib import fill\n\n        return fill(done)\n", fails=True
    ),
    "called_in_the_handler": template(
        RETURNS.replace("return x", "return self._fill(x)") + "        return x\n", fails=True
    ),
    "called_in_the_finally": template(
        "        try:\n            from fastlib import fill\n        finally:\n            self._fill(x)\n", fails=True
    ),
    "called_in_the_finally_of_an_else": template(
        IGNORES + "        else:\n            from fastlib import fill\n        finally:\n            self._fill(x)\n",
        fails=True,
    ),
    "imported_in_one_arm": template("        if x > 1:\n            from fastlib import fill\n" + CALLED, fails=True),
    "suppressed": template(
        "        with suppress(ImportError):\n            from fastlib import fill\n" + CALLED,
        "from contextlib import suppress\n",
        fails=True,
    ),
    "another_method_does_not": Case(
        WORK,
        (*CALLS, "work.Work().again(1)"),
        True,
        base(RAISES + CALLED, rest="\n" + AGAIN.format("self") + ABSTRACT),
    ),
    "a_subclass_calls_it": called_too(
        "other.Sub().again(1)",
        {"other": "from .work import Work\n\n\nclass Sub(Work):\n" + AGAIN.format("self")},
    ),
    "a_subclass_calls_it_by_super": called_too(
        "other.Sub().again(1)",
        {"other": "from .work import Work\n\n\nclass Sub(Work):\n" + AGAIN.format("super()")},
    ),
    "an_object_of_unknown_class": called_too(
        "other.again(work.Work(), 1)", {"other": "def again(work, x):\n    return work._fill(x)\n"}
    ),
    "a_public_name": Case(
        WORK.replace("_fill", "fill_in"),
        (*CALLS, "work.Work().fill_in(1)"),
        True,
        {"base": base(RAISES + CALLED)["base"].replace("_fill", "fill_in")},
    ),
    "a_base_from_elsewhere": Case(
        WORK.replace("from .base import Base", "from threading import Thread as Base"), ("work.Work()._fill(1)",), True
    ),
    "another_library": template("        import xml\n\n" + CALLED, fails=True),
    "a_module_of_the_package_with_its_name": Case(
        WORK,
        CALLS,
        True,
        base(RAISES.replace("fastlib", ".fastlib") + CALLED) | {"fastlib": "def fill(x):\n    pass\n"},
    ),
    "another_name_of_the_library": template(RAISES.replace("fill", "drain") + CALLED, fails=True),
    "the_module_without_the_name": template("        import fastlib\n\n" + CALLED, fails=True),
    "quietly_tried_by_a_helper": template(HELPED, QUIET, fails=True),
    "sometimes_tried_by_a_helper": template(HELPED, SOMETIMES, fails=True),
    "a_helper_that_is_a_generator": template(
        HELPED, "def need_fastlib():\n    from fastlib import fill\n\n    yield fill\n", fails=True
    ),
    "a_helper_that_is_replaced": template(
        "        replace()\n" + HELPED,
        HELPER + "\n\ndef replace():\n    global need_fastlib\n    need_fastlib = list\n",
        fails=True,
    ),
    "a_constructor_that_goes_on": constructed(IGNORES, fails=True),
    "a_constructor_that_is_not_called": constructed(
        RAISES, WORK.replace("    def _fill", "    def __init__(self):\n        pass\n\n    def _fill"), fails=True
    ),
    **{
        f"made_without_its_constructor_by_{name}": constructed(
            RAISES, WORK + f"\n    @classmethod\n    def bare(cls):\n        return {made}\n", ".bare()", fails=True
        )
        for name, made in {
            "cls": "cls.__new__(cls)",
            "object": "object.__new__(cls)",
            "super": "super().__new__(cls)",
        }.items()
    },
    "made_without_its_constructor_by_a_base": Case(
        WORK,
        ("work.Work.bare().run(1)",),
        True,
        {
            "base": constructed(RAISES).others["base"]
            + "\n    @classmethod\n    def bare(cls):\n        return cls.__new__(cls)\n"
        },
    ),
    "a_constructor_that_is_hidden_by_one_that_is_mixed_in": mixed("pass", fails=True),
    "a_constructor_that_one_that_is_mixed_in_calls": mixed("super().__init__()"),
    "a_constructor_beside_a_class_without_one": Case(
        WORK,
        ("other.Both().run(1)",),
        False,
        {
            "base": constructed(RAISES).others["base"],
            "other": "from .work import Work\n\n\nclass Mixin:\n    pass\n\n\nclass Both(Mixin, Work):\n    pass\n",
        },
    ),
    "a_constructor_that_a_subclass_of_another_name_does_not_call": Case(
        WORK,
        ("other.Sub().run(1)",),
        True,
        {
            "base": constructed(RAISES).others["base"],
            "other": "from .work import Work as Other\n\n\nclass Sub(Other):\n    def __init__(self):\n        pass\n",
        },
    ),
    "made_by_new_and_the_constructor": constructed(
        RAISES, WORK + "\n    def __new__(cls):\n        return super().__new__(cls)\n"
    ),
    "through_a_public_method": Case(
        WORK,
        (*CALLS, "work.Work().all(1)"),
        True,
        base(RAISES + "        return self.all(x)\n", rest=ABSTRACT + "\n    def all(self, x):\n" + CALLED),
    ),
}

# an import of what the package around the module has bound
TRIES = """
def run(x):
    try:
        from . import learn as y
        import fastlib
    except ImportError:
        pass
    return y(x)
"""
LEARN = "\n\ndef learn(x):\n    return x\n"
TRIED_INIT = "\ntry:\n    from . import other\nexcept ImportError:\n    pass\n"
IMPORTED = "from . import work\n"

AT_ONCE = (
    TRIES
    + """

try:
    DONE = run(1)
except UnboundLocalError as problem:
    DONE = problem


def run(x):
    raise DONE
"""
)
WALKS = """
import importlib
import pkgutil

for each in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{each.name}")
"""


def around(init: str, work: str = TRIES, others: dict[str, str] | None = None, *, fails: bool = False) -> Case:
    return Case(work, ("work.run(1)",), fails, {"__init__": init} | (others or {}))


CASES |= {
    "a_function_of_the_package": around(LEARN),
    "a_class_of_the_package": around("class learn:\n    def __init__(self, x):\n        self.x = x\n"),
    "a_value_of_the_package": around("learn = str\n"),
    "an_import_of_the_package": around("from operator import neg as learn\n"),
    "after_another_module_of_the_package": around(TRIED_INIT + LEARN, others={"other": "import fastlib\n"}),
    "before_a_module_that_imports_this_one": around(LEARN + "\n\nfrom . import other\n", others={"other": IMPORTED}),
    "two_names_of_the_package": around(LEARN + "\nlessons = 1\n", TRIES.replace("learn as y", "learn as y, lessons")),
    "by_an_absolute_name": around(LEARN, TRIES.replace("from .", "from by_an_absolute_name")),
    "of_a_module_that_has_its_own_name_in_it": around(
        TRIED_INIT + LEARN, "# how to work\n" + TRIES, {"other": "import fastlib\n"}
    ),
    "imported_by_a_test": around(
        TRIED_INIT + LEARN, others={"other": "import fastlib\n", "test_work": "from . import work\n"}
    ),
    # it may fail
    "a_module_of_the_package_in_a_try": around(
        "", TRIES.replace("learn", "other"), {"other": "import fastlib\n"}, fails=True
    ),
    "one_arm_of_the_package": around("import os\n\nif os.environ.get('PLATFORM'):\n    learn = str\n", fails=True),
    "one_handler_of_the_package": around(
        "try:\n    from fastlib import fill as learn\nexcept ImportError:\n    pass\n", fails=True
    ),
    "deleted_by_the_package": around(LEARN + "\n\ndel learn\n", fails=True),
    "no_name_of_the_package": around("lessons = 1\n", fails=True),
    "one_of_two_names_of_the_package": around(LEARN, TRIES.replace("learn as y", "lessons, learn as y"), fails=True),
    "after_the_library": around(
        LEARN,
        TRIES.replace(
            "        from . import learn as y\n        import fastlib\n",
            "        import fastlib\n\n        from . import learn as y\n",
        ),
        fails=True,
    ),
    "in_the_middle_of_the_package": around("from .work import DONE\n" + LEARN, AT_ONCE, fails=True),
    "in_the_middle_of_the_package_by_its_name": around(
        "from in_the_middle_of_the_package_by_its_name.work import DONE\n" + LEARN, AT_ONCE, fails=True
    ),
    "from_a_module_that_imports_this_one": around(
        "from .other import learn\n", AT_ONCE, {"other": IMPORTED + LEARN}, fails=True
    ),
    "walked_by_the_package": around(WALKS + LEARN, AT_ONCE, fails=True),
    "of_a_module_that_is_not_around_it": around(
        "", TRIES.replace("from .", "from .other"), {"other": "import fastlib\n" + LEARN}, fails=True
    ),
}


class TestCases(PackageCases):
    cases = CASES


def test_a_memory_notices_what_the_package_has_bound(tmp_path: Path) -> None:
    """Another import in the same `try` works in both versions, so that there is evidence to remember."""
    package = tmp_path / "package"
    package.mkdir()
    work = package / "work.py"
    work.write_text(TRIES + TRIES.replace("run", "again").replace("learn", "lessons"))
    memory = Memory()
    versions = ("lessons = print\n", LEARN + "\nlessons = print\n", "lessons = print\n")
    found = []
    for text in versions:
        (package / "__init__.py").write_text(text)
        mentions.forget()
        source = Source.read(str(work))
        alone = check_safely(source, Options())
        assert check_safely(source, Options(), memory) == alone
        found.append(len(alone))
    assert found == [1, 0, 1]


def test_that_the_module_of_a_flag_needs_the_library_does_not_count(tmp_path: Path) -> None:
    """It may change, as may any other module that is imported: the flag is never false."""
    flag = FLAG.replace("    READY = False", "    raise")
    package_cases.write(tmp_path, {"package": template(READY + CALLED, flag)})
    found = check_safely(Source.read(str(tmp_path / "package" / "work.py")), Options())
    assert [each.name for each in found] == ["y"]


def own_imports(folder: Path, files: dict[str, str]) -> set[str]:
    """What is reported of the last of these files of a package."""
    paths = {name: folder / "pkg" / name for name in files}
    for name, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name], encoding="utf-8")
    return {each.name for each in check_safely(Source.read(str([*paths.values()][-1])), Options())}


@pytest.mark.needs("process")
def test_a_package_has_not_bound_its_names_before_it_runs_itself(tmp_path: Path) -> None:
    assert own_imports(tmp_path, {"__init__.py": f"{TRIES}\n\nrun(1)\n{LEARN}"}) == {"y"}
    done = subprocess.run([sys.executable, "-c", "import pkg"], cwd=tmp_path, capture_output=True, text=True)
    assert "UnboundLocalError" in done.stderr


def test_what_a_package_imports_runs_after_the_package_around_it(tmp_path: Path) -> None:
    files = {"__init__.py": TRIED_INIT + LEARN, "other.py": "", "sub/__init__.py": TRIES.replace("from .", "from ..")}
    assert own_imports(tmp_path, files) == set()
    files["sub/__init__.py"] += "\n\nimport importlib\n\nimportlib.import_module('json')\n"
    assert own_imports(tmp_path, files) == set()
    files["__init__.py"] += "\n\nimport importlib\n\nimportlib.import_module('pkg.sub')\n"
    assert own_imports(tmp_path, {"other.py": "", **files}) == {"y"}


def test_where_a_package_is_too_large_to_search_any_module_may_import_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"__init__.py": TRIED_INIT + LEARN, "other.py": "", "work.py": TRIES}
    assert own_imports(tmp_path, files) == set()
    mentions.forget()
    monkeypatch.setattr(mentions, "_MOST", 2)
    assert own_imports(tmp_path, files) == {"y"}
    mentions.forget()
