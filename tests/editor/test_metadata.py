"""The findings as libcst metadata: on the node where they are, the same as everywhere else."""

from __future__ import annotations

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from lab import fetch, surgery
from lab.check import ALL, report
from nsa_lint.metadata import Findings, UnboundReads, findings_with, in_order, with_options
from nsa_lint.options import Options

BROKEN = "def run(x, use_triton):\n\tif use_triton:\n\t\tlaunch(x)\n\telse:\n\t\ty = 1\n\treturn 'é😀', y\n"
TEXTS = {
    "tabs and wide characters": BROKEN,
    "crlf": BROKEN.replace("\n", "\r\n"),
    "cr": BROKEN.replace("\n", "\r"),
    "byte order mark": "\ufeff" + BROKEN,
    "form feed": "\f\n" + BROKEN,
    "separators in a string": 's = "\u2028\x0b\x1c"\n' + BROKEN,
    "continued line": BROKEN.replace("return 'é😀', y", "return 'é😀', \\\n\ty"),
    "string of several lines": BROKEN.replace("'é😀'", "'''é\n😀'''"),
    "f-string": BROKEN.replace("'é😀', y", "f'''é\n  {x} é{y!r:>{x}}'''"),
    "joined f-strings": BROKEN.replace("'é😀', y", "('é' f'{x}'\n  f'é{y}')"),
    "no last newline": BROKEN.rstrip("\n"),
    "decorated": "@cache\n" + BROKEN,
}


class Visitor(cst.CSTVisitor):
    """As a codemod would use it."""

    METADATA_DEPENDENCIES = (UnboundReads, PositionProvider)

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, int, int]] = []

    def visit_Name(self, node: cst.Name) -> None:
        for read in self.get_metadata(UnboundReads, node, ()):
            start = self.get_metadata(PositionProvider, node).start
            assert (read.name, read.read.line, read.read.column) == (node.value, start.line, start.column)
            self.seen.append((read.name, start.line, start.column))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_read_is_on_the_name_that_stands_there(text: str) -> None:
    expected = [(each.name, each.line, each.column - 1) for each in report(text.removeprefix("\ufeff"))]
    assert [name for name, _, _ in expected] == ["y"]
    for module in (cst.parse_module(text), cst.parse_module(text.encode())):
        visitor = Visitor()
        MetadataWrapper(module).visit(visitor)
        assert visitor.seen == expected


def test_a_name_that_two_arms_leave_unbound_has_two_reads() -> None:
    text = (
        "def f(x, backend):\n    if backend == 'triton':\n        a(x)\n    elif backend == 'cutlass':\n        b(x)\n"
        "    else:\n        y = 1\n    return y\n"
    )
    [reads] = MetadataWrapper(cst.parse_module(text)).resolve(UnboundReads).values()
    assert [each.arm.line for each in reads] == [2, 4]


def test_options_make_a_provider_of_their_own_and_equal_ones_the_same() -> None:
    text = "def f(a):\n    if a:\n        y = 1\n    return y\n"
    wrapper = MetadataWrapper(cst.parse_module(text))
    assert wrapper.resolve(UnboundReads) == {}
    assert len(wrapper.resolve(with_options(ALL))) == 1
    assert with_options(Options(scope="all")) is with_options(ALL)


def test_a_clean_module_has_no_metadata() -> None:
    assert MetadataWrapper(cst.parse_module("x = 1\n")).resolve(Findings) == {}


def test_what_has_no_name_is_on_the_module() -> None:
    text = "def run(x, use_triton):\n    if use_triton:\n        y = 1\n    return y\n"
    module = cst.parse_module(text)
    small = findings_with(Options(max_nodes=1))
    found = MetadataWrapper(module, unsafe_skip_copy=True).resolve(small)
    for node, here in found.items():
        assert all((each.code == "NSA901") == (node is module) for each in here)
    assert in_order(found) == report(text, Options(max_nodes=1))


@pytest.mark.parametrize("options", [Options(), ALL], ids=["default", "all"])
def test_of_the_real_file_the_provider_says_what_the_checker_says(options: Options) -> None:
    text = surgery.broken(fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py"))
    wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    expected = report(text, options)
    assert in_order(wrapper.resolve(findings_with(options))) == expected
    places = wrapper.resolve(PositionProvider)
    for node, reads in wrapper.resolve(with_options(options)).items():
        start = places[node].start
        assert isinstance(node, cst.Name)
        assert {(each.name, each.read.line, each.read.column) for each in reads} == {
            (node.value, start.line, start.column)
        }
