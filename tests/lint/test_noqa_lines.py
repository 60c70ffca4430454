"""A file is tokenized in parts, where that matters; a `# noqa` counts for the same lines as in flake8."""

from __future__ import annotations

import ast
import random
import re
import tokenize
from pathlib import Path

import pytest

from lab.faces import nsa_lint
from nsa_lint.run import logical_lines
from nsa_lint.run.flake8_internals import FileProcessor, ignored_inline
from nsa_lint.run.logical_lines import LogicalLines
from nsa_lint.run.settings import load
from nsa_lint.syntax.source import Source

OPTIONS = load(["--isolated"]).flake8
NOQA = re.compile("noqa")
ODD = '''\
"""A module
of two lines."""
import a; import b; x = """
text"""; y = 1
@(
    decorated
)
def f(a=(1,
         2)):
    return """
    # inside a string
  """, a \\
        , 2
# at the side
class C(
    f,
): """one
line"""; z = 3
class D:
    """Documented

    """
    x = 1; y = """
    """
    def g(self): return """
"""
  # less indented

    @property
    def h(self):
        if self: pass
        return (1,

                2)
    if x: \\
        y = 3
if x:
    def k(): pass
else:
    pass; z = \\
        4; \\
    w = 5
'''
OWN = [Path(each).read_text() for each in (logical_lines.__file__, __file__)]
TEXTS = [ODD, ODD.replace("\n", "\r\n"), "", "\n", "x = 1", *OWN]


def with_comments(text: str, chance: random.Random) -> str:
    """`text` with a comment at the end of some lines, wherever that leaves a program."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 5)):
        number = chance.randrange(len(lines))
        before = lines[number]
        lines[number] = f"{before.rstrip(chr(13))}  # noqa: {chance.choice(['NSA101', 'E501', 'NSA'])}"
        try:
            ast.parse("\n".join(lines))
        except SyntaxError:
            lines[number] = before
    return "\n".join(lines)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_each_line_is_silenced_by_the_comments_that_silence_it_in_flake8(text: str) -> None:
    chance = random.Random(7)
    for _ in range(25):
        source = Source.of_text("module.py", with_comments(text, chance))
        whole = FileProcessor("module.py", OPTIONS, list(source.lines))
        parts = LogicalLines(source, OPTIONS)
        for line in range(1, len(source.lines) + 1):
            for code in ("NSA101", "E501", "NSA204"):
                wanted = ignored_inline(code, "module.py", line, 1, whole.noqa_line_for(line))
                assert ignored_inline(code, "module.py", line, 1, parts.of(line)) == wanted, (line, code, source.text)
        comments = [each for each in whole.file_tokens if each.type == tokenize.COMMENT and "noqa" in each.string]
        found = [each for each in parts.comments(NOQA) if "noqa" in each[2]]
        assert found == [(each.start[0], each.start[1], each.string) for each in comments]


def test_only_the_part_around_a_comment_is_tokenized(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    class Counting(FileProcessor):
        def __init__(self, filename: str, options: object, lines: list[str]) -> None:
            super().__init__(filename, options, lines)  # type: ignore[arg-type]
            read.append(len(lines))

    monkeypatch.setattr(logical_lines, "FileProcessor", Counting)
    body = "".join(f"    def f{number}(self):\n        return 1\n" for number in range(50))
    lines = LogicalLines(Source.of_text("module.py", f"class C:\n{body}    x = 1  # noqa\n"), OPTIONS)
    assert [bool(lines.of(number)) for number in (3, 50, 102)] == [True, True, True]
    assert read == [1]


def test_of_two_equal_lines_the_one_that_silences_nothing_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("module.py").write_text(
        "def f(use_triton):\n    if use_triton:\n        pass\n    else:\n        x = 1\n"
        "    return x  # noqa: NSA101\n\n\ndef g(x):\n    return x  # noqa: NSA101\n"
    )
    outcome = nsa_lint("check", "--isolated", "--output-format", "concise", "module.py")
    assert outcome.out == "module.py:10:23: NSA902 `# noqa: NSA101` silences nothing here\n"
