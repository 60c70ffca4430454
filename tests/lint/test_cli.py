"""The command line: the same findings as flake8, exit statuses, configuration, noqa, many files."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from textwrap import dedent

import pytest

from lab.faces import flake8, nsa_lint
from nsa_lint.cli.progress import progress
from nsa_lint.rules import RULES
from nsa_lint.run import files as running
from nsa_lint.run import processes
from nsa_lint.run.files import Checked, Run
from nsa_lint.run.processes import CheckFile
from tests.lint.samples import BROKEN, PLAIN_BRANCH, write

CLEAN = "x = 1\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def concise(*arguments: str) -> list[str]:
    return nsa_lint("check", "--output-format", "concise", *arguments).lines


def codes(*arguments: str) -> list[str]:
    return [line.split()[1] for line in concise(*arguments)]


class TestExitStatus:
    def test_clean(self) -> None:
        assert nsa_lint("check", write("module.py", CLEAN)).status == 0

    def test_findings(self) -> None:
        assert nsa_lint("check", write("module.py", BROKEN)).status == 1

    def test_findings_with_exit_zero(self) -> None:
        outcome = nsa_lint("check", "--exit-zero", write("module.py", BROKEN))
        assert (outcome.status, "NSA101" in outcome.out) == (0, True)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            pytest.param(["check", "nowhere.py"], "'nowhere.py' does not exist", id="a path that is not there"),
            pytest.param(["check", "--scope", "some"], "--scope is 'some'; expected one of", id="a scope"),
            pytest.param(["check", "--guards", "("], "--guards has '('", id="a regular expression"),
            pytest.param(["check", "--config", "nowhere.cfg"], "nowhere.cfg", id="a configuration file"),
            pytest.param(["check", "--jobs", "many"], "'many' must be 'auto' or an integer", id="jobs"),
            pytest.param(["check", "--output-format", "xml"], "invalid choice: 'xml'", id="a format"),
            pytest.param(["check", "--fix", "-"], "standard input", id="nothing to write to"),
            pytest.param(["explain", "NSA000"], "'NSA000' is not known; expected one of NSA101", id="a code"),
            pytest.param(["inspect"], "invalid choice: 'inspect'", id="a command"),
            pytest.param([], "required: COMMAND", id="no command"),
        ],
    )
    def test_misuse_names_what_was_wrong_and_checks_nothing(self, arguments: list[str], said: str) -> None:
        outcome = nsa_lint(*arguments)
        assert outcome.status == 2
        assert said in outcome.err
        assert outcome.out == ""

    def test_a_wrong_value_in_the_configuration_is_misuse(self) -> None:
        write(".flake8", "[flake8]\nnsa-scope = everything\n")
        outcome = nsa_lint("check", write("module.py", BROKEN))
        assert (outcome.status, ".flake8: [flake8] nsa-scope is 'everything'" in outcome.err) == (2, True)


class TestTheSameAsFlake8:
    def tree(self) -> None:
        write("package/broken.py", BROKEN)
        write("package/plain.py", PLAIN_BRANCH)
        write("package/silenced.py", BROKEN.replace("return seqlens", "return seqlens  # noqa: NSA101"))
        write("package/blanket.py", BROKEN.replace("return seqlens", "return seqlens  # noqa"))
        write("package/other.py", BROKEN.replace("return seqlens", "return seqlens  # noqa: E501"))
        write("package/long_statement.py", BROKEN.replace("return seqlens", "return (\n        seqlens\n    )  # noqa"))
        write("package/whole_file.py", "# flake8: noqa\n" + BROKEN)
        write("package/two.py", BROKEN + BROKEN.replace("fill(", "fill_again("))
        write("package/deep/ignored.py", BROKEN)
        write("generated/broken.py", BROKEN)
        write("script", BROKEN)

    @pytest.mark.parametrize(
        "config",
        [
            pytest.param("", id="no options"),
            pytest.param("nsa-scope = all", id="scope"),
            pytest.param("nsa-guards = ^c$", id="guards"),
            pytest.param("extend-ignore = NSA101", id="extend-ignore"),
            pytest.param("per-file-ignores =\n  package/two.py: NSA1\n  deep/*: NSA", id="per-file-ignores"),
            pytest.param("exclude = generated", id="exclude"),
            pytest.param("extend-exclude = deep,two.py", id="extend-exclude"),
            pytest.param("disable-noqa = true", id="disable-noqa"),
            pytest.param("filename = *broken.py,script", id="filename"),
        ],
    )
    def test_concise_is_byte_for_byte_what_flake8_prints(self, config: str) -> None:
        self.tree()
        write("setup.cfg", f"[flake8]\n{config}\n")
        theirs = flake8("--select", "NSA", ".")
        ours = nsa_lint("check", "--output-format", "concise", ".")
        assert (ours.out, ours.status) == (theirs.out, theirs.status)

    @pytest.mark.parametrize("option", ["--select=NSA2", "--ignore=NSA101", "--exclude=package", "--isolated"])
    def test_and_with_options(self, option: str) -> None:
        self.tree()
        write("setup.cfg", "[flake8]\nnsa-scope = all\n")
        select = [] if option.startswith("--select") else ["--select=NSA"]
        ours = nsa_lint("check", "--output-format", "concise", option, ".")
        assert ours.lines == flake8(*select, option, ".").lines
        assert ours.lines

    def test_a_select_that_names_no_code_of_ours_does_not_silence_us(self) -> None:
        write("setup.cfg", "[flake8]\nselect = E,F\n")
        assert codes(write("module.py", BROKEN)) == ["NSA101"]

    def test_a_select_that_names_one_is_respected(self) -> None:
        write("setup.cfg", "[flake8]\nselect = E,NSA104\n")
        assert codes(write("module.py", BROKEN)) == []


class TestStandardInput:
    def test_it_is_checked_under_the_name_given(self) -> None:
        outcome = nsa_lint(
            "check", "--output-format", "concise", "--stdin-filename", "src/module.py", "-", stdin=BROKEN.encode()
        )
        assert [line.split(" ")[:2] for line in outcome.lines] == [["src/module.py:6:12:", "NSA101"]]

    def test_per_file_ignores_are_those_of_the_name(self) -> None:
        arguments = ["--per-file-ignores=src/*:NSA101", "--stdin-filename=src/module.py", "-"]
        assert nsa_lint("check", *arguments, stdin=BROKEN.encode()).status == 0

    def test_the_long_report_shows_its_lines(self) -> None:
        assert "fill_in_place(metadata.seqlens)" in nsa_lint("check", "-", stdin=BROKEN.encode()).out

    @pytest.mark.needs("libcst")
    def test_a_diff_shows_the_fix(self) -> None:
        text = BROKEN.replace("fill_in_place(metadata.seqlens)", "note()").replace("compute(metadata)", "()")
        assert "+        seqlens = ()" in nsa_lint("check", "--diff", "--unsafe-fixes", "-", stdin=text.encode()).lines


class TestUnusedNoqa:
    def lines(self, comment: str, *arguments: str) -> list[str]:
        return concise(*arguments, write("module.py", f"x = 1  {comment}\n"))

    def test_a_comment_that_silences_nothing_is_told(self) -> None:
        assert self.lines("# noqa: NSA101") == ["module.py:1:16: NSA902 `# noqa: NSA101` silences nothing here"]

    def test_only_our_codes_are(self) -> None:
        [line] = self.lines("# noqa: E501,NSA101, W291")
        assert line.startswith("module.py:1:21: NSA902 `# noqa: NSA101`")

    def test_a_code_that_we_do_not_have_is_told(self) -> None:
        assert self.lines("# noqa: NSA999") == ["module.py:1:16: NSA902 `# noqa: NSA999` is not a code of this checker"]

    def test_a_blanket_noqa_is_nobodys(self) -> None:
        assert self.lines("# noqa") == []

    def test_a_code_that_is_not_told_in_this_run_may_be_needed_in_another(self) -> None:
        assert self.lines("# noqa: NSA201") == []
        assert len(self.lines("# noqa: NSA201", "--scope=all")) == 1

    def test_a_comment_that_silences_something_is_not_told(self) -> None:
        assert concise(write("module.py", BROKEN.replace("return seqlens", "return seqlens  # noqa: NSA101"))) == []

    def test_text_inside_a_string_is_no_comment(self) -> None:
        assert concise(write("module.py", 'x = "# noqa: NSA101"\n')) == []

    def test_it_can_be_ignored(self) -> None:
        assert self.lines("# noqa: NSA101", "--extend-ignore=NSA902") == []

    def test_flake8_does_not_know_of_it(self) -> None:
        self.lines("# noqa: NSA101")
        assert flake8("--isolated", "--select", "NSA", "module.py").lines == []


class TestManyFiles:
    def tree(self, count: int = 120) -> list[str]:
        return [write(f"tree/module{number:03}.py", BROKEN if number % 3 else CLEAN) for number in range(count)]

    def test_processes_find_what_one_finds(self) -> None:
        self.tree()
        one = concise("--isolated", "--jobs", "1", "tree")
        assert len(one) == 80
        assert concise("--isolated", "--jobs", "3", "tree") == one

    @pytest.mark.parametrize("output_format", ["text", "json", "sarif"])
    def test_what_to_do_is_the_same_whoever_finds_it(self, output_format: str) -> None:
        """The processes find the fixes with the findings; from the cache, and for --fix, they are found again."""
        self.tree()
        report = ("check", "--isolated", "--cache-dir", "cache", "--output-format", output_format)
        one = nsa_lint(*report, "--no-cache", "--jobs", "1", "tree").out
        assert "bind" in one
        for _ in range(2):
            assert nsa_lint(*report, "--jobs", "3", "tree").out == one

    @pytest.mark.needs("process")
    def test_a_process_that_dies_takes_only_its_file_along(self, monkeypatch: pytest.MonkeyPatch) -> None:
        paths = self.tree()
        culprit, check = paths[40], running.check_file

        def dies(path: str, run: Run) -> Checked:
            if path == culprit:
                os._exit(1)
            return check(path, run)

        monkeypatch.setattr(running, "check_file", dies)
        lines = concise("--isolated", "--jobs", "2", "tree")
        [lost] = [line for line in lines if "NSA901" in line]
        assert lost.startswith(f"{culprit}:1:1: NSA901 this file was not analysed: the process that checked it died")
        assert len([line for line in lines if "NSA101" in line]) == 79

    def test_where_no_processes_can_be_had_one_does_it_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuses(*arguments: object) -> None:
            raise OSError("no semaphores")

        self.tree()
        monkeypatch.setattr(processes, "ProcessPoolExecutor", refuses)
        assert len(concise("--isolated", "--jobs", "2", "tree")) == 80

    @pytest.mark.parametrize(("batches", "pools"), [(0, 8 + 120), (1, 8), (3, 3), (100, 1)])
    def test_a_pool_that_takes_nothing_more_is_replaced(
        self, batches: int, pools: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One that a process has died of takes no batch; each file is checked all the same, or said not to be."""
        made: list[Pool] = []

        class Pool(contextlib.nullcontext[None]):
            """Takes `batches` of them, all of which succeed, and is broken then."""

            def __init__(self, jobs: int, context: object, start: object, work: tuple[CheckFile, Run]) -> None:
                super().__init__()
                self.left, self.refused, self.work = batches, False, work
                made.append(self)

            def submit(self, check: object, paths: Sequence[str]) -> Future[list[Checked]]:
                assert not self.refused, "the same pool is asked again"
                if self.left == 0:
                    self.refused = True
                    raise BrokenProcessPool
                self.left -= 1
                done: Future[list[Checked]] = Future()
                check_file, run = self.work
                done.set_result([check_file(path, run) for path in paths])
                return done

        self.tree()
        monkeypatch.setattr(processes, "ProcessPoolExecutor", Pool)
        lines = concise("--isolated", "--jobs", "2", "tree")
        codes = Counter(line.split()[1] for line in lines)
        assert codes == ({"NSA901": 120} if batches == 0 else {"NSA101": 80})
        assert len({line.split(":")[0] for line in lines}) == len(lines)
        assert len(made) == pools

    @pytest.mark.needs("rich")
    def test_a_person_who_waits_sees_a_progress_bar(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "xterm")
        assert list(progress(iter(range(150)), 150)) == list(range(150))
        assert "checking" in terminal.getvalue()

    def test_there_is_no_progress_bar_where_no_person_looks(self) -> None:
        self.tree()
        assert nsa_lint("check", "--isolated", "tree").err == ""


