"""The fixes as a libcst codemod, run as its users run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nsa_lint.codemod
from lab import faces

ROOT = Path(__file__).resolve().parents[2]
SAFE = """\
def replay(self, x, use_triton):
    if use_triton:
        fill(x, out=self.buf)  # in place
    else:
        lens = x.expand()
        self.buf.copy_(lens)
    return lens
"""
SAFE_FIXED = SAFE.replace("# in place\n", "# in place\n        lens = self.buf\n")
UNSAFE = SAFE.replace("self.buf.copy_", "self.buf[: len(lens)].copy_")
UNSAFE_FIXED = UNSAFE.replace("fill(x", "total_tokens = fill(x").replace(
    "# in place\n", "# in place\n        lens = self.buf[:total_tokens]\n"
)
MODES = """\
def plan(self, mode):
    if mode == 1:
        lens = self.decode()
    elif mode == 2:
        lens = self.extend()
    return lens
"""
MODES_FIXED = MODES.replace("    return", '    else:\n        raise ValueError(f"unexpected {mode=}")\n    return')


def codemod(folder: Path, texts: dict[str, str], *options: str) -> tuple[dict[str, str], str]:
    """The files after one run of the codemod, and what it has said."""
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8", newline="")
    # libcst takes the first word without a dash for the codemod, so every option is one word
    command = [sys.executable, "-m", "libcst.tool", "codemod", "--no-format", "--hide-progress", "--jobs=1"]
    command += ["-x", "nsa_lint.codemod.FixUnbound", *options, "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert "Failed to codemod 0 files" in done.stderr, done.stderr
    return {name: (folder / f"{name}.py").read_bytes().decode() for name in texts}, done.stdout + done.stderr


def test_safe_fixes_are_made_and_what_is_left_is_told(tmp_path: Path) -> None:
    silenced = SAFE.replace("return lens", "return lens  # noqa: NSA101")
    crlf, crlf_fixed = SAFE.replace("\n", "\r\n"), SAFE_FIXED.replace("\n", "\r\n")
    before = {"safe": SAFE, "crlf": crlf, "unsafe": UNSAFE, "modes": MODES, "again": SAFE_FIXED, "silenced": silenced}
    after, said = codemod(tmp_path, before)
    assert after == {**before, "safe": SAFE_FIXED, "crlf": crlf_fixed}
    assert "7:12: NSA101 'lens' is unbound when the arm at line 2 is taken (use_triton)" in said
    assert "NSA201" not in said


def test_unsafe_fixes_are_made_where_they_are_asked_for(tmp_path: Path) -> None:
    after, _ = codemod(tmp_path, {"safe": SAFE, "unsafe": UNSAFE}, "--unsafe-fixes")
    assert after == {"safe": SAFE_FIXED, "unsafe": UNSAFE_FIXED}


def test_the_scope_can_be_widened(tmp_path: Path) -> None:
    assert codemod(tmp_path, {"modes": MODES}, "--scope=all")[0] == {"modes": MODES_FIXED}


def documented() -> list[str]:
    """The command as the docstring, the README and the page on libcst give it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [in_readme] = re.findall(r"^python -m libcst\.tool (codemod .*)$", readme, re.MULTILINE)
    docstring = nsa_lint.codemod.__doc__ or ""
    [in_docstring] = re.findall(r"^ +python -m libcst\.tool (codemod .*)$", docstring, re.MULTILINE)
    page = (ROOT / "docs" / "use" / "libcst.md").read_text(encoding="utf-8")
    on_the_page = re.findall(r"^python -m libcst\.tool (codemod .*)$", page, re.MULTILINE)
    assert len(on_the_page) == 2
    given = (in_docstring.replace(" PATH ...", " src"), in_readme, *on_the_page)
    return sorted({each.replace(" src", " .") for each in given})


@pytest.mark.parametrize("command", documented())
def test_it_works_as_it_is_documented_without_a_formatter(command: str, tmp_path: Path) -> None:
    (tmp_path / "safe.py").write_text(SAFE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "libcst.tool", *command.split()],
        cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, (tmp_path / "safe.py").read_text()) == (0, SAFE_FIXED), done.stderr


def test_what_a_baseline_lists_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "safe.py").write_text(SAFE)
    faces.nsa_lint("check", "--write-baseline=known.json", "safe.py")
    (tmp_path / "setup.cfg").write_text("[flake8]\nnsa-baseline = known.json\n")
    after, said = codemod(tmp_path, {"safe": SAFE})
    assert after == {"safe": SAFE} and "NSA101" not in said


def test_a_wrong_setting_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text("[flake8]\nnsa-scope = some\n")
    (tmp_path / "safe.py").write_text(SAFE)
    command = [sys.executable, "-m", "libcst.tool", "codemod", "--no-format", "-x", "nsa_lint.codemod.FixUnbound", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, "nsa-scope is 'some'" in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def test_options_come_from_the_configuration_of_flake8(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text("[flake8]\nnsa-scope = all\n", encoding="utf-8")
    assert codemod(tmp_path, {"modes": MODES})[0] == {"modes": MODES_FIXED}
