"""Where the checker fits in: pre-commit, editors, code scanning."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab import checkout

BROKEN = """\
def fill(metadata):
    if TRITON_KERNEL_AVAILABLE:
        note()
    else:
        seqlens = ()
    return seqlens
"""
OPEN = """\
def pick(backend):
    if backend == "triton":
        kernel = 1
    elif backend == "cuda":
        kernel = 2
    return kernel
"""
CLOSED = """\
    else:
        raise ValueError(f"unexpected {backend=}")
"""


def script(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


class TestPreCommit:
    """pre-commit itself, on a scratch repository, installs this checkout into an environment of its own."""

    @pytest.fixture(scope="class")
    @staticmethod
    def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
        folder = checkout.copy_to(tmp_path_factory.mktemp("hooks"))
        return folder, checkout.repository(folder)

    @pytest.fixture(scope="class")
    @staticmethod
    def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
        home = tmp_path_factory.mktemp("pre-commit")
        return os.environ | {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}

    def run(
        self, folder: Path, hooks: tuple[Path, str], environment: dict[str, str], hook: str, **files: str
    ) -> subprocess.CompletedProcess[str]:
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text)
        (folder / "not_python.txt").write_text(BROKEN)
        (folder / ".pre-commit-config.yaml").write_text(
            f"repos:\n- repo: {hooks[0]}\n  rev: {hooks[1]}\n  hooks:\n  - id: {hook}\n"
        )
        checkout.repository(folder)
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)

    def test_a_commit_with_the_bug_is_stopped(
        self, tmp_path: Path, hooks: tuple[Path, str], environment: dict[str, str]
    ) -> None:
        done = self.run(tmp_path, hooks, environment, "nsa-lint", clean="x = 1\n", broken=BROKEN)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "broken.py:6:12: NSA101 'seqlens' is unbound when the arm at line 2 is taken" in done.stdout
        assert "UNBOUND" in done.stdout
        assert "1 finding in 1 file" in done.stdout
        assert (tmp_path / "broken.py").read_text() == BROKEN

    def test_a_commit_without_it_passes(
        self, tmp_path: Path, hooks: tuple[Path, str], environment: dict[str, str]
    ) -> None:
        done = self.run(tmp_path, hooks, environment, "nsa-lint", fixed=BROKEN.replace("note()", "seqlens = ()"))
        assert done.returncode == 0, done.stdout + done.stderr

    def test_the_fixing_hook_writes_what_is_safe_and_stops_the_commit_once(
        self, tmp_path: Path, hooks: tuple[Path, str], environment: dict[str, str]
    ) -> None:
        done = self.run(tmp_path, hooks, environment, "nsa-lint-fix", broken=OPEN)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "files were modified by this hook" in done.stdout
        assert (tmp_path / "broken.py").read_text() == OPEN.replace("    return", f"{CLOSED}    return")
        assert self.run(tmp_path, hooks, environment, "nsa-lint-fix").returncode == 0


def test_an_editor_shows_it_where_the_traceback_would_point(tmp_path: Path) -> None:
    from pylsp import uris
    from pylsp.config.config import Config
    from pylsp.plugins.flake8_lint import pylsp_lint
    from pylsp.workspace import Document, Workspace

    path = tmp_path / "module.py"
    path.write_text(BROKEN)
    root = uris.from_fs_path(str(tmp_path))
    config = Config(root, {}, 0, {})
    config.update({"plugins": {"flake8": {"enabled": True, "executable": script("flake8"), "select": ["NSA"]}}})
    workspace = Workspace(root, None, config)
    [shown] = pylsp_lint(workspace, Document(uris.from_fs_path(str(path)), workspace))
    assert shown["code"] == "NSA101"
    assert shown["range"]["start"] == {"line": 5, "character": 11}
    assert shown["message"].startswith("NSA101 'seqlens' is unbound when the arm at line 2 is taken")


def test_our_workflow_is_one_that_github_understands() -> None:
    workflows = sorted((checkout.ROOT / ".github" / "workflows").glob("*.yml"))
    command = [script("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *map(str, workflows)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", [".pre-commit-hooks.yaml", ".pre-commit-config.yaml"])
def test_the_hook_files_are_valid(file: str) -> None:
    kind = "validate-manifest" if file.endswith("hooks.yaml") else "validate-config"
    command = [sys.executable, "-m", "pre_commit", kind, str(checkout.ROOT / file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
