"""Configuration: where it is read, what wins, and that nothing wrong in it passes in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lab.checkout import ROOT
from lab.faces import flake8, nsa_lint
from nsa_lint.run import pyproject
from tests.lint.samples import BROKEN, PLAIN_BRANCH, write

UNSET = """\
class A:
    def __init__(self, use_triton):
        if use_triton:
            self.x = 1

    def f(self):
        return self.x
"""
LOOP = "def f(xs):\n    for x in xs:\n        last = x\n    return last\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def codes(*arguments: str) -> list[str]:
    outcome = nsa_lint("check", "--output-format", "concise", *arguments)
    assert outcome.status in (0, 1), outcome.err
    return [line.split()[1] for line in outcome.lines]


class TestWhatIsWrongIsAnError:
    """Exit status 2, on clean files too, and nothing on standard output."""

    def refused(self, *arguments: str) -> str:
        write("module.py", "x = 1\n")
        outcome = nsa_lint("check", *arguments, "module.py")
        assert (outcome.status, outcome.out) == (2, "")
        assert "Traceback" not in outcome.err
        return outcome.err

    @pytest.mark.parametrize("value", ["module.py", "a.py:NSA101 b.py", "src/*:NSA101:NSA102", "x.py:NSA10!"])
    def test_per_file_ignores(self, value: str) -> None:
        assert f"per-file-ignores is '{value}'; expected pairs" in self.refused(f"--per-file-ignores={value}")
        write("setup.cfg", f"[flake8]\nper-file-ignores = {value}\n")
        assert f"per-file-ignores is '{value}'; expected pairs" in self.refused()

    @pytest.mark.parametrize("option", ["select", "extend-select", "ignore", "extend-ignore"])
    @pytest.mark.parametrize("code", ["NSA999", "NSA10!", "FOO", "nsa203", "E501"])
    def test_a_code_that_is_none_on_the_command_line(self, option: str, code: str) -> None:
        assert f"--{option} has '{code}', which names no code; expected NSA101, " in self.refused(f"--{option}={code}")

    def test_a_code_that_is_none_for_some_files(self) -> None:
        assert "--per-file-ignores has 'NSA999'" in self.refused("--per-file-ignores=module.py:NSA999")

    @pytest.mark.parametrize("option", ["select", "extend-select", "ignore", "extend-ignore"])
    def test_a_code_of_ours_that_is_none_in_a_file_shared_with_flake8(self, option: str) -> None:
        write("setup.cfg", f"[flake8]\n{option} = E5,NSA999\n")
        assert f"{option} has 'NSA999', which names no code" in self.refused()
        outcome = flake8("module.py")
        assert outcome.status != 0 and f"{option} has 'NSA999', which names no code" in outcome.out

    def test_a_code_of_ours_that_is_none_for_some_files_in_a_file_shared_with_flake8(self) -> None:
        write("setup.cfg", "[flake8]\nper-file-ignores = module.py:E501,NSA999\n")
        assert "per-file-ignores has 'NSA999', which names no code" in self.refused()
        outcome = flake8("module.py")
        assert outcome.status != 0 and "per-file-ignores has 'NSA999', which names no code" in outcome.out

    def test_the_code_that_was_meant_is_named(self) -> None:
        assert "(did you mean NSA203?)" in self.refused("--select=nsa203")

    @pytest.mark.parametrize("key", ["nsa-gaurds", "nsa_scop", "nsa-unknown"])
    def test_a_key_of_ours_that_is_none(self, key: str) -> None:
        write("tox.ini", f"[flake8]\n{key} = all\n")
        said = f"[flake8] has '{key}', which is not an option; expected one of nsa-scope, nsa-guards"
        assert said in self.refused()
        outcome = flake8("module.py")
        assert outcome.status != 0 and said in outcome.out

    @pytest.mark.parametrize("key", ["nsa-scope", "nsa_scope"])
    def test_keys_with_either_dash_are_known(self, key: str) -> None:
        write("tox.ini", f"[flake8]\n{key} = all\n")
        assert codes(write("plain.py", PLAIN_BRANCH)) == ["NSA201"]

    @pytest.mark.parametrize("option", ["--config", "--append-config"])
    def test_a_configuration_file_without_a_section(self, option: str) -> None:
        write("other.cfg", "[mypy]\nstrict = true\n")
        assert f"{option} is 'other.cfg', which has no section [flake8]" in self.refused(f"{option}=other.cfg")

    def test_a_toml_file_without_our_table(self) -> None:
        write("other.toml", "[tool.ruff]\n")
        assert "'other.toml', which has no table [tool.nsa-lint]" in self.refused("--config=other.toml")

    @pytest.mark.parametrize("option", ["--config", "--append-config"])
    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("nowhere.toml", "expected a configuration file that can be read: No such file or directory"),
            ("nowhere.cfg", "expected a configuration file that can be read: No such file or directory"),
            ("folder", "expected a configuration file that can be read: Is a directory"),
            ("folder.toml", "expected a configuration file that can be read: Is a directory"),
            ("", "expected a configuration file that can be read"),
            ("text.cfg", "which cannot be read: File contains no section headers"),
            ("text.toml", "which cannot be read: "),
            ("bytes.cfg", "which cannot be read: 'utf-8' codec can't decode"),
            ("bytes.toml", "which cannot be read: 'utf-8' codec can't decode"),
        ],
    )
    def test_a_configuration_file_that_cannot_be_read(self, option: str, name: str, said: str) -> None:
        for folder in ("folder", "folder.toml"):
            Path(folder).mkdir()
        for suffix in ("cfg", "toml"):
            write(f"text.{suffix}", "neither of them\n")
            Path(f"bytes.{suffix}").write_bytes(b"[flake8]\n# \xff\n")
        error = self.refused(f"{option}={name}")
        assert error.startswith(f"nsa-lint: error: {option} is {name!r}") and said in error

    def test_beside_a_toml_file_that_is_named_no_file_is_searched_for(self) -> None:
        write("ours.toml", "[tool.nsa-lint]\n")
        write("setup.cfg", "[flake8]\nnsa-scope = all\n")
        assert codes(write("plain.py", PLAIN_BRANCH)) == ["NSA201"]
        assert codes("--config=ours.toml", "plain.py") == []

    def test_an_ini_file_beside_a_toml_file_is_read(self) -> None:
        write("ours.toml", "[tool.nsa-lint]\n")
        write("more.cfg", "[flake8]\nnsa-scope = some\n")
        assert "more.cfg: [flake8] nsa-scope is 'some'" in self.refused(
            "--config=ours.toml", "--append-config=more.cfg"
        )

    @pytest.mark.parametrize(
        ("key", "value", "said"),
        [
            ("max-line-length", "x", "is 'x'; expected a whole number"),
            ("max_doc_length", "x", "is 'x'; expected a whole number"),
            ("nsa-max-nodes", "x", "is 'x'; expected a number above 0"),
            ("nsa_max_nodes", "0", "is 0; expected a number above 0"),
            ("disable-noqa", "maybe", "is 'maybe'; expected true or false"),
            ("quiet", "very", "is 'very'; expected a whole number"),
            ("jobs", "many", "is wrong: 'many' must be 'auto' or an integer"),
            ("ignore", "X!", "is 'X!'; Error code 'X!' supplied to 'ignore' option does not match"),
            ("select", "NSA999", "has 'NSA999', which names no code"),
            ("per-file-ignores", "a.py", "is 'a.py'; expected pairs"),
            ("nsa-scope", "some", "is 'some'; expected one of dispatch, all"),
            ("nsa-guards", "(", "has '(', which is not a valid regular expression"),
            ("nsa-no-return", "a(", "has 'a('; expected a dotted name"),
            ("nsa-package", "maybe", "is 'maybe'; expected one of on, off"),
            ("nsa-baseline", "nowhere.json", "nowhere.json'; expected a file that"),
        ],
    )
    def test_a_wrong_value_is_named_with_its_place(self, key: str, value: str, said: str) -> None:
        section = f"[flake8]\n{key} = {value}\n"
        write("tox.ini", section)
        error = self.refused()
        assert error.startswith(f"nsa-lint: error: tox.ini: [flake8] {key} ") and said in error
        if key.startswith("nsa"):
            outcome = flake8("module.py")
            assert outcome.status == 1 and said in outcome.out
            assert f"tox.ini: [flake8] {key} " in outcome.out
        write("tox.ini", "[flake8]\n")
        assert f"conf/more.cfg: [flake8] {key} " in self.refused(f"--append-config={write('conf/more.cfg', section)}")

    def test_what_wins_is_named(self) -> None:
        write("setup.cfg", "[flake8]\nnsa-scope = this\n")
        write("pyproject.toml", "[tool.nsa-lint]\nscope = 'that'\n")
        assert "pyproject.toml: [tool.nsa-lint] scope is 'that'" in self.refused()
        assert "error: --scope is 'other'" in self.refused("--scope=other")
        assert "--nsa-scope is 'other'" in flake8("--nsa-scope=other", "module.py").out

    @pytest.mark.parametrize(
        "option",
        [
            *("--cache-dir", "--write-baseline", "--filename", "--stdin-filename", "--select", "--extend-select"),
            *("--jobs", "--max-nodes", "--scope", "--package", "--output-format", "--color", "--config"),
        ],
    )
    def test_an_empty_value_is_not_the_default(self, option: str) -> None:
        said = self.refused(f"{option}=")
        assert said.startswith("nsa-lint: error: ") and option in said and "''" in said

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("baseline", "nowhere.json"),
            ("ignore", "NSA101"),
            ("extend-ignore", "NSA101"),
            ("exclude", "broken.py"),
            ("no-return", "fill_in_place"),
        ],
    )
    def test_an_empty_value_takes_back_what_a_file_says(self, option: str, value: str) -> None:
        write("pyproject.toml", f"[tool.nsa-lint]\n{option} = '{value}'\n")
        assert codes(f"--{option}=", write("broken.py", BROKEN)) == ["NSA101"]

    @pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8"])
    def test_a_configuration_file_that_flake8_cannot_parse_and_skips(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = Path(write(name, "[flake8]\nselect = NSA\n  - nsa: [\nnot a line\n[broken\n")).resolve()
        assert f"{name} cannot be read" in self.refused()
        Path("below").mkdir()
        monkeypatch.chdir("below")
        assert f"{path} cannot be read" in self.refused()

    def test_a_broken_toml_file(self) -> None:
        write("pyproject.toml", "[tool.nsa-lint\n")
        assert "pyproject.toml cannot be read" in self.refused()

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("scop = 'all'", "[tool.nsa-lint] has 'scop'; expected one of scope, guards"),
            ("scope = 3", "scope is 3; expected a string"),
            ("scope = 'some'", "pyproject.toml: [tool.nsa-lint] scope is 'some'; expected one of dispatch, all"),
            ("select = 1", "select is 1; expected a string or a list of strings"),
            ("select = ['E501']", "[tool.nsa-lint] select has 'E501', which names no code"),
            ("per-file-ignores = ['x']", "per-file-ignores is ['x']; expected a table such as"),
            ("per-file-ignores = {'a.py' = ['NSA999']}", "per-file-ignores has 'NSA999'"),
            (
                "guards = ['(']",
                "pyproject.toml: [tool.nsa-lint] guards has '(', which is not a valid regular expression",
            ),
            ("jobs = 'many'", "jobs is 'many'; expected a number above 0 or auto"),
            ("jobs = 0", "jobs is 0; expected a number above 0 or auto"),
            ("per-file-ignores = {'a.py' = []}", "per-file-ignores is {'a.py': []}; expected a table such as"),
            ("per-file-ignores = {'a.py' = 3}", "per-file-ignores is {'a.py': 3}; expected a table such as"),
            ("force-exclude = 'yes'", "force-exclude is 'yes'; expected true or false"),
            ("no-return = ['a(']", "pyproject.toml: [tool.nsa-lint] no-return has 'a('; expected a dotted name"),
            ("package = 'maybe'", "pyproject.toml: [tool.nsa-lint] package is 'maybe'; expected one of on, off"),
            ("max-nodes = 0", "pyproject.toml: [tool.nsa-lint] max-nodes is 0; expected a number above 0"),
            ("baseline = 'nowhere.json'", "pyproject.toml: [tool.nsa-lint] baseline is '"),
            ("baseline = 'nowhere.json'", "nowhere.json'; expected a file that `nsa-lint check --write-baseline`"),
        ],
    )
    def test_a_wrong_value_in_pyproject(self, line: str, said: str) -> None:
        write("pyproject.toml", f"[tool.nsa-lint]\n{line}\n")
        assert said in self.refused()

    @pytest.mark.parametrize("name", ["nsa_lint", "nsa-guard", "nsa_guard"])
    def test_a_table_of_another_name_is_an_error(self, name: str) -> None:
        write("pyproject.toml", f"[tool.{name}]\nscope = 'all'\n")
        assert f"has [tool.{name}], which is not read; expected [tool.nsa-lint]" in self.refused()

    @pytest.mark.parametrize("value", ["many", "0", "-1", "1.5"])
    def test_jobs(self, value: str) -> None:
        said = self.refused(f"--jobs={value}")
        assert f"argument -j/--jobs: '{value}' must be 'auto' or an integer above 0" in said
        assert "flake8" not in said

    def test_jobs_in_a_file(self) -> None:
        write("setup.cfg", "[flake8]\njobs = many\n")
        said = self.refused()
        assert said.startswith("nsa-lint: error: ") and "'many'" in said

    @pytest.mark.parametrize("fails", ["check_files", "load_settings", "show"])
    def test_whatever_goes_wrong_is_not_status_1(self, fails: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from nsa_lint.cli import check

        def broken(*arguments: object, **options: object) -> None:
            raise KeyError("odd")

        monkeypatch.setattr(check, fails, broken)
        assert "internal error at test_settings.py:" in self.refused()

    @pytest.mark.parametrize("output_format", ["json", "sarif", "gitlab", "junit"])
    def test_a_diff_inside_a_document(self, output_format: str) -> None:
        assert "--diff prints a diff" in self.refused("--diff", "--output-format", output_format)

    @pytest.mark.parametrize(
        "arguments", [["--fix", "--add-noqa"], ["--fix", "--write-baseline=b"], ["--diff", "--write-baseline=b"]]
    )
    def test_two_ways_of_writing_at_once(self, arguments: list[str]) -> None:
        assert "contradict each other" in self.refused(*arguments)

    def test_unsafe_fixes_that_nothing_makes(self) -> None:
        assert "--unsafe-fixes alone does nothing" in self.refused("--unsafe-fixes")


class TestNamingACodeTurnsItOn:
    @pytest.mark.parametrize("how", ["--select=NSA203", "--select=NSA2", "--select=NSA101,NSA203"])
    def test_on_the_command_line(self, how: str) -> None:
        assert codes(how, write("loop.py", LOOP)) == ["NSA203"]

    def test_beside_what_is_on_by_default(self) -> None:
        write("both.py", BROKEN + LOOP + PLAIN_BRANCH)
        assert codes("--extend-select=NSA203", "both.py") == ["NSA101", "NSA203"]

    @pytest.mark.parametrize("option", ["select", "extend-select"])
    def test_in_a_file_for_both_faces(self, option: str) -> None:
        write("setup.cfg", f"[flake8]\n{option} = NSA203\n")
        write("loop.py", LOOP)
        assert codes("loop.py") == ["NSA203"]
        assert "NSA203" in flake8("loop.py").out

    @pytest.mark.parametrize("how", ["--scope=all", "--select=NSA3", "--select=NSA"])
    def test_a_code_that_has_to_be_named(self, how: str) -> None:
        assert codes(how, write("unset.py", UNSET)) == []
        assert codes(how, "--extend-select=NSA301", "unset.py") == ["NSA301"]
        assert "NSA301" not in flake8("--nsa-scope=all", "--select=NSA", "unset.py").out
        assert "NSA301" in flake8("--extend-select=NSA301", "unset.py").out

    def test_that_code_in_pyproject(self) -> None:
        write("pyproject.toml", '[tool.nsa-lint]\nextend-select = ["NSA301"]\n')
        assert codes(write("unset.py", UNSET + BROKEN + LOOP)) == ["NSA301", "NSA101"]

    @pytest.mark.parametrize("how", ["--select=NSA", "--select=NSA1", "--select=N"])
    def test_a_prefix_of_codes_that_are_on_turns_nothing_on(self, how: str) -> None:
        guarded = "import sys\nif HAS_TRITON:\n    import triton\ndef f():\n    return triton.x\n"
        assert codes(how, write("module.py", LOOP + guarded)) == []

    def test_a_noqa_of_a_code_that_is_named_is_unused_where_it_silences_nothing(self) -> None:
        write("module.py", "x = 1  # noqa: NSA203\n")
        assert codes("module.py") == []
        assert codes("--extend-select=NSA203", "module.py") == ["NSA902"]


class TestPyproject:
    def test_it_is_read(self) -> None:
        write("pyproject.toml", "[tool.nsa-lint]\nscope = 'all'\n")
        assert codes(write("plain.py", PLAIN_BRANCH)) == ["NSA201"]

    def test_from_a_folder_below(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write("pyproject.toml", "[tool.nsa-lint]\nscope = 'all'\nexclude = ['src/gone']\n")
        write("src/plain.py", PLAIN_BRANCH)
        write("src/gone/plain.py", PLAIN_BRANCH)
        monkeypatch.chdir("src")
        assert codes() == ["NSA201"]

    def test_another_projects_file_above_the_repository_is_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write("pyproject.toml", "[tool.nsa-lint]\nscope = 'all'\n")
        write("repository/plain.py", PLAIN_BRANCH)
        Path("repository/.git").mkdir()
        monkeypatch.chdir("repository")
        assert codes() == []

    def test_it_wins_over_setup_cfg_and_the_command_line_over_it(self) -> None:
        write("setup.cfg", "[flake8]\nnsa-scope = dispatch\nextend-ignore = NSA104\n")
        write("pyproject.toml", "[tool.nsa-lint]\nscope = 'all'\n")
        write("plain.py", PLAIN_BRANCH)
        assert codes() == ["NSA201"]
        assert codes("--scope=dispatch") == []
        assert codes("--isolated") == []

    def test_it_can_be_named(self) -> None:
        write("conf/ours.toml", "[tool.nsa-lint]\nselect = ['NSA201']\n")
        assert codes("--config=conf/ours.toml", write("plain.py", PLAIN_BRANCH)) == ["NSA201"]

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ("no-return = ['fill_in_place']", []),
            ("guards = ['^c$', '^d{1,2}$']\nignore = ['NSA101']", ["NSA104"]),
            ("per-file-ignores = {'broken.py' = ['NSA101']}", []),
            ("per-file-ignores = {'other/*' = 'NSA101'}", ["NSA101"]),
            ("exclude = 'broken.py'", []),
            ("filename = ['plain.py']", []),
            ("disable-noqa = true", ["NSA101", "NSA101"]),
            ("jobs = 2", ["NSA101"]),
            ("max-nodes = 1", ["NSA901", "NSA901"]),
        ],
    )
    def test_every_key_does_what_the_option_does(self, lines: str, expected: list[str]) -> None:
        write("broken.py", BROKEN)
        write("silenced.py", BROKEN.replace("return seqlens", "return seqlens  # noqa: NSA101"))
        write("plain.py", PLAIN_BRANCH)
        write("pyproject.toml", f"[tool.nsa-lint]\n{lines}\n")
        if "no-return" in lines:
            Path("silenced.py").unlink()
        assert codes() == expected

    def test_a_pattern_may_hold_a_comma(self) -> None:
        write("pyproject.toml", "[tool.nsa-lint]\nguards = ['^c{1,2}$']\n")
        assert codes(write("plain.py", PLAIN_BRANCH)) == ["NSA104"]

    def test_the_documents_name_every_key(self) -> None:
        page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
        assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == set(pyproject.KEYS)


class TestToolFlake8:
    @pytest.fixture
    def config(self) -> None:
        write("pyproject.toml", "[tool.flake8]\nnsa-scope = 'all'\nextend-ignore = ['NSA202']\nmax-line-length = 99\n")
        write("plain.py", PLAIN_BRANCH)

    def test_it_is_read_where_flake8_reads_it(self, config: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pyproject, "find_spec", lambda name: object())
        assert codes() == ["NSA201"]

    def test_as_flake8_does_it_takes_the_place_of_the_other_files(
        self, config: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pyproject, "find_spec", lambda name: object())
        write("setup.cfg", "[flake8]\nextend-ignore = NSA201\n")
        assert codes() == ["NSA201"]

    @pytest.mark.parametrize("also", ["", "[tool.nsa-lint]\nignore = ['NSA101']\n"])
    def test_a_file_that_is_named_is_read_where_flake8_reads_it(
        self, config: None, also: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = Path("pyproject.toml").read_text()
        Path("pyproject.toml").write_text(text + also)
        Path("below").mkdir()
        monkeypatch.chdir("below")
        monkeypatch.setattr(pyproject, "find_spec", lambda name: object())
        assert codes("--config=../pyproject.toml", "../plain.py") == ["NSA201"]

    def test_a_file_that_is_named_has_nothing_to_say_elsewhere(
        self, config: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pyproject, "find_spec", lambda name: None)
        outcome = nsa_lint("check", "--config=pyproject.toml", "plain.py")
        assert (outcome.status, outcome.out) == (2, "")
        assert "'pyproject.toml', which has no table [tool.nsa-lint]" in outcome.err

    def test_elsewhere_its_user_is_warned(self, config: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pyproject, "find_spec", lambda name: None)
        outcome = nsa_lint("check")
        assert outcome.status == 0
        assert "[tool.flake8], which flake8 reads only with Flake8-pyproject installed" in outcome.err


def test_only_one_module_imports_the_internals_of_flake8() -> None:
    """The plugin is flake8's own face: it names flake8's exception, where an option is wrong, and a type."""
    package = ROOT / "nsa_lint"
    importing = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if re.search(r"^\s*(?:from|import) flake8\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert importing <= {"run/flake8_internals.py", "plugin.py", "run/settings.py"}
    typing_only = (package / "run" / "settings.py").read_text(encoding="utf-8")
    assert re.findall(r"^from flake8", typing_only, re.MULTILINE) == []
