"""Flags of modules, and the same tests written out in functions: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.package_cases import HEAD, Case
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source
from tests.lint.package_runs import PackageCases

HAS = HEAD + "import fastlib\n\n"


def case(head: str, test: str, *, flag: str = "", fails: bool = False, others: dict[str, str] | None = None) -> Case:
    """`flag`: what the module sets, where that is not what the function tests."""
    run = f"\n\ndef run(x):\n    if _USE_CUDA:\n        y = x\n    if {test}:\n        return y\n    return x\n"
    return Case(f"{head}_USE_CUDA = {flag or test}\n{run}", fails=fails, others=others or {})


FILL = 'hasattr(fastlib, "fill")'
VERSIONS = "import sys\nfrom importlib.metadata import version\n"
SPEC = "from importlib.util import find_spec\n"
TOOLS = "from .tools import is_kind\n\n"
KINDS = {"tools": 'import os\n\n\ndef is_kind(kind):\n    return os.environ.get("PLATFORM") == kind\n'}

CASES = {
    "what_a_module_has": case(HAS, FILL),
    "and_what_that_says": case(HAS, f"{FILL} and is_cuda()"),
    "or_what_another_says": case(HAS, f"{FILL} or is_hip()"),
    "not_what_it_has": case(HAS, f"not {FILL}"),
    "what_is_had_or_none": case(HAS, 'getattr(fastlib, "fill", None) is not None'),
    "what_has_a_specification": case(SPEC, 'find_spec("fastlib") is not None'),
    "a_predicate_of_a_constant": case(TOOLS, 'is_kind("cuda")', others=KINDS),
    "a_predicate_of_another_constant": case(TOOLS, 'is_kind("cuda")', flag='is_kind("hip")', fails=True, others=KINDS),
    "a_program_that_is_there": case("import shutil\n", 'shutil.which("ls") is not None'),
    "a_version": case(VERSIONS + "import pytest\n", 'version("pytest") >= "1"'),
    "the_machine": case("import platform\n", 'platform.machine() in ("x86_64", "aarch64")'),
    "an_item": case("import platform\n", 'platform.system()[0] == "L"'),
    "a_flag_of_another_module": Case(
        "import fastlib\n\nfrom .flags import _USE_CUDA\n\n\n"
        f"def run(x):\n    if _USE_CUDA:\n        y = x\n    if {FILL}:\n        return y\n    return x\n",
        others={"flags": f"import fastlib\n\n_USE_CUDA = {FILL}\n"},
    ),
    "another_name": case(HAS, FILL, flag='hasattr(fastlib, "filled")', fails=True),
    "less_than_the_flag": case(
        HAS, 'hasattr(fastlib, "drain")', flag=f'hasattr(fastlib, "drain") and {FILL}', fails=True
    ),
    "set_after_it": case(
        HAS, 'hasattr(fastlib, "tune")', fails=True, others={"setting": "import fastlib\n\nfastlib.tune = print\n"}
    ),
    "set_by_a_text": case(
        HAS,
        'hasattr(fastlib, "wait")',
        fails=True,
        others={"setting": 'import fastlib\n\nsetattr(fastlib, "wait", print)\n'},
    ),
    "of_an_own_module": case(
        "from . import tools\n\n",
        'hasattr(tools, "fill")',
        fails=True,
        others={"tools": "", "setting": 'from . import tools\n\nvars(tools)["fill"] = print\n'},
    ),
    "the_environment": case(
        "import os\n\n",
        'os.getenv("KIND") == "1"',
        fails=True,
        others={"setting": 'import os\n\nos.environ["KIND"] = "1"\n'},
    ),
    "an_hasattr_of_its_own": case(
        HAS + "SEEN = []\n\n\ndef hasattr(of, name):\n    SEEN.append(of)\n    return len(SEEN) > 1\n\n\n",
        FILL,
        fails=True,
    ),
    "a_parameter_of_the_name": Case(
        case(HAS, 'hasattr(fastlib, "__code__")').work.replace("run(x)", "run(x, fastlib=is_hip)"), fails=True
    ),
}


class TestFlags(PackageCases):
    cases = CASES


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.others])
def test_a_script_is_evidence_for_itself(tmp_path: Path, name: str) -> None:
    path = tmp_path / "script.py"
    path.write_text(CASES[name].work.replace("from .platforms", "from platforms"))
    found = check_safely(Source.read(str(path)), Options())
    assert {each.name for each in found} == ({"y"} if CASES[name].fails else set())