@pytest.mark.needs("libcst")
class TestFix:
    FIXABLE = BROKEN.replace("fill_in_place(metadata.seqlens)", "note()").replace("compute(metadata)", "()")

    def test_a_fix_is_written_and_its_finding_gone(self) -> None:
        outcome = nsa_lint("check", "--fix", "--unsafe-fixes", write("module.py", self.FIXABLE))
        assert (outcome.status, outcome.out) == (0, "nothing found\n")
        assert outcome.err == "1 finding fixed in 1 file\n"
        assert "        seqlens = ()\n        note()\n" in Path("module.py").read_text()

    def test_a_second_run_changes_nothing(self) -> None:
        nsa_lint("check", "--fix", "--unsafe-fixes", write("module.py", self.FIXABLE))
        before = Path("module.py").read_bytes()
        assert nsa_lint("check", "--fix", "--unsafe-fixes", "module.py").err == ""
        assert Path("module.py").read_bytes() == before

    def test_what_a_fix_uncovers_is_fixed_too(self) -> None:
        """All that goes on behind the assertion fails in it: only with `ready` bound there is a way to `seqlens`."""
        text = dedent("""
            def f(use_triton):
                if use_triton:
                    note()
                else:
                    seqlens = ()
                    ready = use_triton
                assert ready
                return seqlens
            """)
        outcome = nsa_lint("check", "--fix", "--unsafe-fixes", "--isolated", write("module.py", text))
        assert (outcome.status, outcome.err) == (0, "1 finding fixed in 1 file\n")
        assert "        seqlens = ()\n        ready = use_triton\n        note()\n" in Path("module.py").read_text()

    def test_what_has_no_certain_fix_is_left_and_told(self) -> None:
        outcome = nsa_lint("check", "--fix", "--unsafe-fixes", write("module.py", BROKEN))
        assert (outcome.status, Path("module.py").read_text()) == (1, BROKEN)
        assert "to decide" in outcome.out

    def test_what_is_left_of_a_file_that_was_fixed_is_reported(self) -> None:
        text = self.FIXABLE + "\n\n" + BROKEN
        outcome = nsa_lint("check", "--fix", "--unsafe-fixes", "--output-format=concise", write("module.py", text))
        assert outcome.err == "1 finding fixed in 1 file\n"
        [line] = outcome.lines
        assert "NSA101" in line
        assert outcome.status == 1

    def test_a_diff_writes_nothing(self) -> None:
        outcome = nsa_lint("check", "--diff", "--unsafe-fixes", write("module.py", self.FIXABLE))
        assert Path("module.py").read_text() == self.FIXABLE
        assert outcome.status == 1
        assert [line for line in outcome.lines if line[0] in "+-"] == [
            "--- module.py", "+++ module.py", "+        seqlens = ()",
        ]  # fmt: skip
        assert outcome.err == "1 finding would be fixed in 1 file\n"

    def test_an_empty_diff_says_what_is_left(self) -> None:
        outcome = nsa_lint("check", "--diff", write("module.py", self.FIXABLE))
        assert (outcome.status, outcome.out) == (1, "")
        assert outcome.err.startswith("left: 1 finding in 1 file; 1 can be fixed with --fix --unsafe-fixes")

    def test_a_silenced_finding_is_not_fixed(self) -> None:
        text = self.FIXABLE.replace("return seqlens", "return seqlens  # noqa: NSA101")
        nsa_lint("check", "--fix", "--unsafe-fixes", write("module.py", text))
        assert Path("module.py").read_text() == text

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
    def test_encoding_newlines_and_mode_are_kept(self, encoding: str, newline: str) -> None:
        cookie = "# coding: latin-1\n" if encoding == "latin-1" else ""
        text = f"{cookie}name = 'äö'\n{self.FIXABLE}"
        expected = text.replace("note()\n", "seqlens = ()\n        note()\n")
        Path("module.py").write_bytes(text.replace("\n", newline).encode(encoding))
        Path("module.py").chmod(0o754)
        nsa_lint("check", "--fix", "--unsafe-fixes", "module.py")
        assert Path("module.py").read_bytes() == expected.replace("\n", newline).encode(encoding)
        assert Path("module.py").stat().st_mode & 0o777 == 0o754

    def test_a_file_that_libcst_would_not_give_back_is_left_as_it_is(self) -> None:
        data = self.FIXABLE.replace("\n", "\r").encode()
        Path("module.py").write_bytes(data)
        assert nsa_lint("check", "--fix", "--unsafe-fixes", "module.py").status == 1
        assert Path("module.py").read_bytes() == data

    def test_a_link_out_of_the_tree_is_not_followed(self) -> None:
        write("outside/module.py", self.FIXABLE)
        Path("tree").mkdir()
        Path("tree/link.py").symlink_to("../outside/module.py")
        outcome = nsa_lint("check", "--fix", "--unsafe-fixes", "tree")
        assert Path("outside/module.py").read_text() == self.FIXABLE
        assert outcome.status == 1
        assert "not changed: " in outcome.err

    def test_a_link_inside_the_tree_stays_a_link(self) -> None:
        write("tree/module.py", self.FIXABLE)
        Path("tree/link.py").symlink_to("module.py")
        nsa_lint("check", "--fix", "--unsafe-fixes", "tree")
        assert Path("tree/link.py").is_symlink()
        assert Path("tree/module.py").read_text().count("seqlens = ()") == 2


