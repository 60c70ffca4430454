"""Methods of classes whose validators refuse to make an object: packages that are run, beside a stand-in for pydantic.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from lab import package_cases
from lab.package_cases import Case
from tests.lint.package_runs import PackageCases

# As much of these libraries as the cases need: which methods run, on what and in which order
PYDANTIC = """
def root_validator(function=None, *, pre=False):
    if function is None:
        return lambda each: root_validator(each)
    function = getattr(function, "__func__", function)
    function.hook = "before"
    return classmethod(function)


pre_init = root_validator


def model_validator(*, mode):
    def mark(function):
        inner = getattr(function, "__func__", function)
        inner.hook = mode
        return function

    return mark


def field_validator(name):
    return lambda function: function


def _hooks(made, kind):
    names = dict.fromkeys(name for each in made.__mro__[::-1] for name in vars(each))
    found = [getattr(made, name) for name in names]
    return [each for each in found if getattr(each, "hook", "") == kind]


class BaseModel:
    def __init__(self, **values):
        for each in _hooks(type(self), "before"):
            values = each(values)
        for name, value in values.items():
            object.__setattr__(self, name, value)
        self.model_post_init(None)
        for each in _hooks(type(self), "wrap"):
            each(values, lambda values: self)
        for each in _hooks(type(self), "after"):
            each(self)

    def model_post_init(self, context):
        pass

    @classmethod
    def model_construct(cls, **values):
        return object.__new__(cls)
"""
ATTRS = """
class field:
    def __init__(self, default=None):
        self.validators, self.make = [], lambda made: default

    def validator(self, function):
        self.validators.append(function)
        return function

    def default(self, function):
        self.make = function
        return function


def define(made):
    fields = {name: each for name, each in vars(made).items() if isinstance(each, field)}

    def start(self):
        for name, each in fields.items():
            setattr(self, name, each.make(self))
        for name, each in fields.items():
            for validate in each.validators:
                validate(self, name, getattr(self, name))
        getattr(self, "__attrs_post_init__", lambda: None)()

    if "__init__" not in vars(made):
        made.__init__ = start
    return made
"""
HEAD = """\
import pydantic
from pydantic import BaseModel, field_validator, model_validator, root_validator

"""
TRY = """\
try:
    from fastlib import fill
except ImportError:
    raise ImportError("fastlib is not installed")
