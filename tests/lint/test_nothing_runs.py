"""What is checked is read, never imported and never run; a fix that is killed leaves the old file or the new one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ACTS = """\
from pathlib import Path
Path({marker!r}).write_text("ran")
"""
BROKEN = """\
def f(m):
    if TRITON_AVAILABLE:
        fill(m, out=m.buf)
    else:
        x = m.sum()
        m.buf.copy_(x)
    return x
"""
# Names that Python, flake8, pytest, libcst or we ourselves would import, were the folder on the path.
NAMES = (
    "module.py", "__init__.py", "__main__.py", "conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py",
    "json.py", "ast.py", "flake8.py", "libcst.py", "rich.py", "triton.py", "torch.py", "noqa.py",
)  # fmt: skip
COMMANDS = {
    "flake8": ["-m", "flake8", "--isolated", "--select", "NSA", "."],
    "flake8, processes": ["-m", "flake8", "--isolated", "-j2", "--select", "NSA", "."],
    "check": ["-m", "nsa_lint", "check", "--isolated", "--scope", "all", "."],
    "check, one by one": ["-m", "nsa_lint", "check", "--isolated", *NAMES],
    "diff": ["-m", "nsa_lint", "check", "--isolated", "--diff", "."],
    "fix": ["-m", "nsa_lint", "check", "--isolated", "--fix", "--unsafe-fixes", "."],
}


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    if "flake8" in command:  # `-m` puts the folder first on the path: that import would be Python's doing
        command = ["-P", *command] if sys.version_info >= (3, 11) else ["-I", *command]
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_files_that_would_act_when_imported_never_do(command: list[str], tmp_path: Path) -> None:
    tree, marker = tmp_path / "tree", tmp_path / "marker"
    tree.mkdir()
    for name in NAMES:
        (tree / name).write_text(ACTS.format(marker=str(marker)) + BROKEN)
    done = run(command, tree)
    assert done.returncode in (0, 1), done.stderr
    assert not marker.exists()
    assert sorted(path.name for path in tree.iterdir()) == sorted(NAMES)
    fixed = {(tree / name).read_text() for name in NAMES}
    assert all("x = m.buf" in text for text in fixed) == ("--fix" in command)


def test_the_file_would_have_acted(tmp_path: Path) -> None:
    """The test above has something to see."""
    marker = tmp_path / "marker"
    (tmp_path / "module.py").write_text(ACTS.format(marker=str(marker)))
    subprocess.run([sys.executable, "-c", "import module"], cwd=tmp_path, check=True)
    assert marker.exists()


def test_code_at_the_places_that_python_evaluates_early_is_not_evaluated(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    act = f"open({str(marker)!r}, 'w')"
    text = f"@({act})\ndef f(a=({act})) -> ({act}):\n    pass\n"
    text += f"class C({act}, metaclass={act}):\n    x: {act}\nassert {act}\n"
    (tmp_path / "module.py").write_text(text + BROKEN)
    done = run(COMMANDS["fix"], tmp_path)
    assert done.returncode in (0, 1)
    assert not marker.exists()


STEPS = ("os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_of_writing_a_fix_the_file_is_whole(step: str, when: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(BROKEN)
    owner, _, name = step.rpartition(".")
    program = f"""\
import os, pathlib, signal, sys
from nsa_lint.cli import main as cli
real = {step}
def step(*arguments):
    if {when == "after"}:
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
{owner}.{name} = step
cli.main(["check", "--isolated", "--no-cache", "--fix", {str(path)!r}])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    replaced = (step, when) == ("pathlib.Path.replace", "after")
    assert path.read_text() == (BROKEN.replace("    else:", "        x = m.buf\n    else:") if replaced else BROKEN)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_a_fix_does_not_follow_a_link_out_of_the_tree(tmp_path: Path) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside.py"
    tree.mkdir()
    outside.write_text(BROKEN)
    (tree / "link.py").symlink_to(outside)
    done = run(COMMANDS["fix"], tree)
    assert done.returncode == 1
    assert "outside" in done.stderr
    assert outside.read_text() == BROKEN
