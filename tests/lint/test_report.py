"""The reports: what a person reads, and what programs read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lab import fetch, surgery
from lab.faces import report
from nsa_lint.checker import check
from nsa_lint.options import Options
from nsa_lint.report import text
from nsa_lint.report.found import FileReport, Style
from nsa_lint.syntax.source import Source
from tests.lint.samples import EVERY_KIND, SAMPLE

TEXT = """\
sample.py:16:16: NSA101 'lens' is unbound when the arm at line 6 is taken (TRITON_AVAILABLE and self.fused); \
the arms at lines 3, 8 bind it
  in Backend.replay

       binds   3 | if mode.is_decode():
               4 |     lens = metadata.decode_lens
                   ...
     UNBOUND   6 |     if TRITON_AVAILABLE and self.fused:
               7 |         fill_in_place(metadata)
       binds   8 |     else:
                   ...
              10 |         lens = compute(
                   ...
        read  16 | return lens
                 |        ^^^^

  fails when
    line 3  false  mode.is_decode()
    line 5  true   mode.is_extend()
    line 6  true   TRITON_AVAILABLE
    line 6  true   self.fused

  to decide: Bind 'lens' in the arm at line 6, leave that arm by return or raise, or read 'lens' only where \
another arm was taken.

1 finding in 1 file
"""
CHAIN = """\
def f(impl, x):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    elif impl == "none":
        return None
    else:
        y = x.copy(first=1, second=2, third=3, fourth=4, fifth=5)
    return y
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sample.py").write_text(SAMPLE, encoding="utf-8")
    Path("kinds.py").write_text(EVERY_KIND, encoding="utf-8")


class TestText:
    def test_the_whole_story_on_one_screen(self) -> None:
        assert report("text", "sample.py") == TEXT

    def test_colours_are_the_same_text_with_escapes(self) -> None:
        colored = report("text", "--color", "always", "sample.py")
        assert "\033[" in colored
        assert re.sub(r"\033\[[0-9;]*m", "", colored) == TEXT

    def test_no_colours_where_no_terminal_is(self) -> None:
        assert "\033[" not in report("text", "sample.py")

    def test_every_kind_of_finding_has_a_frame_with_its_read(self) -> None:
        blocks = report("text", "--scope", "all", "kinds.py").split("\n\nkinds.py:")
        assert len(blocks) == 11
        for block in blocks:
            heading = block.removeprefix("kinds.py:")
            line, column = (int(number) for number in heading.split(": ")[0].split(":"))
            assert re.search(rf"  read +{line} \| .*\n +\| +\^", block)
            assert " fix (" in block or " to decide: " in block
            said = EVERY_KIND.splitlines()[line - 1]
            name = heading.split("'")[1]
            assert said[column - 1 :].startswith(name)

    def test_an_arm_that_nobody_wrote_is_shown_after_the_chain(self) -> None:
        lines = report("text", "--scope", "all", "kinds.py").splitlines()
        at = next(number for number, line in enumerate(lines) if "when no arm of the if at line 11" in line)
        assert lines[at + 3 : at + 6] == [
            '       binds  11 | if backend == "triton":',
            "              12 |     x = 1",
            "     UNBOUND     | (not (backend == 'triton'))",
        ]

    def test_a_match_that_no_case_takes_is_shown_from_its_head(self) -> None:
        Path("matched.py").write_text(
            "def f(impl, x):\n    match impl:\n        case 'cuda':\n            y = x\n"
            "        case 'triton':\n            y = -x\n    return y\n"
        )
        lines = report("text", "--scope", "all", "matched.py").splitlines()
        assert [line.split("|")[0].split() for line in lines[3:10]] == [
            ["2"], ["binds", "3"], ["4"], ["binds", "5"], ["6"], ["UNBOUND"], ["read", "7"]
        ]  # fmt: skip

    def test_a_line_that_has_the_read_too_is_shown_once(self) -> None:
        Path("inside.py").write_text("def f(a):\n    try:\n        y = a()\n    except ValueError: y(a)\n")
        lines = report("text", "--scope", "all", "inside.py").splitlines()
        assert [line.split("|")[0].split() for line in lines[3:9]] == [
            ["UNBOUND", "2"], ["3"], ["read", "4"], [], [], ["fails", "when"]
        ]  # fmt: skip

    def test_every_arm_of_the_chain_is_shown(self) -> None:
        Path("chain.py").write_text(CHAIN)
        lines = report("text", "chain.py").splitlines()
        assert lines[3:11] == [
            '       binds   2 | if impl == "cuda":',
            "               3 |     y = x",
            '     UNBOUND   4 | elif impl == "triton":',
            "               5 |     launch(x)",
            '  no binding   6 | elif impl == "none":',
            "                   ...",
            "       binds   8 | else:",
            "               9 |     y = x.copy(first=1, second=2, third=3, fourth=4, fifth=5)",
        ]

    @pytest.mark.parametrize(
        ("width", "shown"),
        [
            pytest.param(0, "    y = x.copy(first=1, second=2, third=3, fourth=4, fifth=5)", id="no terminal"),
            pytest.param(83, "    y = x.copy(first=1, second=2, third=3, fourth=4, fifth=5)", id="it just fits"),
            pytest.param(82, "    y = x.copy(first=1, second=2, third=3, fourth=4, fift...", id="one too many"),
            pytest.param(42, "    y = x.copy(fi...", id="the narrowest"),
            pytest.param(41, "    y = x.copy(first=1, second=2, third=3, fourth=4, fifth=5)", id="too narrow to cut"),
        ],
    )
    def test_a_line_is_cut_to_the_width_of_the_terminal(self, width: int, shown: str) -> None:
        source = Source.of_text("chain.py", CHAIN)
        found = FileReport("chain.py", tuple(check(source, Options())), lambda: source)
        lines = list(text.render([found], Style(width=width)))
        assert f"               9 | {shown}" in "\n".join(lines).splitlines()

    def test_a_fix_is_shown_as_it_would_be_written(self) -> None:
        original = fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py")
        Path("broken.py").write_text(surgery.broken(original), encoding="utf-8")
        lines = [line.strip() for line in report("text", "broken.py").splitlines()]
        assert any(line.startswith("~ 1024 | total_tokens = fill_draft_extend_metadata_inplace(") for line in lines)
        assert "+      | seqlens_expanded = metadata.nsa_seqlens_expanded[:total_tokens]" in lines
        assert "+      | nsa_cache_seqlens = metadata.nsa_cache_seqlens_int32[:total_tokens]" in lines
        assert lines[-1] == "2 findings in 1 file; 2 can be fixed with --fix --unsafe-fixes (review before applying)"


class TestJson:
    def test_the_proof_is_there(self) -> None:
        [finding] = json.loads(report("json", "sample.py"))["findings"]
        assert (finding["path"], finding["line"], finding["column"]) == ("sample.py", 16, 16)
        assert (finding["code"], finding["name"], finding["level"]) == ("NSA101", "lens", "error")
        proof = finding["proof"]
        assert proof["function"] == "Backend.replay"
        assert [(arm["line"], arm["binds"]) for arm in proof["chain"]["arms"]] == [(6, False), (8, True)]
        assert proof["when"][0] == {
            "cell": None, "line": 3, "guard": "mode.is_decode()", "value": False,
        }  # fmt: skip

    def test_no_findings_is_a_document_too(self) -> None:
        Path("clean.py").write_text("x = 1\n")
        assert json.loads(report("json", "clean.py"))["findings"] == []


WITNESSES = {
    "a test": ("def f(a):\n    if a:\n        x = 1\n    use(x)\n", [(2, "a", False)]),
    "a comprehension": (
        "def f(xs):\n    [x := i for i in xs]\n    use(x)\n",
        [(2, "the comprehension at line 2 runs", False)],
    ),
    "a loop": ("def f(xs):\n    for i in xs:\n        x = i\n    use(x)\n", [(2, "the loop at line 2 runs", False)]),
    "a while": ("def f(a):\n    while a():\n        x = 1\n    use(x)\n", [(2, "a()", False)]),
    "a handler": (
        "def f():\n    try:\n        x = go()\n    except ValueError:\n        pass\n    use(x)\n",
        [(3, "line 3 raises", True), (4, "the handler at line 4 catches it", True)],
    ),
    "a case": ("def f(s):\n    match s:\n        case 1:\n            x = 1\n    use(x)\n", [(3, "case 1", False)]),
    "an operand": ("def f(a):\n    a and (x := 1)\n    use(x)\n", [(2, "a", False)]),
    "a conditional expression": ("def f(a):\n    (x := 1) if a else 2\n    use(x)\n", [(2, "a", False)]),
    "what is not known to run and what is": (
        "def f(xs):\n    [x := i for j in (1, 2) for i in xs]\n    use(x)\n",
        [(2, "the comprehension at line 2 runs", False)],
    ),
}


@pytest.mark.parametrize(("code", "steps"), WITNESSES.values(), ids=WITNESSES.keys())
def test_the_witness_names_each_guard_where_it_is_met(code: str, steps: list[tuple[int, str, bool]]) -> None:
    Path("witness.py").write_text(code)
    [finding] = json.loads(report("json", "--scope", "all", "witness.py"))["findings"]
    assert [(step["line"], step["guard"], step["value"]) for step in finding["proof"]["when"]] == steps


class TestGithub:
    def test_an_annotation_on_the_read(self) -> None:
        [line] = report("github", "sample.py").splitlines()
        place, _, message = line.removeprefix("::error ").partition("::")
        assert place == "file=sample.py,line=16,endLine=16,col=16,endColumn=20,title=NSA101"
        assert message.startswith("'lens' is unbound when the arm at line 6 is taken")

    def test_a_finding_without_a_place_in_its_line_has_no_columns(self) -> None:
        Path("null.py").write_bytes(b"x = 1\n\x00\n")
        [line] = report("github", "null.py").splitlines()
        assert line.startswith("::notice file=null.py,line=")
        assert ",col=" not in line

    def test_what_would_end_a_command_is_escaped(self) -> None:
        name = "odd,name:100%.py"
        Path(name).write_text(SAMPLE)
        [line] = report("github", name).splitlines()
        assert "file=odd%2Cname%3A100%25.py,line=" in line

    def test_other_branches_are_warnings(self) -> None:
        lines = report("github", "--scope", "all", "kinds.py").splitlines()
        assert {line.split(" ")[0] for line in lines if "NSA2" in line} == {"::warning"}
