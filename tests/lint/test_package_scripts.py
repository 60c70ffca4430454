"""A file outside of any package is evidence for itself, and for itself alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.package_cases import CHOOSE, CHOSEN
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

FLAGS = """\
from platforms import is_cuda, is_hip

_is_cuda = is_cuda()
_is_hip = is_hip()
{flag}


def run(x):
    if _is_cuda:
        y = 1
    elif _is_hip:
        y = 2
    {test}
        y = 3
    return y
"""
MADE = """\
class Work:
    def __init__(self, use_cuda, use_hip):
        {refuses}
        self.use_cuda = use_cuda
        self.use_hip = use_hip

    def run(self, x):
        if self.use_cuda:
            y = x
        elif self.use_hip:
            y = -x
        return y
"""
CASES = {
    "a_flag_of_both": (FLAGS.format(flag="_on_gpu = _is_cuda or _is_hip", test="elif not _on_gpu:"), False),
    "a_flag_of_neither": (FLAGS.format(flag="_slow = not _is_cuda and not _is_hip", test="if _slow:"), False),
    "a_flag_of_a_flag": (
        FLAGS.format(flag="_cpu = not _is_cuda\n_slow = _cpu and not _is_hip", test="if _slow:"),
        False,
    ),
    "a_flag_of_one": (FLAGS.format(flag="_slow = not _is_cuda and is_slow()", test="if _slow:"), True),
    "a_flag_of_another_kind": (FLAGS.format(flag="_slow = is_slow()", test="if _slow:"), True),
    "a_flag_bound_twice": (
        FLAGS.format(flag="_slow = not _is_cuda and not _is_hip\n_slow = is_slow()", test="if _slow:"),
        True,
    ),
    "a_constructor_that_refuses": (
        MADE.format(refuses="if not (use_cuda or use_hip):\n            raise ValueError"),
        False,
    ),
    "a_constructor_that_exits": (
        "import sys\n\n\n" + MADE.format(refuses='if not (use_cuda or use_hip):\n            sys.exit("no GPU")'),
        False,
    ),
    "a_constructor_that_asserts": (MADE.format(refuses="assert use_cuda or use_hip"), False),
    "a_constructor_that_prints": (MADE.format(refuses="print(use_cuda or use_hip)"), True),
    "a_private_function": (CHOOSE + CHOSEN, True),  # another script may call it
}


@pytest.mark.parametrize("name", CASES)
def test_a_script_is_evidence_for_itself(tmp_path: Path, name: str) -> None:
    text, fails = CASES[name]
    (tmp_path / "script.py").write_text(text)
    (tmp_path / "other.py").write_text("import script\n\nscript._is_cuda = script._is_hip = script._slow = False\n")
    found = check_safely(Source.read(str(tmp_path / "script.py")), Options())
    assert {each.name for each in found} == ({"y"} if fails else set())


@pytest.mark.parametrize("name", [name for name, (_, fails) in CASES.items() if not fails])
def test_without_a_package_it_is_not(tmp_path: Path, name: str) -> None:
    (tmp_path / "script.py").write_text(CASES[name][0])
    assert check_safely(Source.read(str(tmp_path / "script.py")), Options(package=False))
