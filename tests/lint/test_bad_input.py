"""Files that are no good Python: flake8 behaves as it does without us, and the command line says what it cannot see."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from lab.amount import some
from lab.faces import flake8, nsa_lint, without_the_plugin

BROKEN = b"def f(m):\n    if TRITON_AVAILABLE:\n        fill(m)\n    else:\n        x = 1\n    return x\n"
NEWER_GRAMMAR = b"lazy import json\n"  # of 3.15

PARSE = {
    "empty": b"",
    "one newline": b"\n",
    "only a comment": b"# nothing",
    "no newline at the end": BROKEN.rstrip(b"\n"),
    "byte order mark": codecs.BOM_UTF8 + BROKEN,
    "latin-1 cookie": b"# coding: latin-1\nname = '\xe4'\n" + BROKEN,
    "bytes that are no UTF-8, in a comment": b"# \xff\xfe\n" + BROKEN,
    "unknown cookie": b"# coding: klingon\n" + BROKEN,
    "CRLF": BROKEN.replace(b"\n", b"\r\n"),
    "CR alone": BROKEN.replace(b"\n", b"\r"),
    "form feed": b"x = 1\n\f\n" + BROKEN,
    "line separators inside a string": "s = 'a\u2028b\x85c\x1cd'\n".encode() + BROKEN,
    "wide characters before the read": BROKEN.replace(b"return x", "return '\U0001f600äö', x".encode()),
    "tab indentation": BROKEN.replace(b"    ", b"\t"),
    "invalid escape": b"s = '\\d'\n" + BROKEN,
}
DO_NOT_PARSE = {
    "syntax error": BROKEN + b"def g(:\n",
    "unterminated string": BROKEN + b"s = '''\n",
    "wrong indentation": BROKEN + b"   x = 1\n  y = 2\n",
    "tabs and spaces mixed": b"if a:\n        x = 1\n\ty = 2\n",
    "null byte": BROKEN + b"x = 1\x00\n",
    "UTF-16": BROKEN.decode().encode("utf-16"),
    "grammar of a newer Python": BROKEN + NEWER_GRAMMAR,
    "Python 2": BROKEN + b"print 'x'\n",
    "too deeply nested": b"x = " + b"(" * 5000 + b")" * 5000 + b"\n",
    "binary": bytes(range(256)),
}
FLAKE8_ITSELF_FAILS = {"cookie of a codec that is no text encoding": b"# coding: hex\n" + BROKEN}
ALL = PARSE | DO_NOT_PARSE | FLAKE8_ITSELF_FAILS
FORMATS = ["text", "concise", "json", "sarif", "github"]  # what one does with a file, no Python changes


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", ALL)
def test_flake8_says_what_it_says_without_us(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("module.py").write_bytes(ALL[case])
    with_us = flake8("--isolated", "module.py")
    with without_the_plugin(monkeypatch):
        without_us = flake8("--isolated", "module.py")
    others = [line for line in with_us.lines if " NSA" not in line]
    assert (others, with_us.err) == (without_us.lines, without_us.err)
    assert with_us.status == without_us.status or (with_us.status, without_us.status) == (1, 0)


@pytest.mark.parametrize("case", PARSE)
def test_both_faces_find_the_same_in_what_parses(case: str) -> None:
    Path("module.py").write_bytes(PARSE[case])
    told = flake8("--isolated", "--select", "NSA", "module.py")
    assert told.lines == nsa_lint("check", "--isolated", "--output-format", "concise", "module.py").lines
    assert len(told.lines) == (1 if b"TRITON" in PARSE[case] else 0)


@pytest.mark.parametrize("case", DO_NOT_PARSE)
def test_the_command_line_says_what_it_cannot_look_at(case: str) -> None:
    Path("module.py").write_bytes(DO_NOT_PARSE[case])
    outcome = nsa_lint("check", "--isolated", "--output-format", "concise", "module.py")
    [line] = outcome.lines
    assert "NSA901 this file was not analysed: " in line
    assert outcome.status == 1


@pytest.mark.parametrize("output_format", FORMATS[: some(len(FORMATS))])
@pytest.mark.parametrize("case", ALL)
def test_every_report_can_show_every_file(case: str, output_format: str) -> None:
    Path("module.py").write_bytes(ALL[case])
    outcome = nsa_lint("check", "--isolated", "--output-format", output_format, "module.py")
    assert outcome.status == (0 if case in PARSE and b"TRITON" not in PARSE[case] else 1)
    assert "Traceback" not in outcome.out + outcome.err


@pytest.mark.parametrize("case", ALL)
def test_fixing_never_damages_a_file(case: str) -> None:
    Path("module.py").write_bytes(ALL[case])
    nsa_lint("check", "--isolated", "--fix", "--unsafe-fixes", "module.py")
    after = Path("module.py").read_bytes()
    if case in DO_NOT_PARSE:
        assert after == ALL[case]
    else:
        compile(after.decode("latin-1").removeprefix("ï»¿"), "module.py", "exec")


def test_the_columns_count_characters() -> None:
    Path("module.py").write_bytes(PARSE["wide characters before the read"])
    [line] = flake8("--isolated", "--select", "NSA", "module.py").lines
    assert line.startswith("module.py:6:19: NSA101")


def test_a_line_of_a_file_that_does_not_parse_is_told() -> None:
    Path("module.py").write_bytes(b"x = 1\ndef g(:\n")
    [line] = nsa_lint("check", "--isolated", "--output-format", "concise", "module.py").lines
    assert line.startswith("module.py:2:7: NSA901 this file was not analysed: does not parse: ")


@pytest.mark.parametrize(
    "kind", [pytest.param("pipe", marks=pytest.mark.needs("pipes")), "link to nowhere", "link to itself", "folder"]
)
def test_what_is_no_file_is_told_and_never_waited_for(kind: str) -> None:
    Path("tree").mkdir()
    odd = Path("tree/odd.py")
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "link to nowhere":
        odd.symlink_to("nowhere")
    elif kind == "link to itself":
        odd.symlink_to("odd.py")
    else:
        odd.mkdir()
    outcome = nsa_lint("check", "--isolated", "--output-format", "concise", "tree")
    if kind == "folder":
        assert outcome.lines == []
    else:
        [line] = outcome.lines
        assert line.startswith("tree/odd.py:1:1: NSA901 this file was not analysed: ")


@pytest.mark.needs("file names of any bytes")
def test_a_file_name_that_is_no_text_is_shown() -> None:
    name = os.fsdecode(b"\xff.py")
    Path(name).write_bytes(BROKEN)
    [line] = nsa_lint("check", "--isolated", "--output-format", "concise", ".").lines
    assert line.startswith("./\\udcff.py:6:12: NSA101")