"""
CLASS = """
{decorator}class Work{bases}:
{body}
    def run(self, x):
        try:
            from fastlib import fill as y
        except ImportError:
            pass
        return y(x)
{more}"""
CALLS = ("work.Work().run(1)",)


def model(
    body: str,
    *,
    fails: bool = False,
    more: str = "",
    bases: str = "(BaseModel)",
    head: str = HEAD,
    decorator: str = "",
    calls: tuple[str, ...] = CALLS,
    others: dict[str, str] | None = None,
) -> Case:
    text = CLASS.format(body=indent(body, "    "), more=more, bases=bases, decorator=decorator)
    return Case(head + text, calls, fails=fails, others=others or {})


def before(decorator: str, body: str = TRY + "return values\n", name: str = "check") -> str:
    return f"@{decorator}\n@classmethod\ndef {name}(cls, values):\n{indent(body, '    ')}\n"


def after(body: str = TRY + "return self\n", name: str = "check") -> str:
    return f'@model_validator(mode="after")\ndef {name}(self):\n{indent(body, "    ")}\n'


def named(name: str, body: str = TRY, *given: str) -> str:
    return f"def {name}({', '.join(('self', *given))}):\n{indent(body, '    ')}\n"


def of_attrs(body: str, **given: object) -> Case:
    return model(body, head="from attrs import define, field\n", bases="", decorator="@define\n", **given)  # type: ignore[arg-type]


V2 = 'model_validator(mode="before")'
GOES_ON = TRY.replace('raise ImportError("fastlib is not installed")', "pass")
RUNS = "self.run(1)\n"
BELOW = "\n\nclass Other(Work):\n"
CONSTRUCTS = "\n\ndef bare():\n    return Work.model_construct()\n"
FIELD = "size = field(default=1)\n\n"
VALIDATES = FIELD + "@size.validator\n" + named("check", TRY, "attribute", "value")
CASES = {
    "before": model(before(V2)),
    "before_with_a_statement_first": model(before(V2, "values = dict(values)\n" + TRY + "return values\n")),
    "before_with_more_in_the_try": model(
        before(V2, TRY.replace("fill\n", "fill\n\n    values['filled'] = fill(1)\n") + "return values\n")
    ),
    "before_by_the_module": model(before("pydantic." + V2)),
    "of_pydantic_1": model(before("root_validator(pre=True)").replace("@classmethod\n", "")),
    "of_pydantic_1_after_the_fields": model(before("root_validator()").replace("@classmethod\n", "")),
    "of_pydantic_1_alone": model(before("root_validator").replace("@classmethod\n", "")),
    "wrapped_by_a_library": model(
        before("pre_init").replace("@classmethod\n", ""), head=HEAD + "from pydantic import pre_init\n"
    ),
    "after": model(after()),
    "after_the_constructor": model(named("model_post_init", TRY, "context")),
    "of_attrs": of_attrs(named("__attrs_post_init__")),
    "of_a_field_of_attrs": of_attrs(VALIDATES),
    "an_assertion_of_what_is_there": Case(
        HEAD.replace("import pydantic\n", "import pydantic\nfrom .platforms import is_cuda\n")
        + "\nclass Work(BaseModel):\n"
        + indent(before(V2, "assert is_cuda()\nreturn values\n"), "    ")
        + "    def run(self, x):\n        if is_cuda():\n            y = x\n        return y\n",
        CALLS,
    ),
    "of_a_base_in_another_file": model(
        "size: int = 1\n",
        bases="(Base)",
        head="from .base import Base\n",
        others={"base": HEAD + "\nclass Base(BaseModel):\n" + indent(before(V2), "    ")},
    ),
    "of_a_class_that_another_comes_from": model(
        before(V2), more=BELOW + "    size: int = 1\n", calls=(*CALLS, "work.Other().run(1)")
    ),
    "with_a_constructor_that_calls_the_base": model(
        before(V2) + "def __init__(self, **values):\n    super().__init__(**values)\n"
    ),
    "another_method_of_its_name_above": model(
        before(V2),
        bases="(Base)",
        head=HEAD + "\nclass Base(BaseModel):\n" + indent(before(V2, "return values\n"), "    "),
    ),
    "of_one_field": model('size: int = 1\n\n@field_validator("size")\n' + before(V2).partition("\n")[2], fails=True),
    "around_the_making": model(
        '@model_validator(mode="wrap")\n@classmethod\ndef check(cls, values, handler):\n    made = handler(values)\n'
        + "    made.run(1)\n"
        + indent(TRY, "    ")
        + "    return made\n",
        fails=True,
    ),
    "a_handler_that_goes_on": model(before(V2, GOES_ON + "return values\n"), fails=True),
    "one_that_returns_before": model(
        before(V2, "if not values:\n    return values\n" + TRY + "return values\n"), fails=True
    ),
    "another_name_of_the_library": model(before(V2, TRY.replace("fill", "drain") + "return values\n"), fails=True),
    "a_decorator_of_the_file": model(
        before("pre_init"), head=HEAD + "\ndef pre_init(function):\n    return function\n", fails=True
    ),
    "no_decorator": model(before(V2).partition("\n")[2], fails=True),
    "another_one_below": model(
        before(V2),
        more=BELOW + indent(before(V2, "return values\n"), "    "),
        calls=("work.Other().run(1)",),
        fails=True,
    ),
    "another_one_below_in_another_file": model(
        before(V2),
        others={
            "other": HEAD
            + "from .work import Work\n\n\nclass Other(Work):\n"
            + indent(before(V2, "return values\n"), "    ")
        },
        calls=("other.Other().run(1)",),
        fails=True,
    ),
    "another_one_beside": model(
        before(V2),
        more="\n\nclass Beside:\n"
        + indent(before(V2, "return values\n"), "    ")
        + "\n\nclass Other(Beside, Work):\n    pass\n",
        calls=("work.Other().run(1)",),
        fails=True,
    ),
    "an_object_that_is_not_validated": model(before(V2), more=CONSTRUCTS, calls=("work.bare().run(1)",), fails=True),
    "an_object_of_another_file_that_is_not": model(
        before(V2),
        others={"other": "from .work import Work\n" + CONSTRUCTS},
        calls=("other.bare().run(1)",),
        fails=True,
    ),
    "an_object_of_its_own_that_is_not": model(
        before(V2) + "@classmethod\ndef bare(cls):\n    return cls.model_construct()\n",
        calls=("work.Work.bare().run(1)",),
        fails=True,
    ),
    "an_object_that_is_not_made": model(
        before(V2), calls=("work.bare(1)",), fails=True, more="\n\ndef bare(x):\n    return Work.run(None, x)\n"
    ),
    "a_constructor_without_the_base": model(before(V2) + "def __init__(self):\n    pass\n", fails=True),
    "a_constructor_that_runs_it_first": model(
        before(V2) + "def __init__(self):\n    self.run(1)\n    super().__init__()\n", fails=True
    ),
    "a_constructor_below_without_the_base": model(
        before(V2),
        more=BELOW + "    def __init__(self):\n        pass\n",
        calls=("work.Other().run(1)",),
        fails=True,
    ),
    "after_one_that_runs_it": model(after(RUNS + "return self\n", "a_first_one") + "\n" + after(), fails=True),
    "after_the_end_of_the_constructor": model(named("model_post_init", RUNS, "context") + "\n" + after(), fails=True),
    "after_it_has_run_itself": model(after(RUNS + TRY + "return self\n"), fails=True),
    "the_other_one_itself": Case(
        model(after("return self.run(1)\n", "begin") + "\n" + after()).work, CALLS, fails=True
    ),
    "a_default_that_runs_it": of_attrs(
        "size = field()\n\n@size.default\n" + named("start", RUNS) + "\n" + named("__attrs_post_init__"), fails=True
    ),
    "a_constructor_of_ones_own": of_attrs(
        "def __init__(self):\n    pass\n\n" + named("__attrs_post_init__"), fails=True
    ),
    "no_class_of_attrs": model(named("__attrs_post_init__"), head="", bases="", fails=True),
    "no_class_of_pydantic": model(named("model_post_init", TRY, "context"), head="", bases="", fails=True),
}


class TestCases(PackageCases):
    cases = CASES

    @pytest.fixture(scope="class")
    @classmethod
    def written(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("cases") / "packages"
        folder.mkdir()
        (folder / "pydantic.py").write_text(PYDANTIC)
        (folder / "attrs.py").write_text(ATTRS)
        return package_cases.write(folder, cls.cases)
