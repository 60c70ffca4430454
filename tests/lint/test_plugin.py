"""The flake8 face: registration, options, noqa, and the promise never to take flake8 down."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import nsa_lint.checker
from lab.faces import flake8, select_nsa

BROKEN = """\
def fill(metadata):
    if TRITON_KERNEL_AVAILABLE:
        fill_in_place(metadata.seqlens)
    else:
        seqlens = compute(metadata)
    return seqlens
"""
EXPECTED = (
    "{path}:6:12: NSA101 'seqlens' is unbound when the arm at line 2 is taken (TRITON_KERNEL_AVAILABLE); "
    "the arm at line 4 binds it"
)
PLAIN_BRANCH = "def f(c):\n    if c:\n        x = 1\n    return x\n"
GUARDED = "def f():\n    if my_fast_path:\n        pass\n    else:\n        x = 1\n    return x\n"

Project = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Writes a module, and a configuration file beside it where wanted; its relative path."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, config: str = "", name: str = "module.py") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        if config:
            (tmp_path / ".flake8").write_text(f"[flake8]\n{config}", encoding="utf-8")
        return name

    return write


def test_the_line_names_the_variable_the_arm_and_the_arms_that_bind(file: Callable[..., str]) -> None:
    path = file(BROKEN)
    assert select_nsa(path) == [EXPECTED.format(path=path)]


def test_the_codes_are_on_without_being_selected(file: Callable[..., str]) -> None:
    assert EXPECTED.format(path="module.py") in flake8("--isolated", file(BROKEN)).lines


def test_a_dispatch_whose_arms_all_bind_is_silent(file: Callable[..., str]) -> None:
    assert select_nsa(file(BROKEN.replace("fill_in_place(", "seqlens = fill_in_place("))) == []


@pytest.mark.parametrize(
    ("comment", "lines"),
    [
        pytest.param("# noqa: NSA101", 0, id="its own code"),
        pytest.param("# noqa: NSA", 0, id="the prefix, where flake8 takes one"),
        pytest.param("# noqa", 0, id="blanket"),
        pytest.param("# noqa: E501, NSA101", 0, id="among others"),
        pytest.param("# noqa: NSA104", 1, id="another code"),
    ],
)
def test_noqa_works_through_flake8(file: Callable[..., str], comment: str, lines: int) -> None:
    path = file(BROKEN.replace("return seqlens", f"return seqlens  {comment}"))
    assert len(select_nsa(path)) == lines


def test_other_branches_are_told_with_scope_all(file: Callable[..., str]) -> None:
    path = file(PLAIN_BRANCH)
    assert select_nsa(path) == []
    [line] = select_nsa("--nsa-scope=all", path)
    assert "NSA201 'x'" in line


def test_the_scope_is_read_from_the_configuration(file: Callable[..., str]) -> None:
    assert "NSA201" in flake8(file(PLAIN_BRANCH, "select = NSA\nnsa-scope = all\n")).out


def test_the_command_line_wins_over_the_configuration(file: Callable[..., str]) -> None:
    assert flake8("--nsa-scope=dispatch", file(PLAIN_BRANCH, "select = NSA\nnsa-scope = all\n")).out == ""


def test_guards_make_a_name_a_dispatch(file: Callable[..., str]) -> None:
    path = file(GUARDED)
    assert select_nsa(path) == []
    [line] = select_nsa("--nsa-guards=^unrelated$,^my_fast", path)
    assert "NSA101 'x'" in line


def test_guards_are_read_from_the_configuration(file: Callable[..., str]) -> None:
    assert "NSA101" in flake8(file(GUARDED, "select = NSA\nnsa-guards =\n  ^unrelated$\n  ^my_fast\n")).out


def test_a_function_that_never_returns_ends_its_arm(file: Callable[..., str]) -> None:
    path = file(BROKEN.replace("fill_in_place(metadata.seqlens)", "errors.give_up()"))
    assert len(select_nsa(path)) == 1
    assert select_nsa("--nsa-no-return=errors.give_up", path) == []


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--nsa-scope=everything", "nsa-scope is 'everything'; expected one of dispatch, all"),
        ("--nsa-guards=(", "nsa-guards has '(', which is not a valid regular expression: "),
        ("--nsa-no-return=os._exit()", "nsa-no-return has 'os._exit()'; expected a dotted name such as os._exit"),
    ],
)
def test_a_wrong_option_is_a_sentence_and_no_traceback(file: Callable[..., str], option: str, said: str) -> None:
    outcome = flake8("--isolated", option, file(BROKEN))
    assert outcome.status == 1
    assert said in outcome.out
    assert "Traceback" not in outcome.out + outcome.err


def test_per_file_ignores_and_ignore_are_respected(file: Callable[..., str]) -> None:
    path = file(BROKEN)
    assert select_nsa("--per-file-ignores=module.py:NSA101", path) == []
    assert select_nsa("--ignore=NSA101", path) == []


@pytest.mark.parametrize("error", [RuntimeError("two\nlines"), RecursionError("deep"), MemoryError(), KeyError("k")])
def test_an_error_of_ours_is_told_and_never_raised(
    file: Callable[..., str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(source: object, options: object, **_: object) -> None:
        raise error

    monkeypatch.setattr(nsa_lint.checker, "check", fails)
    [line] = select_nsa(file(BROKEN))
    assert line.startswith("module.py:1:1: NSA901 this file was not analysed: internal error at test_plugin.py:")
    assert type(error).__name__ in line


def test_flake8_finds_the_same_over_several_processes(file: Callable[..., str]) -> None:
    names = [file(BROKEN, name=f"module{number}.py") for number in range(6)]
    lines = flake8("--isolated", "--select", "NSA", "-j2", *names).lines
    assert lines == [EXPECTED.format(path=name) for name in names]


def test_nothing_of_the_checked_code_is_imported_or_run(file: Callable[..., str], tmp_path: Path) -> None:
    act = "open('ran', 'w')\n"
    file(act, name="helper_that_acts.py")
    assert len(select_nsa(file(f"import helper_that_acts\n{act}\n\n{BROKEN}"))) == 1
    assert not (tmp_path / "ran").exists()


@pytest.mark.needs("process")
def test_the_checker_is_imported_before_flake8_forks(file: Callable[..., str]) -> None:
    file("")
    said = (
        "import sys; from nsa_lint.checker import check_safely, load; from nsa_lint.options import Options;"
        "from nsa_lint.syntax.source import Source; load(); before = {*sys.modules};"
        "print(len(check_safely(Source.read(%r), Options())), *sorted({*sys.modules} - before))"
    )
    Path("__init__.py").touch()
    done = subprocess.run([sys.executable, "-c", said % file(BROKEN)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]


@pytest.mark.needs("process")
def test_loading_the_plugin_imports_neither_the_analysis_nor_libcst() -> None:
    # `flake8 --version` loads every plugin: what it imports is paid by every command.
    said = "import sys, nsa_lint.plugin; print(*sorted(name for name in sys.modules if name.split('.')[0] in %r))"
    done = subprocess.run(
        [sys.executable, "-c", said % ({"nsa_lint", "libcst", "flake8", "torch", "argparse"},)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["nsa_lint", "nsa_lint.options", "nsa_lint.plugin"]