class TestTheOtherCommands:
    def test_rules_lists_every_code(self) -> None:
        assert [line.split()[0] for line in nsa_lint("rules").lines if line.startswith("NSA")] == list(RULES)

    @pytest.mark.parametrize("code", RULES)
    def test_every_code_is_explained(self, code: str) -> None:
        outcome = nsa_lint("explain", code.lower())
        assert outcome.status == 0
        assert code in outcome.out

    def test_statistics_count_each_code(self) -> None:
        outcome = nsa_lint("check", "--statistics", write("module.py", BROKEN * 2))
        assert [line.split()[:2] for line in outcome.lines if "  NSA101  " in line] == [["2", "NSA101"]]

    def test_statistics_leave_a_document_a_document(self) -> None:
        outcome = nsa_lint("check", "--statistics", "--output-format", "json", write("module.py", BROKEN))
        assert len(json.loads(outcome.out)["findings"]) == 1
        assert outcome.err.startswith("1")


class TestAsAProcess:
    @pytest.mark.needs("process")
    def test_the_module_runs_as_the_script_does(self) -> None:
        command = [sys.executable, "-m", "nsa_lint", "check", "--output-format", "concise", write("module.py", BROKEN)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.splitlines() == concise("module.py")

    @pytest.mark.needs("process")
    def test_no_file_of_the_working_folder_is_imported(self) -> None:
        for name in ("json", "tokenize", "flake8", "libcst", "concurrent", "torch"):
            write(f"{name}.py", "open('ran', 'w')\n")
        write("broken.py", BROKEN)
        done = subprocess.run([sys.executable, "-m", "nsa_lint", "check", "--isolated"], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (1, "")
        assert "NSA101 'seqlens'" in done.stdout
        assert not Path("ran").exists()

    @pytest.mark.needs("process")
    def test_a_reader_that_leaves_ends_it_quietly(self) -> None:
        write("module.py", "".join(BROKEN.replace("fill(", f"fill{number}(") for number in range(2000)))
        command = [sys.executable, "-m", "nsa_lint", "check", "--output-format", "concise", "module.py"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
