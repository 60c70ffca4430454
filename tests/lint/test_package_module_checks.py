"""Functions of modules that refuse to go on: packages that are run.

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

RUN = """

def run(x):
    if _is_cuda:
        y = x
    return y


"""
EITHER = """

def run(x):
    if _is_cuda:
        y = x
    elif is_hip():
        y = -x
    return y


"""
MODES = """

def run(x):
    if MODE == "cuda":
        y = x
    elif MODE == "hip":
        y = -x
    return y


"""
MODE = 'import os\n\nMODE = os.environ.get("PLATFORM") or "cpu"\n'
REFUSES = 'if not _is_cuda:\n    raise RuntimeError("for CUDA only")\n'
CALL = ("work.run(1)",)


def case(text: str, *, fails: bool = False, others: dict[str, str] | None = None) -> Case:
    return Case(text, CALL, fails=fails, others=others or {})


CASES = {
    "a_test_that_raises": case(HEAD + REFUSES + RUN),
    "after_the_function": case(HEAD + RUN + REFUSES),
    "an_assertion": case(HEAD + "assert _is_cuda\n" + RUN),
    "a_test_that_leaves_the_interpreter": case("import sys\n" + HEAD + "if not _is_cuda:\n    sys.exit(0)\n" + RUN),
    "a_test_that_skips": case(
        "import pytest\n" + HEAD + 'if not _is_cuda:\n    pytest.skip("no GPU", allow_module_level=True)\n' + RUN
    ),
    "an_else_that_raises": case(
        HEAD + "if _is_cuda:\n    KIND = 1\nelif is_hip():\n    KIND = 2\nelse:\n    raise RuntimeError\n" + EITHER
    ),
    "an_else_that_does_not": case(
        HEAD + "if _is_cuda:\n    KIND = 1\nelif is_hip():\n    KIND = 2\nelse:\n    KIND = 3\n" + EITHER, fails=True
    ),
    "several": case(HEAD + "if not (_is_cuda or is_hip()):\n    raise RuntimeError\n" + EITHER),
    "a_flag_of_two": case(HEAD + "_on_gpu = _is_cuda or is_hip()\nif not _on_gpu:\n    raise RuntimeError\n" + EITHER),
    "a_helper_that_checks": case(
        HEAD + "def _need():\n    if not _is_cuda:\n        raise RuntimeError\n\n\n_need()\n" + RUN
    ),
    "a_helper_that_nothing_calls": case(
        HEAD + "def _need():\n    if not _is_cuda:\n        raise RuntimeError\n" + RUN, fails=True
    ),
    "a_list_of_names": case(MODE + 'if MODE not in ("cuda", "hip"):\n    raise ValueError(MODE)\n' + MODES),
    "an_asserted_list_of_names": case(MODE + 'assert MODE in {"cuda", "hip"}, MODE\n' + MODES),
    "one_name_too_many": case(MODE + 'assert MODE in {"cuda", "hip", "cpu"}, MODE\n' + MODES, fails=True),
    "bound_again": case(
        MODE + 'assert MODE in ("cuda", "hip", "cpu")\nMODE = MODE * (MODE != "cpu")\n' + MODES, fails=True
    ),
    "bound_again_in_what_is_tested": case(
        MODE + 'if MODE == "cpu":\n    MODE = "none"\nelif MODE != "cuda" and MODE != "hip":\n    raise\n' + MODES,
        fails=True,
    ),
    "rebound_by_a_function": case(
        HEAD + REFUSES + "def lose():\n    global _is_cuda\n    _is_cuda = False\n" + RUN + "lose()\n", fails=True
    ),
    "swallowed": case(HEAD + "try:\n    assert _is_cuda\nexcept AssertionError:\n    KIND = 0\n" + RUN, fails=True),
    "under_a_condition": case(HEAD + "if is_hip():\n    assert _is_cuda\n" + RUN, fails=True),
    "called_before": case(HEAD + RUN + "SIZE = run(1)\n" + REFUSES, fails=True),
    "called_in_the_arm_that_refuses": case(
        HEAD + RUN + "if not _is_cuda:\n    print(run(1))\n    raise RuntimeError\n", fails=True
    ),
    "called_before_by_another": case(
        HEAD + RUN + "def first():\n    return run(1)\n\n\nSIZE = first()\n" + REFUSES, fails=True
    ),
    "called_before_by_a_decorator": case(HEAD + RUN + "@run\ndef first():\n    return 1\n\n\n" + REFUSES, fails=True),
    "called_before_for_a_default": case(
        HEAD + RUN + "def first(size=run(1)):\n    return size\n\n\n" + REFUSES, fails=True
    ),
    "a_parameter_of_the_name": case(HEAD + REFUSES + RUN.replace("run(x)", "run(x, _is_cuda=False)"), fails=True),
    "set_by_another_module": case(
        HEAD + REFUSES + RUN,
        fails=True,
        others={"setting": "from . import work\n\nwork._is_cuda = False\n", "__init__": "from . import setting\n"},
    ),
}


class TestModuleChecks(PackageCases):
    cases = CASES


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.others])
def test_a_script_is_evidence_for_itself(tmp_path: Path, name: str) -> None:
    path = tmp_path / "script.py"
    text = CASES[name].work.replace("from .platforms", "from platforms")
    path.write_text(text)
    found = check_safely(Source.read(str(path)), Options())
    assert {each.name for each in found} == ({"y"} if CASES[name].fails else set())
