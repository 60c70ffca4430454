"""Notebooks: the code of their cells is checked, and every format says cell and line."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from lab.faces import nsa_lint, report
from nsa_lint.report import FORMATS
from tests.lint.samples import BROKEN, FIXABLE

HEAD, TAIL = BROKEN.split("    else:\n")
ALL_IN_ONE_CELL = [("markdown", "# Title\n"), ("code", "import os\n"), ("code", BROKEN)]
ACROSS_CELLS = [
    ("code", "if HAS_TRITON:\n    fast = 1\nelse:\n    slow = 2\n    kernel = slow\n"),
    ("markdown", "Now use it."),
    ("code", "x = 1\nkernel\n"),
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def notebook(*cells: tuple[str, str], name: str = "book.ipynb", as_text: bool = False, **metadata: Any) -> str:
    document = {
        "cells": [
            {
                "cell_type": kind,
                "metadata": {},
                **({"execution_count": None, "outputs": [{"text": source.splitlines(True)}]} if kind == "code" else {}),
                "source": source if as_text else source.splitlines(keepends=True),
            }
            for kind, source in cells
        ],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    Path(name).write_text(json.dumps(document, indent=1), encoding="utf-8")
    return name


def concise(*arguments: str) -> list[str]:
    return report("concise", *arguments).splitlines()


def line_of(text: str, name: str = "book.ipynb") -> int:
    """The last line of the file that holds `text`: the source comes after the outputs."""
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    return max(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize("as_text", [False, True])
def test_a_notebook_with_the_bug_is_not_clean(as_text: bool) -> None:
    assert concise(notebook(*ALL_IN_ONE_CELL, as_text=as_text)) == [
        "book.ipynb:cell 3:6:12: NSA101 'seqlens' is unbound when the arm at cell 3, line 2 is taken "
        "(TRITON_KERNEL_AVAILABLE); the arm at cell 3, line 4 binds it"
    ]


def test_a_folder_is_searched_for_notebooks_too() -> None:
    notebook(*ALL_IN_ONE_CELL)
    Path("module.py").write_text(BROKEN)
    assert [line.split(":")[0] for line in concise()] == ["./book.ipynb", "./module.py"]
    assert [line.split(":")[0] for line in concise("--filename=*.py")] == ["./module.py"]


def test_names_of_one_cell_are_read_in_another() -> None:
    [line] = concise("--scope=all", notebook(*ACROSS_CELLS))
    assert line.startswith("book.ipynb:cell 3:2:1: NSA101 'kernel'")
    assert "the arm at cell 1, line 1 is taken" in line and "the arm at cell 1, line 3 binds it" in line


class TestEveryFormat:
    @pytest.fixture(autouse=True)
    def two_cells(self) -> None:
        notebook(*ACROSS_CELLS)

    @pytest.mark.parametrize("output_format", FORMATS)
    def test_says_cell_and_line(self, output_format: str) -> None:
        said = report(output_format, "book.ipynb")
        assert "cell 3:2:1" in said or "cell 3, line 2" in said or '"cell": 3' in said
        assert "line 7" not in said  # its line in the text of all cells

    def test_text_labels_each_line_with_its_cell(self) -> None:
        lines = report("text", "book.ipynb").splitlines()
        assert "     UNBOUND  1:1 | if HAS_TRITON:" in lines
        assert "        read  3:2 | kernel" in lines
        assert "    line 1:1  true   HAS_TRITON" in lines

    def test_json_has_the_cell_beside_each_line(self) -> None:
        [finding] = json.loads(report("json", "book.ipynb"))["findings"]
        assert (finding["cell"], finding["line"], finding["column"]) == (3, 2, 1)
        assert (finding["proof"]["arm"]["cell"], finding["proof"]["arm"]["line"]) == (1, 1)
        assert (finding["proof"]["bindings"], finding["proof"]["binding_cells"]) == ([3], [1])

    def test_sarif_points_to_the_line_of_the_file(self) -> None:
        [run] = json.loads(report("sarif", "book.ipynb"))["runs"]
        [result] = run["results"]
        [place] = result["locations"]
        assert place["physicalLocation"]["region"]["startLine"] == line_of('"kernel\\n"')
        assert place["logicalLocations"][0]["name"] == "cell 3"
        assert result["message"]["text"].startswith("cell 3, line 2: 'kernel' is unbound")
        related = result["relatedLocations"][0]["physicalLocation"]["region"]
        assert related == {"startLine": line_of('"if HAS_TRITON:\\n"')}

    def test_annotations_and_gitlab_point_to_the_line_of_the_file(self) -> None:
        line = line_of('"kernel\\n"')
        assert f"file=book.ipynb,line={line},endLine={line},title=NSA101::cell 3, line 2: " in report(
            "github", "book.ipynb"
        )
        [issue] = json.loads(report("gitlab", "book.ipynb"))
        assert issue["location"]["lines"]["begin"] == line
        assert issue["description"].startswith("NSA101 cell 3, line 2: ")

    def test_junit(self) -> None:
        [case] = ElementTree.fromstring(report("junit", "book.ipynb")).iter("testcase")
        assert case.get("name") == "NSA101 cell 3:2:1"


class TestAReadOverSeveralLines:
    """`(x, y)` of NSA302, for each place that ends where it ends."""

    @pytest.fixture(autouse=True)
    def the_targets_in_brackets(self) -> None:
        head = "def f(a):\n    if a:\n        return a\n    return a, a\n"
        notebook(("code", head), ("code", "def g(a):\n    (\n        x,\n        y,\n    ) = f(a)\n    return x, y\n"))

    def test_json_has_its_last_line_in_the_cell(self) -> None:
        [finding] = json.loads(report("json", "--select=NSA302", "book.ipynb"))["findings"]
        assert (finding["cell"], finding["line"], finding["end_line"]) == (2, 2, 5)

    def test_sarif_has_the_lines_of_the_file(self) -> None:
        [run] = json.loads(report("sarif", "--select=NSA302", "book.ipynb"))["runs"]
        region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["endLine"]) == (line_of('"    (\\n"'), line_of('"    ) = f(a)'))

    def test_so_have_annotations(self) -> None:
        first, last = line_of('"    (\\n"'), line_of('"    ) = f(a)')
        assert f"file=book.ipynb,line={first},endLine={last},title=NSA302::" in report(
            "github", "--select=NSA302", "book.ipynb"
        )


class TestMagics:
    @pytest.mark.parametrize(
        "line",
        [
            "%matplotlib inline",
            "!pip install triton",
            "!pip install \\\n    triton",
            "os.path?",
            "?print",
            "print??",
            "files = !ls *.py",
            "out = %sql select 1",
            "%time y = f(1)",
            "if True:\n    !ls",
            "await start()",
        ],
    )
    def test_a_line_that_is_not_python_hides_nothing(self, line: str) -> None:
        count = line.count("\n") + 1
        [found] = concise(notebook(("code", f"{line}\n{BROKEN}")))
        assert found.startswith(f"book.ipynb:cell 1:{6 + count}:12: NSA101 ")

    def test_what_a_magic_binds_is_bound(self) -> None:
        cells = [("code", "if HAS_TRITON:\n    x = !ls\nelse:\n    %time x = f(1)\nprint(x)\n")]
        assert concise("--scope=all", notebook(*cells)) == []

    @pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%writefile x.py", "%%script false"])
    def test_a_cell_in_another_language_is_left_out(self, magic: str) -> None:
        assert concise(notebook(("code", f"{magic}\nfor x in y; do\n"), ("code", "x = 1\n"))) == []

    @pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out"])
    def test_a_cell_magic_that_runs_python_is_checked(self, magic: str) -> None:
        [found] = concise(notebook(("code", f"{magic}\n{BROKEN}")))
        assert found.startswith("book.ipynb:cell 1:7:12: NSA101 ")

    def test_a_percent_sign_inside_an_expression_is_one(self) -> None:
        assert concise(notebook(("code", "x = (5\n% 3)\n"))) == []

    @pytest.mark.parametrize(
        "metadata", [{"kernelspec": {"language": "julia"}}, {"language_info": {"name": "R"}}], ids=["julia", "R"]
    )
    def test_a_notebook_in_another_language_is_left_out(self, metadata: dict[str, Any]) -> None:
        assert concise(notebook(("code", "x <- 1 +\n"), **metadata)) == []


class TestWhatCannotBeRead:
    def test_a_cell_that_does_not_parse(self) -> None:
        [line] = concise(notebook(("code", "x = 1\n"), ("code", "y = 1\nx = (\n")))
        assert line.startswith("book.ipynb:cell 2:2:5: NSA901 this file was not analysed: does not parse")

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 1}', '{"worksheets": []}', "\x00"])
    def test_a_file_that_is_not_a_notebook(self, text: str) -> None:
        Path("book.ipynb").write_text(text)
        [line] = concise("book.ipynb")
        assert "NSA901 this file was not analysed: is not a notebook" in line

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            (None, "cell 2 is None; expected an object"),
            (1, "cell 2 is 1; expected an object"),
            ({"source": "x = 1"}, "the cell_type of cell 2 is None; expected code, markdown or raw"),
            ({"cell_type": 3, "source": "x = 1"}, "the cell_type of cell 2 is 3; expected code, markdown or raw"),
            ({"cell_type": "code"}, "the source of cell 2 is None; expected a string or a list of strings"),
            ({"cell_type": "code", "source": 3}, "the source of cell 2 is 3; expected a string or a list of strings"),
            ({"cell_type": "code", "source": ["x", 1]}, "the source of cell 2 is ['x', 1]; expected a string"),
            ({"cell_type": "code", "source": {"x": 1}}, "the source of cell 2 is {'x': 1}; expected a string"),
        ],
        ids=str,
    )
    def test_a_cell_that_is_none_is_not_clean(self, cell: object, said: str) -> None:
        first = {"cell_type": "code", "source": "x = 1"}
        Path("book.ipynb").write_text(json.dumps({"cells": [first, cell]}))
        for output_format in FORMATS:
            outcome = nsa_lint("check", "--isolated", "--color=never", "--output-format", output_format, "book.ipynb")
            assert outcome.status == 1
            assert "is not a notebook of format 4" in outcome.out
        assert said in report("concise", "book.ipynb")

    @pytest.mark.parametrize(
        ("metadata", "said"),
        [
            (3, "metadata is 3; expected an object"),
            ({"kernelspec": "python"}, "metadata.kernelspec is 'python'; expected an object"),
            ({"language_info": {"name": 3}}, "metadata.language_info.name is 3; expected a string"),
        ],
        ids=str,
    )
    def test_a_language_that_is_none_is_not_clean(self, metadata: object, said: str) -> None:
        Path("book.ipynb").write_text(json.dumps({"cells": [], "metadata": metadata}))
        assert said in report("concise", "book.ipynb")

    def test_an_empty_notebook_is_clean(self) -> None:
        assert concise(notebook()) == []


class TestWriting:
    @pytest.mark.parametrize("flag", ["--fix", "--add-noqa", "--diff"])
    def test_a_notebook_is_not_written_and_its_user_is_told(self, flag: str) -> None:
        before = Path(notebook(("code", FIXABLE))).read_bytes()
        outcome = nsa_lint("check", "--isolated", flag, "book.ipynb")
        said = outcome.err.splitlines()[0]
        assert said == "nsa-lint: not changed: book.ipynb is a notebook; its cells have to be edited by hand"
        assert Path("book.ipynb").read_bytes() == before
        assert outcome.status == 1

    def test_the_report_shows_the_fix_to_make_by_hand(self) -> None:
        said = report("text", notebook(("code", FIXABLE)))
        assert "fix (by hand: notebooks are not written): " in said
        assert said.endswith("1 finding in 1 file\n")

    @pytest.mark.needs("libcst")
    def test_json_has_the_change_in_the_cell(self) -> None:
        notebook(("code", "x = 1\n"), ("code", FIXABLE.removesuffix("    return kernel\n")), ("code", "y = 2\n"))
        notebook(("code", "x = 1\n"), ("code", FIXABLE))
        [finding] = json.loads(report("json", "book.ipynb"))["findings"]
        [change] = finding["fix"]["changes"]
        assert (change["cell"], change["line"], change["column"]) == (2, 6, 1)


def test_noqa_works_in_a_cell() -> None:
    text = BROKEN.replace("return seqlens", "return seqlens  # noqa: NSA101")
    assert concise(notebook(("code", text))) == []
    [line] = concise(notebook(("code", "x = 1  # noqa: NSA101\n")))
    assert line.startswith("book.ipynb:cell 1:1:16: NSA902 ")


def test_standard_input_can_be_a_notebook() -> None:
    data = Path(notebook(*ALL_IN_ONE_CELL)).read_bytes()
    arguments = ("check", "--isolated", "--output-format", "concise", "--stdin-filename", "in.ipynb", "-")
    assert nsa_lint(*arguments, stdin=data).out.startswith("in.ipynb:cell 3:6:12: NSA101 ")


def test_the_cache_knows_a_notebook_from_a_module_of_the_same_content() -> None:
    notebook(*ALL_IN_ONE_CELL)
    data = Path("book.ipynb").read_bytes().replace(b"null", b"None")
    Path("book.ipynb").write_bytes(data.replace(b"None", b"0"))
    Path("book.py").write_bytes(data.replace(b"None", b"0"))
    for _ in range(2):
        lines = nsa_lint(
            "check", "--isolated", "--cache-dir=kept", "--output-format=concise", "book.py", "book.ipynb"
        ).lines
        assert [line.split(":")[0] for line in lines] == ["book.ipynb"]
        assert "cell 3:6:12" in lines[0]
