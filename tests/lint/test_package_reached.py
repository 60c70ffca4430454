"""Through which objects a function is called: modules, classes and other objects, each run on every platform.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from pathlib import Path

from lab.package_cases import CHOOSE, FILL, FILLED, HEAD, Case, other
from nsa_lint.package import mentions
from nsa_lint.package.index import digest
from nsa_lint.package.layout import Layout
from tests.lint.package_runs import PackageCases

GUARDED = FILLED.replace("_is_cuda", "_on_cuda").replace("_fill", "work._fill")
OPEN = "\ndef run(x):\n    return work._fill(x)\n"
ALONE = "import os\n\n_is_cuda = os.environ.get('PLATFORM') == 'cuda'\n\n"  # a module that a script can import
BESIDE = """
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent{up}))
sys.modules.pop("work", None)
{imports}
del sys.path[0]
"""
MAKES = """
class Work:
    @classmethod
    def _make(cls, x, backend="cuda"):
        if backend == "cuda":
            y = x
        elif backend == "triton":
            y = -x
        return y

    def run(self, x):
        return self._make(x, "triton")
"""
CHOOSES = """
class Work:
    def run(self, x):
        return self._choose(x, backend="triton")

    def _choose(self, x, backend="cuda"):
        if backend == "cuda":
            y = x
        elif backend == "triton":
            y = -x
        return y
"""
FAST = """
class Work:
    def __init__(self, wanted):
        self.fast = wanted and _is_cuda

    def run(self, x):
        return self._fill(x) if self.fast else x

    def _fill(self, x):
        if self.fast:
            y = x
        return y
"""
FASTER = """
class Work:
    def __init__(self, wanted):
        self.fast = wanted and _is_cuda

    def run(self, other=None):
        return self._fill(other) if self.fast else 0

    def _fill(self, other):
        {calls}
        if self.fast:
            y = 1
        return y
"""
OTHERS = ("work.Work(True).run()", "work.Work(True).run(work.Work(False))", "work.Work(False).run(work.Work(True))")
CHILD = """
class Work:
    def run(self, other):
        return self._fill(other) if _is_cuda else 0

    def _fill(self, other):
        if other is not None:
            other._fill(None)
        if _is_cuda:
            y = 1
        return y
"""
STEPS = """
class Work:
    def __init__(self, wanted):
        self.fast = wanted and _is_cuda

    def run(self, other):
        return self._step(other) if self.fast else 0

    def _step(self, other):
        return {step}

    def _fill(self):
        if self.fast:
            y = 1
        return y
"""
PROPERTY = """
class Work:
    def run(self, x):
        return self._kernel if _is_cuda else x

    @property
    def _kernel(self):
        if _is_cuda:
            y = 1
        return y
"""
REFUSES = """
class Work:
    def __init__(self):
        if not _is_cuda:
            raise NotImplementedError("CUDA only")
