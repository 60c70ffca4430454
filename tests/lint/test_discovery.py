"""Which files are checked: flake8's patterns, other people's code, ignore files, files named by hooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.faces import flake8, nsa_lint
from tests.lint.samples import BROKEN, write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checked(*arguments: str) -> list[str]:
    """The files in which the bug is found."""
    lines = nsa_lint("check", "--output-format", "concise", *arguments).lines
    return sorted(line.split(":")[0].removeprefix("./") for line in lines)


class TestOtherPeoplesCode:
    @pytest.mark.parametrize(
        "folder",
        ".venv venv node_modules build dist .tox .git __pycache__ site-packages .mypy_cache".split(),
    )
    @pytest.mark.parametrize("above", ["", "sub/"])
    def test_it_is_left_out(self, folder: str, above: str) -> None:
        write(f"{above}{folder}/lib/module.py")
        write("module.py")
        assert checked() == ["module.py"]
        assert checked(".") == ["module.py"]

    def test_a_virtual_environment_of_any_name_is(self) -> None:
        write("my-environment/pyvenv.cfg", "home = /usr/bin\n")
        write("my-environment/lib/module.py")
        assert checked() == []

    @pytest.mark.parametrize("folder", ["build", "dist", "env"])
    def test_a_package_of_such_a_name_is_not(self, folder: str) -> None:
        write(f"src/{folder}/__init__.py", "")
        write(f"src/{folder}/module.py")
        assert checked() == [f"src/{folder}/module.py"]

    def test_one_that_is_named_is_checked(self) -> None:
        write("build/module.py")
        assert checked("build") == checked("build/module.py") == ["build/module.py"]

    def test_an_exclude_of_the_users_own_does_not_bring_it_back(self) -> None:
        write("setup.cfg", "[flake8]\nexclude = docs\n")
        write(".venv/module.py")
        write("docs/module.py")
        assert checked() == []

    def test_no_ignore_checks_it(self) -> None:
        write("build/module.py")
        write("ignored/module.py")
        write(".git/HEAD", "")
        write(".gitignore", "ignored\n")
        assert checked("--no-ignore") == ["build/module.py", "ignored/module.py"]


class TestIgnoreFiles:
    @pytest.fixture(autouse=True)
    def repository(self) -> None:
        write(".git/info/exclude", "")
        write("module.py")

    @pytest.mark.parametrize("name", [".gitignore", ".ignore", ".git/info/exclude"])
    @pytest.mark.parametrize("pattern", ["generated", "generated/", "/generated", "*_pb2.py\ngenerated/*", "gen*"])
    def test_what_they_name_is_left_out(self, name: str, pattern: str) -> None:
        write(name, f"# built\n{pattern}\n")
        write("generated/deep/thing_pb2.py")
        assert checked() == ["module.py"]

    def test_a_file_in_a_folder_speaks_of_that_folder(self) -> None:
        write("one/.gitignore", "/module.py\n")
        for folder in ("one", "one/below", "two"):
            write(f"{folder}/module.py")
        assert checked() == ["module.py", "one/below/module.py", "two/module.py"]

    def test_an_inner_file_wins_over_an_outer_one(self) -> None:
        write(".gitignore", "*_pb2.py\n")
        write("kept/.gitignore", "!*_pb2.py\n")
        for folder in ("kept", "other"):
            write(f"{folder}/thing_pb2.py")
        assert checked() == ["kept/thing_pb2.py", "module.py"]

    def test_those_above_the_folder_count_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write(".gitignore", "generated\n")
        write("package/generated/module.py")
        write("package/module.py")
        assert checked("package") == ["package/module.py"]
        monkeypatch.chdir("package")
        assert checked() == ["module.py"]

    def test_those_above_the_repository_do_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write(".gitignore", "*.py\n")
        write("inner/.git/HEAD", "")
        write("inner/module.py")
        monkeypatch.chdir("inner")
        assert checked() == ["module.py"]

    @pytest.mark.parametrize("named", ["generated", "generated/module.py", "generated/deep"])
    def test_what_is_named_is_checked(self, named: str) -> None:
        write(".gitignore", "generated\n")
        write("generated/module.py")
        write("generated/deep/module.py")
        assert checked(named)

    def test_a_run_without_any_file_says_so(self) -> None:
        write(".gitignore", "*.py\n")
        outcome = nsa_lint("check")
        assert (outcome.status, "no files to check" in outcome.err) == (0, True)


class TestForceExclude:
    """pre-commit names every changed file, excluded or not."""

    def files(self) -> list[str]:
        write(".git/HEAD", "")
        write(".gitignore", "generated\n")
        write("setup.cfg", "[flake8]\nexclude = docs,build,skip_*.py\n")
        named = ["docs/x.py", "build/x.py", "generated/deep/x.py", "node_modules/x.py", "src/skip_x.py", "src/x.py"]
        return [write(name) for name in named]

    def test_files_that_are_excluded_are_not_checked(self) -> None:
        assert checked("--force-exclude", *self.files()) == ["src/x.py"]

    def test_absolute_paths_too(self) -> None:
        assert checked("--force-exclude", *(str(Path(name).absolute()) for name in self.files())) == [
            str(Path("src/x.py").absolute())
        ]

    def test_without_it_they_are_checked_as_in_flake8(self) -> None:
        named = self.files()
        theirs = sorted(line.split(":")[0] for line in flake8("--select", "NSA", *named).lines)
        assert checked(*named) == theirs

    def test_it_can_be_configured(self) -> None:
        named = self.files()
        write("pyproject.toml", "[tool.nsa-lint]\nforce-exclude = true\n")
        assert checked(*named) == ["src/x.py"]

    def test_ignore_files_can_be_left_out_of_it(self) -> None:
        named = self.files()
        assert checked("--force-exclude", "--no-ignore", *named) == [
            "generated/deep/x.py", "node_modules/x.py", "src/x.py",
        ]  # fmt: skip

    def test_a_clean_commit_of_excluded_files_is_quiet(self) -> None:
        self.files()
        outcome = nsa_lint("check", "--force-exclude", "build/x.py")
        assert (outcome.status, outcome.err) == (0, "")

    def test_standard_input_goes_by_its_name(self) -> None:
        self.files()
        arguments = ("check", "--force-exclude", "--stdin-filename", "build/x.py", "-")
        assert nsa_lint(*arguments, stdin=BROKEN.encode()).status == 0
        assert nsa_lint("check", "--force-exclude", "-", stdin=BROKEN.encode()).status == 1


def test_a_folder_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    from nsa_lint.run import discovery

    write("closed/module.py")
    real = os.scandir

    def refuses(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(discovery.os, "scandir", refuses)
    assert "closed cannot be read: Permission denied; not checked" in nsa_lint("check").err


def test_a_link_to_a_folder_is_not_followed() -> None:
    write("real/module.py")
    Path("link").symlink_to("real")
    assert checked() == ["real/module.py"]
