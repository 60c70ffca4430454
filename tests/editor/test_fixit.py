"""The Fixit rule by Fixit's own runners: its test cases, `fixit lint` and `fixit fix`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from fixit.testing import add_lint_rule_tests_to_module

from lab import fetch, surgery
from lab.checkout import ROOT
from lab.faces import select_nsa
from nsa_lint.fixit import NsaUnbound

add_lint_rule_tests_to_module(globals(), [NsaUnbound])

TWO = """\
def replay(self, x, use_triton):
    if use_triton:
        fill(x, out=self.a, more=self.b)
    else:
        # the fallback
        lens = x.expand()
        self.a.copy_(lens)
        size = x.size()
        self.b.copy_(size)
    return lens, size  # both
"""
TWO_FIXED = TWO.replace("more=self.b)\n", "more=self.b)\n        lens = self.a\n        size = self.b\n")
REVIEW = TWO.replace("self.b.copy_", "self.b[: len(size)].copy_").replace("self.a.copy_", "self.a[: len(lens)].copy_")


def fixit(folder: Path, *arguments: str) -> tuple[str, int]:
    """Fixit's output, and its exit status."""
    (folder / "fixit.toml").write_text(
        '[tool.fixit]\nroot = true\nenable = ["nsa_lint.fixit"]\ndisable = ["fixit.rules"]\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "fixit", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout, done.returncode


def lint(folder: Path, name: str) -> list[str]:
    """`fixit lint` in the form of flake8's lines."""
    out, _ = fixit(folder, "lint", name)
    found = re.findall(r"^(\S+)@(\d+):(\d+) NsaUnbound: (.*?)(?: \(has autofix\))?$", out, re.M)
    return [f"{path}:{line}:{int(column) + 1}: {said}" for path, line, column, said in found]


def test_fixit_lint_reports_what_flake8_reports(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TWO.replace("# both", "# é"), encoding="utf-8")
    assert len(lint(tmp_path, "a.py")) == 2
    assert lint(tmp_path, "a.py") == [each.replace(f"{tmp_path}/", "") for each in select_nsa(str(tmp_path / "a.py"))]


def test_fixit_fix_binds_both_names_at_once_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# above\n\n\n" + TWO + "\n\nx = 1  # below\n", encoding="utf-8")
    fixit(tmp_path, "fix", "--automatic", "a.py")
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == "# above\n\n\n" + TWO_FIXED + "\n\nx = 1  # below\n"
    assert lint(tmp_path, "a.py") == []


def test_a_fix_that_needs_review_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(REVIEW, encoding="utf-8")
    fixit(tmp_path, "fix", "--automatic", "a.py")
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == REVIEW
    assert len(lint(tmp_path, "a.py")) == 2


def test_comments_and_the_configuration_of_flake8_hold(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TWO.replace("# both", "# noqa: NSA101"), encoding="utf-8")
    (tmp_path / "b.py").write_text(TWO.replace("# both", "# lint-ignore: NsaUnbound"), encoding="utf-8")
    (tmp_path / "c.py").write_text(TWO, encoding="utf-8")
    (tmp_path / ".flake8").write_text("[flake8]\nper-file-ignores = c.py:NSA101\n", encoding="utf-8")
    for name in ("a.py", "b.py", "c.py"):
        assert lint(tmp_path, name) == [], name


def test_of_the_real_file_fixit_says_what_flake8_says(tmp_path: Path) -> None:
    text = surgery.broken(fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py"))
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    found = lint(tmp_path, "a.py")
    assert len(found) == 2
    assert found == [each.replace(f"{tmp_path}/", "") for each in select_nsa(str(tmp_path / "a.py"))]