"""
CALLS = "\n    def run(self, x):\n        return _fill(x)\n"
FILLS = "    def fill(self, x):\n        if _is_cuda:\n            y = x\n        return y\n"

CASES = {
    # through modules
    "of_the_module": Case(HEAD + FILL, ("other.run(1)",), others=other("from . import work\n" + GUARDED)),
    "of_the_module_under_no_guard": Case(
        HEAD + FILL, ("other.run(1)",), fails=True, others=other("from . import work\n" + OPEN)
    ),
    "of_the_module_under_another_name": Case(
        HEAD + FILL, ("other.run(1)",), others=other("from . import work as w\n" + GUARDED.replace("work.", "w."))
    ),
    "by_the_path_of_the_module": Case(
        HEAD + FILL,
        ("other.run(1)",),
        others=other(
            "import by_the_path_of_the_module.work\n" + GUARDED.replace("work.", "by_the_path_of_the_module.work.")
        ),
    ),
    "by_the_path_under_no_guard": Case(
        HEAD + FILL,
        ("other.run(1)",),
        fails=True,
        others=other(
            "import by_the_path_under_no_guard.work\n" + OPEN.replace("work.", "by_the_path_under_no_guard.work.")
        ),
    ),
    "of_the_module_with_constants": Case(
        HEAD + CHOOSE,
        ("other.run(1)",),
        others=other("from . import work\n\n\ndef run(x):\n    return work._choose(x, backend='triton')\n"),
    ),
    "of_the_module_with_another_constant": Case(
        HEAD + CHOOSE,
        ("other.run(1)",),
        fails=True,
        others=other("from . import work\n\n\ndef run(x):\n    return work._choose(x, backend='torch')\n"),
    ),
    "of_a_module_that_imports_it": Case(
        HEAD + FILL,
        ("other.run(1)",),
        fails=True,
        others=other("from . import between\n" + OPEN.replace("work.", "between."))
        | {"between": "from .work import _fill\n"},
    ),
    "of_another_module_with_the_name": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        others=other("from . import third\n" + OPEN.replace("work.", "third."))
        | {"third": "def _fill(x):\n    return x\n"},
    ),
    "of_a_module_from_outside": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        others=other("import os.path as paths\n" + OPEN.replace("work.", "paths.")),
    ),
    "of_a_module_beside_a_script": Case(
        ALONE + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other(BESIDE.format(up="", imports="import work") + OPEN),
    ),
    "of_a_module_beside_a_script_under_another_name": Case(
        ALONE + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other(BESIDE.format(up="", imports="import work as w") + OPEN.replace("work.", "w.")),
    ),
    "from_a_module_beside_a_script": Case(
        ALONE + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other(BESIDE.format(up="", imports="from work import _fill") + OPEN.replace("work.", "")),
    ),
    "from_a_module_that_imports_it_as_a_script": Case(
        ALONE + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other("from .between import _fill\n" + OPEN.replace("work.", ""))
        | {"between": BESIDE.format(up="", imports="from work import _fill")},
    ),
    "by_the_folder_above_the_root": Case(
        ALONE + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other(
            BESIDE.format(up=".parent.parent", imports="import packages.by_the_folder_above_the_root.work")
            + OPEN.replace("work.", "packages.by_the_folder_above_the_root.work.")
        ),
    ),
    "from_a_module_from_outside": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        others=other("from os.path import basename as _fill\n" + OPEN.replace("work.", "")),
    ),
    "of_a_module_that_is_handed_on": Case(
        HEAD + FILL + FILLED,
        ("other.run(work, 1)",),
        fails=True,
        others=other("\n\ndef run(work, x):\n    return work._fill(x)\n"),
    ),
    "of_one_of_two_modules": Case(
        HEAD + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other(
            "if is_hip():\n    from . import platforms as at\nelse:\n    from . import work as at\n"
            + OPEN.replace("work.", "at.")
        ),
    ),
    "of_the_module_in_a_table": Case(
        HEAD + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other("from . import work\n\nTABLE = [work]\n\n\ndef run(x):\n    return TABLE[0]._fill(x)\n"),
    ),
    "replaced_in_the_module": Case(
        HEAD + FILL + FILLED,
        ("other.run(1)",),
        fails=True,
        others=other("from . import work\n\nkept, work._fill = work._fill, print\n\n\ndef run(x):\n    kept(x)\n"),
    ),
    "imported_in_a_function": Case(
        HEAD + FILL,
        ("other.run(1)",),
        others=other("\n\ndef run(x):\n    from .work import _fill\n    return _fill(x) if _on_cuda else x\n"),
    ),
    "imported_in_a_function_under_no_guard": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other("\n\ndef run(x):\n    from .work import _fill\n    return _fill(x)\n"),
    ),
    "the_module_imported_in_a_function": Case(
        HEAD + FILL,
        ("other.run(1)",),
        others=other("\n\ndef run(x):\n    from . import work\n    return work._fill(x) if _on_cuda else x\n"),
    ),
    "imported_in_a_function_and_a_parameter_of_another": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.again(1)"),
        fails=True,
        others=other(
            "\n\ndef run(_fill, x):\n    return _fill(x)\n"
            "\n\ndef again(x):\n    from .work import _fill\n    return run(_fill, x)\n"
        ),
    ),
    # through classes and objects
    "a_class_method_of_self": Case(HEAD + MAKES, ("work.Work().run(1)",)),
    "a_class_method_of_the_class": Case(
        HEAD + MAKES + "\n\ndef run(x):\n    return Work._make(x, 'triton')\n", ("work.Work().run(1)", "work.run(1)")
    ),
    "a_class_method_of_the_class_with_another": Case(
        HEAD + MAKES + "\n\ndef run(x):\n    return Work._make(x, 'torch')\n",
        ("work.Work().run(1)", "work.run(1)"),
        fails=True,
    ),
    "a_class_method_of_cls": Case(
        HEAD + MAKES + "\n    @classmethod\n    def make(cls, x):\n        return cls._make(x, 'cuda')\n",
        ("work.Work().run(1)", "work.Work.make(1)"),
    ),
    "a_class_method_of_cls_with_another": Case(
        HEAD + MAKES + "\n    @classmethod\n    def make(cls, x):\n        return cls._make(x, 'torch')\n",
        ("work.Work().run(1)", "work.Work.make(1)"),
        fails=True,
    ),
    "a_method_of_the_class_in_a_module": Case(
        HEAD + CHOOSES,
        ("work.Work().run(1)", "other.run(1)"),
        others=other(
            "from . import work\n\n\ndef run(x):\n    return work.Work._choose(work.Work(), x, backend='triton')\n"
        ),
    ),
    "a_method_of_the_type_of_self": Case(
        HEAD + CHOOSES + "\n    def again(self, x):\n        return type(self)._choose(self, x, 'torch')\n",
        ("work.Work().run(1)", "work.Work().again(1)"),
        fails=True,
    ),
    "a_method_of_a_constant_that_is_an_object": Case(
        HEAD + CHOOSES + "\n\nWORK = Work()\n\n\ndef run(x):\n    return WORK._choose('torch', 'torch')\n",
        ("work.Work().run(1)", "work.run(1)"),
        fails=True,
    ),
    "a_function_of_the_name_of_a_method": Case(
        HEAD + CHOOSES + "\n\ndef _choose(x, y):\n    return x\n\n\ndef run(x):\n    return _choose(x, 'torch')\n",
        ("work.Work().run(1)", "work.run(1)"),
    ),
    "a_method_in_a_table_of_the_class": Case(
        HEAD
        + CHOOSES
        + "\n    table = {1: _choose}\n\n    def again(self, x):\n        return self.table[1](self, x, 'torch')\n",
        ("work.Work().run(1)", "work.Work().again(1)"),
        fails=True,
    ),
    "a_method_under_the_flag_of_a_base": Case(
        HEAD + FAST,
        ("other.Sub(True).again(1)", "other.Sub(False).again(1)"),
        others=other(
            "from .work import Work\n\n\nclass Sub(Work):\n    def again(self, x):\n"
            "        if not self.fast:\n            return x\n        return self._fill(x)\n"
        ),
    ),
    "a_method_of_another_object_under_the_flag_of_this": Case(
        HEAD + FAST + "\n    def again(self, other, x):\n        return other._fill(x) if self.fast else x\n",
        ("work.Work(True).again(work.Work(False), 1)",),
        fails=True,
    ),
    "a_method_that_calls_itself": Case(
        HEAD + FASTER.format(calls="other is None or self._fill(None)"), (*OTHERS, "work.Work(True).run(1)")
    ),
    "a_method_of_super_under_the_flag": Case(
        HEAD
        + FAST
        + "\n\nclass Sub(Work):\n    def again(self, x):\n"
        + "        return super()._fill(x) if self.fast else x\n",
        ("work.Sub(True).again(1)", "work.Sub(False).again(1)"),
    ),
    "a_method_of_super_of_another_object": Case(
        HEAD
        + FAST
        + "\n\nclass Sub(Work):\n    def again(self, other, x):\n"
        + "        return super(Sub, other)._fill(x) if self.fast else x\n",
        ("work.Sub(True).again(work.Sub(False), 1)",),
        fails=True,
    ),
    "a_method_that_calls_that_of_another_object": Case(
        HEAD + FASTER.format(calls="other is None or other._fill(None)"), OTHERS, fails=True
    ),
    "a_method_that_calls_that_of_another_object_by_the_class": Case(
        HEAD + FASTER.format(calls="cls = type(self); other is None or cls._fill(other, None)"), OTHERS, fails=True
    ),
    "a_method_that_calls_itself_of_another_self": Case(
        HEAD + FASTER.format(calls="self, other = other or self, None; other is None or self._fill(None)"),
        OTHERS,
        fails=True,
    ),
    "a_method_that_calls_that_of_another_object_under_a_flag": Case(
        HEAD + CHILD, ("work.Work().run(None)", "work.Work().run(work.Work())")
    ),
    "a_method_of_another_self": Case(
        HEAD
        + FAST
        + "\n    def again(self, other, x):\n        if self.fast:\n            self = other\n"
        + "            return self._fill(x)\n        return x\n",
        ("work.Work(True).again(work.Work(False), 1)",),
        fails=True,
    ),
    "a_method_of_the_self_of_an_inner_function": Case(
        HEAD
        + FAST
        + "\n    def again(self, other, x):\n        if self.fast:\n            def go(self):\n"
        + "                return self._fill(x)\n            return go(other)\n        return x\n",
        ("work.Work(True).again(work.Work(False), 1)",),
        fails=True,
    ),
    "a_method_of_the_self_of_a_lambda": Case(
        HEAD
        + FAST
        + "\n    def again(self, other, x):\n"
        + "        return (lambda self: self._fill(x))(other) if self.fast else x\n",
        ("work.Work(True).again(work.Work(False), 1)",),
        fails=True,
    ),
    "a_method_of_self_in_an_inner_function": Case(
        HEAD
        + FAST
        + "\n    def again(self, x):\n        def go():\n"
        + "            return self._fill(x) if self.fast else x\n        return go()\n",
        ("work.Work(True).again(1)", "work.Work(False).again(1)"),
    ),
    "a_method_in_two_steps": Case(
        HEAD + STEPS.format(step="self._fill()"), ("work.Work(True).run(None)", "work.Work(False).run(None)")
    ),
    "a_method_of_another_object_in_two_steps": Case(
        HEAD + STEPS.format(step="other._fill()"), ("work.Work(True).run(work.Work(False))",), fails=True
    ),
    "a_method_of_an_object_that_is_made_in_two_steps": Case(
        HEAD
        + STEPS.format(step="_Other()._fill(1)").replace(
            "\n    def _fill(self):", "\nclass _Other:\n    fast = False\n\n    def _fill(self, x):"
        ),
        ("work.Work(True).run(None)",),
        fails=True,
    ),
    # called by methods of classes that need the guard
    "by_a_class_that_refuses": Case(HEAD + FILL + REFUSES + CALLS, ("work.Work().run(1)",)),
    "by_a_class_that_refuses_on_another": Case(
        HEAD + FILL + REFUSES.replace("_is_cuda", "is_hip()") + CALLS, ("work.Work().run(1)",), fails=True
    ),
    "by_a_static_method_of_a_class_that_refuses": Case(
        HEAD + FILL + REFUSES + CALLS.replace("def run(self, x)", "@staticmethod\n    def run(x)"),
        ("work.Work.run(1)",),
        fails=True,
    ),
    "by_the_constructor_that_refuses_later": Case(
        HEAD + FILL + REFUSES.replace("        if not", "        _fill(1)\n        if not"),
        ("work.Work()",),
        fails=True,
    ),
    "by_a_class_that_is_made_under_the_guard": Case(
        HEAD + FILL + "\nclass _Fast:" + CALLS + "\n\ndef run(x):\n    return _Fast().run(x) if _is_cuda else x\n"
    ),
    "by_a_class_that_is_made_under_no_guard": Case(
        HEAD + FILL + "\nclass _Fast:" + CALLS + "\n\ndef run(x):\n    return _Fast().run(x)\n", fails=True
    ),
    "by_a_class_that_makes_others": Case(
        HEAD
        + FILL
        + "\nclass _Fast:"
        + CALLS
        + "\n    def again(self):\n        return _Fast()\n"
        + "\n\ndef run(x):\n    return _Fast().again().run(x)\n",
        fails=True,
    ),
    "tested_in_an_else_before_a_finally": Case(
        HEAD
        + FILL
        + "\ndef run(x):\n    try:\n        x += 1\n    except TypeError:\n        pass\n    else:\n"
        + "        if not _is_cuda:\n            raise RuntimeError\n    finally:\n        _fill(x)\n",
        fails=True,
    ),
    "tested_in_an_else": Case(
        HEAD
        + FILL
        + "\ndef run(x):\n    try:\n        x += 1\n    except TypeError:\n        pass\n    else:\n"
        + "        if not _is_cuda:\n            raise RuntimeError\n        return _fill(x)\n    return x\n",
    ),
    # taken as a value
    "a_value_under_the_guard": Case(
        HEAD + FILL + "\nKERNEL = _fill if _is_cuda else abs\n\n\ndef run(x):\n    return KERNEL(x)\n"
    ),
    "a_value_in_the_other_arm": Case(
        HEAD + FILL + "\nKERNEL = abs if _is_cuda else _fill\n\n\ndef run(x):\n    return KERNEL(x)\n", fails=True
    ),
    "a_value_whose_arguments_are_open": Case(
        HEAD
        + CHOOSE
        + "\nKERNEL = _choose if _is_cuda else pow\n\n\ndef run(x):\n    return _choose(x) + KERNEL(x, 'torch')\n",
        fails=True,
    ),
    "a_method_as_a_value_under_the_guard": Case(
        HEAD
        + "\nclass Work:\n    def run(self, x):\n        kernel = self._fill if _is_cuda else abs\n"
        + "        return kernel(x)\n\n"
        + FILLS.replace("fill", "_fill"),
        ("work.Work().run(1)",),
    ),
    "a_property_under_the_guard": Case(HEAD + PROPERTY, ("work.Work().run(1)",)),
    "a_property_under_no_guard": Case(
        HEAD + PROPERTY + "\n    def again(self):\n        return self._kernel + 1\n",
        ("work.Work().run(1)", "work.Work().again()"),
        fails=True,
    ),
    "a_class_as_a_value_under_the_guard": Case(
        HEAD
        + "\nclass _Fast:\n"
        + FILLS
        + "\n\nclass Slow:\n    def fill(self, x):\n        return x\n"
        + "\n\nWORK = _Fast if _is_cuda else Slow\n\n\ndef run(x):\n    return WORK().fill(x)\n"
    ),
    "a_class_as_a_value_under_no_guard": Case(
        HEAD + "\nclass _Fast:\n" + FILLS + "\n\nWORK = [_Fast]\n\n\ndef run(x):\n    return WORK[0]().fill(x)\n",
        fails=True,
    ),
    "a_class_that_others_test_for": Case(
        HEAD
        + "\nclass _Fast:\n"
        + FILLS
        + "\n\ndef run(x):\n    work = _Fast() if _is_cuda else x\n    return again(work)\n"
        + "\n\ndef again(work: object) -> object:\n    return work.fill(1) if isinstance(work, _Fast) else work\n"
    ),
}

ROWS = FILL.replace("_fill", "_fill_rows") + FILLED.replace("_fill", "_fill_rows")
NAMED = {  # the expressions that give the name of a function, and whether they may be `_fill_rows`
    "a_sum": ("'_' + {}", "fill_rows", True),
    "a_sum_of_three": ("'_' + {} + '_rows'", "fill", True),
    "a_sum_after_a_part": ("'_fill' + {}", "_rows", True),
    "a_sum_of_another_part": ("'_other_' + {}", "rows", False),
    "a_percent_template": ("'_%s' % {}", "fill_rows", True),
    "a_percent_template_of_a_part": ("'_fill_%s' % {}", "rows", True),
    "a_percent_template_by_name": ("'_fill_%(kind)s' % dict(kind={})", "rows", True),
    "a_percent_template_of_an_end": ("'%s_rows' % {}", "_fill", True),
    "a_percent_template_of_another_part": ("'_other_%s' % {}", "rows", False),
    "a_percent_template_of_another_end": ("'_%s_columns' % {}", "fill", False),
    "a_percent_template_of_all": ("'%s' % {}", "_other", False),
    "a_format_template": ("'_{{}}'.format({})", "fill_rows", True),
    "a_format_template_of_a_part": ("'_fi{{0}}rows'.format({})", "ll_", True),
    "a_format_template_by_name": ("'{{kind}}_rows'.format(kind={})", "_fill", True),
    "a_format_template_of_another_part": ("'_other_{{}}'.format({})", "rows", False),
    "an_f_string": ("f'_{{{}}}'", "fill_rows", True),
    "an_f_string_of_another_part": ("f'_other_{{{}}}'", "rows", False),
    "a_path": ("{} or 'x.work:_fill_rows'.partition(':')[2]", "", True),
    "a_path_of_another": ("{} or 'x.work:_other_rows'.partition(':')[2]", "", False),
}
BY_NAME = """
import sys


def _other_rows(x):
    return x


def by_name(kind, x):
    return getattr(sys.modules[__name__], {})(x)
"""
CASES |= {
    f"by_{name}": Case(
        HEAD + ROWS + BY_NAME.format(text.format("kind")), ("work.run(1)", f"work.by_name({part!r}, 1)"), fails
    )
    for name, (text, part, fails) in NAMED.items()
}


class TestCases(PackageCases):
    cases = CASES


def test_a_cache_notices_a_new_module_of_an_imported_name(tmp_path: Path) -> None:
    layout = Layout(str(tmp_path), tmp_path.name)
    mark = mentions.mark_of_module(layout, "paths")
    before = digest(mark)
    assert not mentions.has_module(layout, "paths")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "paths.py").write_text("")
    mentions.forget()
    assert mentions.has_module(layout, "paths")
    assert mentions.has_module(layout, "inner")
    assert digest(mark) != before
