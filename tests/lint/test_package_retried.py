"""Imports whose handlers import from the same module again: packages that are run on every platform.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import Case
from tests.lint.package_runs import PackageCases

AGAIN = """
def run(x):
    try:
        from .things import new as y, make
    except ImportError:
        from .things import old as make
    return y(make(x))
"""
HANDLER = "        from .things import old as make\n"
TRIED = "        from .things import new as y, make\n"
AROUND = """
def run(x):
    def take():
        nonlocal y
        try:
            from .things import new as y
        except ImportError:
            from .things import old

    try:
        take()
    except ImportError:
        pass
    if x > 9:
        y = abs
    return y(x)
"""
# On one platform, the import fails
HEAD = "from fastlib import drain\n\n\n"
NEW = "def new(x):\n    return x\n\n\ndef make(x):\n    return x\n\n\n"
OLD = "def old(x):\n    return x\n\n\n"
# What runs the other module while this one is being imported, and keeps what comes of it
EARLY = """
FOUND = []
try:
    from .work import run

    run(1)
except UnboundLocalError as error:
    FOUND.append(error)
except ImportError:
    pass


"""
LATER = "def again():\n    if FOUND:\n        raise FOUND[0]\n\n\n"


def retried(work: str = AGAIN, things: str = HEAD + NEW + OLD, *calls: str, fails: bool = False, **others: str) -> Case:
    return Case(work, calls or ("work.run(1)",), fails, {"things": things, **others})


def handled(handlers: str, *, fails: bool = False) -> Case:
    """Where the `try` has these handlers."""
    return retried(AGAIN.replace("    except ImportError:\n" + HANDLER, handlers), fails=fails)


def early(things: str, work: str = AGAIN, *, fails: bool = False, **others: str) -> Case:
    """Where the other module runs this one before it has come to its end."""
    return retried(work, things + LATER, "things.again()", fails=fails, **others)


BODY = AGAIN.replace("def run(x):\n", "").replace("\n    ", "\n").removesuffix("return y(make(x))\n")
CASES = {
    "in_a_function": retried(),
    "in_a_method": retried(
        "class Work:" + AGAIN.replace("run(x)", "run(self, x)").replace("\n", "\n    ") + "\n",
        HEAD + NEW + OLD,
        "work.Work().run(1)",
    ),
    "in_the_module": retried(BODY + "\n\ndef run(x, f=y):\n    return f(make(x))\n", NEW + OLD),
    "of_what_is_not_there": retried(things=HEAD + NEW),
    "of_two_names_of_which_one_comes_later": early(
        HEAD + OLD + EARLY + NEW + "LAST = 1\n\n\n",
        AGAIN.replace("old as make", "old as make, LAST"),
    ),
    "as_its_package_names_it": retried(
        AGAIN.replace("from .things import", "from as_its_package_names_it.things import")
    ),
    "after_a_warning": handled(
        '    except ImportError:\n        """An older version."""\n        print(end="")\n' + HANDLER
    ),
    "of_several_kinds": handled("    except (ImportError, AttributeError):\n" + HANDLER),
    "by_two_handlers": handled(
        f"    except ModuleNotFoundError:\n{HANDLER}    except (ImportError, AttributeError):\n{HANDLER}"
    ),
    "under_a_test": retried(
        AGAIN.replace("    try:", "    if not x:\n        return x\n    try:").replace(
            "    return y(", "    if x:\n        return y("
        )
    ),
    "in_a_loop": retried(
        "def run(x):\n    for _ in (1, 2):\n        try:\n            from .things import new as y, make\n"
        "        except ImportError:\n            from .things import old as make\n    return y(make(x))\n"
    ),
    "of_its_package": Case(
        AGAIN.replace(".things", "."),
        ("work.run(1)",),
        others={"__init__": "from .platforms import is_cuda\n\n\n" + NEW + OLD},
    ),
    "while_the_other_runs": early(HEAD + EARLY + NEW + OLD),
    # the handler works where the import has failed
    "of_what_is_bound_on_one_platform": retried(
        things="from .platforms import is_cuda\n\nif is_cuda():\n\n    def new(x):\n        return x\n\n\n"
        + NEW.partition("\n\n\n")[2]
        + OLD,
        fails=True,
    ),
    "of_what_an_import_binds_on_one_platform": retried(
        things="try:\n    from fastlib import fill as new\nexcept ImportError:\n    pass\n\n\n"
        + NEW.partition("\n\n\n")[2]
        + OLD,
        fails=True,
    ),
    "of_what_is_deleted": retried(things=NEW + OLD + "del new\n", fails=True),
    "of_what_another_stands_for": retried(
        things="import sys\nimport types\n\n\n"
        + NEW
        + OLD
        + "sys.modules[__name__] = types.SimpleNamespace(old=old)\n",
        fails=True,
    ),
    "of_another_module": retried(
        AGAIN.replace("from .things import old", "from .platforms import is_cuda"),
        fails=True,
    ),
    "after_another_that_works": handled(
        "    except ImportError:\n        from .platforms import is_cuda\n\n        make = is_cuda\n", fails=True
    ),
    "after_a_call_that_puts_another_in_its_place": retried(
        "import sys\nimport types\n\n\ndef install():\n"
        "    sys.modules[f'{__package__}.things'] = types.SimpleNamespace(old=abs)\n\n"
        + AGAIN.replace(HANDLER, "        install()\n" + HANDLER).replace("make(x)", "x"),
        fails=True,
    ),
    "under_a_test_in_the_handler": handled(
        "    except ImportError:\n        make = abs\n        if x > 1:\n    " + HANDLER, fails=True
    ),
    "that_the_handler_lets_fail": handled(
        "    except ImportError:\n        try:\n    "
        + HANDLER
        + "        except ImportError:\n            make = abs\n",
        fails=True,
    ),
    "that_a_try_around_lets_fail": retried(
        "def run(x):\n    try:\n        try:\n            from .things import new as y, make\n"
        "        except ImportError:\n            from .things import old as make\n"
        "    except ImportError:\n        make = abs\n    return y(make(x))\n",
        fails=True,
    ),
    "that_a_manager_lets_fail": retried(
        "import contextlib\n\n\ndef run(x):\n    with contextlib.suppress(ImportError):\n        try:\n"
        "            from .things import new as y, make\n        except ImportError:\n"
        "            from .things import old as make\n    return y(x)\n",
        fails=True,
    ),
    "that_a_finally_reads": retried(
        AGAIN.replace("    return y(make(x))", "    finally:\n        x = y(x)\n    return x"), fails=True
    ),
    "by_one_handler_of_two": handled(
        "    except ModuleNotFoundError:\n" + HANDLER + "    except ImportError:\n        make = abs\n", fails=True
    ),
    "beside_what_fails_by_itself": retried(
        AGAIN.replace(TRIED, "        from fastlib import drain\n" + TRIED), NEW + OLD, fails=True
    ),
    "while_the_other_runs_that_has_bound_it": early(OLD + EARLY + NEW, fails=True),
    "while_the_other_runs_that_finds_anything": early(
        "def __getattr__(name):\n    if name == 'old':\n        return abs\n    raise AttributeError(name)\n\n\n"
        + EARLY
        + NEW,
        fails=True,
    ),
    "while_the_other_runs_in_which_a_third_sets_it": early(
        "from . import setter\n" + EARLY + NEW, fails=True, setter="from . import things\n\nthings.old = abs\n"
    ),
    "of_a_name_of_the_function_around": retried(AROUND, fails=True),
    "while_the_other_runs_that_has_it_anyway": early(
        EARLY + NEW, AGAIN.replace("old as make", "__name__ as make").replace("make(x)", "x"), fails=True
    ),
    "while_its_package_runs_that_has_such_a_module": Case(
        AGAIN.replace(".things", ".").replace("make(x)", "x"),
        ("__import__('while_its_package_runs_that_has_such_a_module').again()",),
        True,
        {"__init__": EARLY + NEW + LATER, "old": ""},
    ),
    "of_two_modules": retried(
        AGAIN.replace("from .things import new as y, make", "import of_two_modules.things, fastlib.more as y").replace(
            "make(x)", "x"
        ),
        NEW + OLD,
        fails=True,
    ),
    "of_the_module_while_it_runs": early(
        EARLY + NEW + OLD,
        AGAIN.replace("from .things import old as make", "import of_the_module_while_it_runs.things as make").replace(
            "y(make(x))", "y(x)"
        ),
        fails=True,
    ),
    "while_the_other_runs_that_imports_all": early("from .extra import *\n" + EARLY + NEW, fails=True, extra=OLD),
}


class TestCases(PackageCases):
    cases = CASES
