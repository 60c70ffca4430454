"""`nsa-lint server` as an editor's user meets it: VS Code's and Neovim's own capabilities, a real process."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from lab import fetch, surgery
from lab.check import report
from nsa_lint.report.related import arms, further, path
from tests.editor.conftest import Editor, applied

pytestmark = pytest.mark.asyncio(loop_scope="module")

BROKEN = """\
def replay(self, x, use_triton):
    if use_triton:
        fill(x, out=self.buf)
    else:
        lens = x.expand()
        self.buf.copy_(lens)
    return lens
"""
FIXED = BROKEN.replace("self.buf)\n    else", "self.buf)\n        lens = self.buf\n    else")
REVIEW = BROKEN.replace("self.buf.copy_", "self.buf[: len(lens)].copy_")
UNDECIDED = """\
def run(x, use_triton):
    if use_triton:
        launch(x)
    else:
        y = reference(x)
    return y
"""
MODES = """\
def plan(self, mode):
    if mode == 1:
        lens = self.decode()
    elif mode == 2:
        lens = self.extend()
    return lens
"""
CHOOSES = """\
def _choose(x, backend):
    if backend == "cuda":
        y = x
    elif backend == "triton":
        y = -x
    return y
"""
CALLS = """\
from .work import _choose

_choose(1, "cuda")
_choose(2, "triton")
"""


def place(diagnostic: types.Diagnostic) -> tuple[int, int, int, int]:
    """Line from 1, characters from 0."""
    where = diagnostic.range
    return where.start.line + 1, where.start.character, where.end.line + 1, where.end.character


async def test_a_finding_is_shown_with_the_lines_of_its_path_and_its_arms(editor: Editor) -> None:
    [shown] = await editor.open("a.py", BROKEN)
    assert (shown.code, shown.source, shown.severity) == ("NSA101", "nsa-lint", types.DiagnosticSeverity.Error)
    assert place(shown) == (7, 11, 7, 15)
    assert shown.message == report(BROKEN)[0].message
    related = [(each.location.range.start.line + 1, each.message) for each in shown.related_information or []]
    assert related == [
        (2, "use_triton: true"),
        (2, "this arm: 'lens' stays unbound (use_triton)"),
        (4, "this arm binds 'lens'"),
    ]
    assert {each.location.uri for each in shown.related_information or []} == {editor.uri("a.py")}


async def test_a_finding_goes_with_the_edit_that_mends_it_and_comes_back_with_the_next(editor: Editor) -> None:
    assert len(await editor.open("a.py", BROKEN)) == 1
    assert await editor.type("a.py", FIXED) == []
    assert len(await editor.type("a.py", BROKEN)) == 1


async def test_a_text_that_does_not_parse_yet_says_where(editor: Editor) -> None:
    [shown] = await editor.open("a.py", "x = (\n\n")
    assert (shown.code, shown.severity) == ("NSA901", types.DiagnosticSeverity.Information)
    assert "does not parse" in shown.message
    assert len(await editor.type("a.py", BROKEN)) == 1


async def test_the_last_of_many_quick_edits_is_the_one_that_is_shown(editor: Editor) -> None:
    await editor.open("a.py", BROKEN)
    for number in range(20):
        editor.edit("a.py", BROKEN + f"# {number}\n")
    assert await editor.type("a.py", FIXED) == []
    assert list(editor.client.diagnostics[editor.uri("a.py")]) == []


async def test_each_folder_of_a_workspace_has_its_own_configuration(editor: Editor, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "tox.ini").write_text("[flake8]\nnsa-scope = all\n", encoding="utf-8")
    editor.folders(added=[inner])
    assert await editor.open("a.py", MODES) == []
    assert [each.code for each in await editor.open("inner/a.py", MODES)] == ["NSA201"]
    editor.folders(removed=[inner])


async def test_closing_a_document_clears_what_is_shown(editor: Editor) -> None:
    await editor.open("a.py", BROKEN)
    which = types.TextDocumentIdentifier(editor.uri("a.py"))
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(which))
    await editor.published()
    assert list(editor.client.diagnostics[editor.uri("a.py")]) == []


async def test_of_a_closed_document_nothing_is_shown_when_settings_change(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(MODES, encoding="utf-8")
    await editor.open("a.py", MODES)
    editor.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri("a.py")))
    )
    await editor.published()
    await editor.open("b.py", MODES)
    editor.configure({"scope": "all"})
    assert len(await editor.shown("b.py")) == 1
    assert list(editor.client.diagnostics[editor.uri("a.py")]) == []


async def test_a_noqa_comment_silences_and_an_unused_one_is_faded(editor: Editor) -> None:
    assert await editor.open("a.py", BROKEN.replace("return lens", "return lens  # noqa: NSA101")) == []
    [unused] = await editor.open("b.py", "x = 1  # noqa: NSA101\n")
    assert (unused.code, list(unused.tags or [])) == ("NSA902", [types.DiagnosticTag.Unnecessary])
    assert place(unused) == (1, 15, 1, 21)


WIDE = 'def f(use_triton):\n\tif use_triton:\n\t\tx = 1\n\treturn "é😀", x\n'


@pytest.mark.parametrize(
    ("text", "line", "before"),
    [
        (WIDE, 4, '\treturn "é😀", '),
        (WIDE.replace("\n", "\r\n"), 4, '\treturn "é😀", '),
        (WIDE.replace("\n", "\r"), 4, '\treturn "é😀", '),
        ("\f\n" + WIDE, 5, '\treturn "é😀", '),
        ('s = "\u2028\x0b\x1c"\n' + WIDE, 5, '\treturn "é😀", '),
        ("\ufeff" + WIDE, 4, '\treturn "é😀", '),
        ("\ufeffif is_cuda():\n    x = 1\nprint(x)\n", 3, "print("),
        ("\ufeffx = (1 if is_cuda() and (z := 2) else z)\n", 1, "\ufeffx = (1 if is_cuda() and (z := 2) else "),
    ],
    ids=["wide", "crlf", "cr", "form feed", "separators", "mark", "mark, later line", "mark, first line"],
)
async def test_positions_are_in_the_units_of_the_editor(editor: Editor, text: str, line: int, before: str) -> None:
    [shown] = await editor.open("a.py", text)
    units = UNITS[editor.encoding](before)
    assert place(shown) == (line, units, line, units + 1)


UNITS = {
    "utf-8": lambda text: len(text.encode()),
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-32": len,
}


async def test_a_safe_fix_is_the_preferred_one_and_mends_the_file(editor: Editor) -> None:
    await editor.open("a.py", BROKEN)
    fix, every = await editor.actions("a.py", 7)
    assert fix.title.endswith("(safe)")
    assert (fix.kind, fix.is_preferred) == (types.CodeActionKind.QuickFix, True)
    assert [each.code for each in fix.diagnostics or []] == ["NSA101"]
    assert every.kind == "source.fixAll.nsa-lint"
    assert applied(BROKEN, fix) == applied(BROKEN, every) == FIXED


async def test_a_fix_that_needs_review_says_so_and_is_not_among_all_safe_ones(editor: Editor) -> None:
    await editor.open("a.py", REVIEW)
    [fix] = await editor.actions("a.py", 7)
    assert fix.title.endswith("(review before applying)")
    assert not fix.is_preferred
    assert "        lens = self.buf[:total_tokens]\n" in applied(REVIEW, fix)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
async def test_a_fix_keeps_newlines_and_a_byte_order_mark(editor: Editor, newline: str) -> None:
    text = "\ufeff" + BROKEN.replace("\n", newline)
    await editor.open("a.py", text)
    fix, _ = await editor.actions("a.py", 7)
    assert applied(text, fix) == "\ufeff" + FIXED.replace("\n", newline)


async def test_nothing_is_offered_elsewhere_nor_where_no_fix_is_certain(editor: Editor) -> None:
    await editor.open("a.py", REVIEW)
    assert await editor.actions("a.py", 1) == []
    await editor.open("b.py", UNDECIDED)
    assert await editor.actions("b.py", 6) == []


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], ["quickfix"]),
        (["source.fixAll"], ["source.fixAll.nsa-lint"]),
        (["source"], ["source.fixAll.nsa-lint"]),
        (["refactor"], []),
    ],
)
async def test_only_the_kinds_that_are_wanted_are_offered(editor: Editor, only: list[str], kinds: list[str]) -> None:
    await editor.open("a.py", BROKEN)
    assert [each.kind for each in await editor.actions("a.py", 7, only)] == kinds


async def test_a_fix_of_an_older_text_is_not_made(editor: Editor) -> None:
    await editor.open("a.py", BROKEN)
    where = types.Range(types.Position(6, 0), types.Position(6, 20))
    which = types.TextDocumentIdentifier(editor.uri("a.py"))
    params = types.CodeActionParams(which, where, types.CodeActionContext([]))
    [old, _] = await editor.client.text_document_code_action_async(params) or []
    assert isinstance(old, types.CodeAction)
    await editor.type("a.py", "\n" + BROKEN)
    if old.edit is None:
        assert (await editor.client.code_action_resolve_async(old)).edit is None
    else:  # an editor that cannot ask for it later gets the version with it, and refuses it
        assert old.edit.document_changes
        [change] = old.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit) and change.text_document.version == 1


async def test_hovering_a_finding_explains_it(editor: Editor) -> None:
    await editor.open("a.py", BROKEN)
    said = await editor.hover("a.py", 7, 13)
    assert said is not None
    for part in (
        "'lens' is unbound when the arm at line 2 is taken",
        "- line 2: `use_triton: true`",
        "**Fix** (safe): ",
        "**NSA101 arm-unbound**",
        "There is one report for each arm and name",
    ):
        assert part in said
    assert "](" not in said  # links lead nowhere in an editor


async def test_what_is_wanted_right_after_an_edit_is_of_the_new_text(editor: Editor) -> None:
    await editor.open("a.py", FIXED)
    editor.edit("a.py", BROKEN)
    said = await editor.hover("a.py", 7, 13)
    assert said is not None and "'lens' is unbound" in said
    editor.edit("a.py", FIXED)
    assert await editor.actions("a.py", 7) == []


async def test_hovering_says_what_has_to_be_decided_where_no_fix_is_certain(editor: Editor) -> None:
    await editor.open("a.py", UNDECIDED)
    said = await editor.hover("a.py", 6, 11)
    assert said is not None and "**To decide**: Bind 'y' in the arm at line 2" in said


async def test_hovering_a_finding_with_a_fix_leaves_nothing_to_decide(editor: Editor) -> None:
    await editor.open("a.py", BROKEN)
    assert "To decide" not in (await editor.hover("a.py", 7, 13) or "")


@pytest.mark.parametrize(
    ("text", "line", "character"), [("x = (\n\n", 1, 4), ("x = 1  # noqa: NSA101\n", 1, 17)], ids=["NSA901", "NSA902"]
)
async def test_hovering_what_concerns_no_name_leaves_nothing_to_decide(
    editor: Editor, text: str, line: int, character: int
) -> None:
    [shown] = await editor.open("a.py", text)
    said = await editor.hover("a.py", line, character)
    assert said is not None and said.startswith(shown.message) and f"**{shown.code} " in said
    assert "To decide" not in said


async def test_hovering_a_code_in_a_noqa_comment_explains_the_code(editor: Editor) -> None:
    await editor.open("a.py", BROKEN.replace("return lens", "return lens  # noqa: E501, NSA101"))
    assert (await editor.hover("a.py", 7, 34) or "").startswith("**NSA101 arm-unbound**")
    assert await editor.hover("a.py", 7, 28) is None
    assert await editor.hover("a.py", 1, 3) is None


async def test_the_configuration_of_the_folder_holds_and_is_read_again(editor: Editor) -> None:
    assert await editor.open("a.py", MODES) == []
    configuration = editor.folder / "setup.cfg"
    configuration.write_text("[flake8]\nnsa-scope = all\n", encoding="utf-8")
    await changed(editor, configuration)
    assert [each.code for each in await editor.shown("a.py")] == ["NSA201"]
    configuration.write_text("[flake8]\nnsa-scope = all\nper-file-ignores = a.py:NSA201\n", encoding="utf-8")
    await changed(editor, configuration)
    assert await editor.shown("a.py") == []


async def changed(editor: Editor, file: Path) -> None:
    event = types.FileEvent(file.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


async def test_saving_reads_the_configuration_again_where_the_editor_watches_no_files(editor: Editor) -> None:
    assert await editor.open("a.py", MODES) == []
    (editor.folder / ".flake8").write_text("[flake8]\nnsa-scope = all\n", encoding="utf-8")
    which = types.TextDocumentIdentifier(editor.uri("a.py"))
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(which))
    assert [each.code for each in await editor.shown("a.py")] == ["NSA201"]


async def test_saving_a_file_brings_what_it_says_of_an_open_one(editor: Editor) -> None:
    """At once: what a package holds is looked up again though that was done a moment ago."""
    package = editor.folder / "package"
    package.mkdir()
    for name, text in {"__init__": "", "calls": CALLS, "work": CHOOSES}.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    assert await editor.open("package/work.py", CHOOSES) == []
    (package / "more.py").write_text(CALLS.replace("cuda", "cpu"), encoding="utf-8")
    which = types.TextDocumentIdentifier(editor.uri("package/work.py"))
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(which))
    assert [each.code for each in await editor.shown("package/work.py")] == ["NSA104"]


async def test_settings_of_the_editor_are_taken_over_when_they_change(editor: Editor) -> None:
    assert await editor.open("a.py", MODES) == []
    editor.configure({"scope": "all"})
    assert [each.code for each in await editor.shown("a.py")] == ["NSA201"]
    editor.configure({"scope": "all", "guards": ["^mode$"]})
    assert [each.code for each in await editor.shown("a.py")] == ["NSA104"]


@pytest.mark.parametrize("settings", [{"other-server": {"scope": "dispatch"}}, {}, None], ids=str)
async def test_settings_of_others_leave_ours_as_they_are(editor: Editor, settings: object) -> None:
    editor.configure({"scope": "all"})
    assert [each.code for each in await editor.open("a.py", MODES)] == ["NSA201"]
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
    assert [each.code for each in await editor.shown("a.py")] == ["NSA201"]
    (editor.folder / "setup.cfg").write_text("[flake8]\nper-file-ignores = a.py:NSA201\n", encoding="utf-8")
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
    assert await editor.shown("a.py") == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"scope": "some"}, "nsa-lint.scope is 'some'; expected one of dispatch, all"),
        ({"guards": "mode"}, "nsa-lint.guards is 'mode'; expected a list of strings"),
        ({"guards": ["("]}, "nsa-lint.guards has '('"),
        ({"noReturn": ["a("]}, "nsa-lint.noReturn has 'a('; expected a dotted name"),
        ({"scop": "all"}, "nsa-lint.scop is not a setting; expected one of scope, guards, noReturn"),
        ([], "nsa-lint is []; expected an object"),
    ],
    ids=str,
)
async def test_a_wrong_setting_is_named(editor: Editor, settings: object, said: str) -> None:
    await editor.open("a.py", BROKEN)
    editor.configure(settings)
    await editor.shown("a.py")
    assert [each.message for each in editor.client.messages if said in each.message]


async def test_a_configuration_file_that_makes_no_sense_is_named_once(editor: Editor) -> None:
    (editor.folder / ".flake8").write_text("[flake8]\nnsa-scope = some\n", encoding="utf-8")
    assert await editor.open("a.py", BROKEN) == []
    await editor.type("a.py", BROKEN + "\n")
    said = ".flake8: [flake8] nsa-scope is 'some'"
    assert len([each for each in editor.client.messages if said in each.message]) == 1


async def test_a_file_that_is_excluded_is_left_alone(editor: Editor) -> None:
    (editor.folder / ".flake8").write_text("[flake8]\nexclude = gen\n", encoding="utf-8")
    assert await editor.open("gen/a.py", BROKEN) == []
    assert len(await editor.open("a.py", BROKEN)) == 1


@pytest.mark.parametrize("file", [".venv/lib/a.py", "node_modules/a.py", "build/a.py", "ignored/a.py", "some_pb2.py"])
async def test_what_checking_the_folder_leaves_out_is_left_alone(editor: Editor, file: str) -> None:
    (editor.folder / ".git").mkdir()
    (editor.folder / ".gitignore").write_text("ignored/\n*_pb2.py\n", encoding="utf-8")
    assert await editor.open(file, BROKEN) == []
    assert len(await editor.open("a.py", BROKEN)) == 1


async def test_ignore_files_do_not_count_where_the_configuration_says_so_or_the_folder_itself_is_ignored(
    editor: Editor,
) -> None:
    (editor.folder / ".git").mkdir()
    (editor.folder / ".gitignore").write_text("ignored/\n", encoding="utf-8")
    (editor.folder / "pyproject.toml").write_text("[tool.nsa-lint]\nno-ignore = true\n", encoding="utf-8")
    assert len(await editor.open("ignored/a.py", BROKEN)) == 1
    (editor.folder / "pyproject.toml").unlink()
    inside = editor.folder / "ignored"
    inside.mkdir()
    editor.folders(added=[inside])
    assert len(await editor.type("ignored/a.py", BROKEN + "\n")) == 1
    editor.folders(removed=[inside])


async def test_the_real_file_is_shown_as_the_command_line_reports_it(editor: Editor) -> None:
    text = surgery.broken(fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py"))
    shown = await editor.open("nsa_backend.py", text)
    expected = report(text)
    assert [(each.code, place(each)[0], each.message) for each in shown] == [
        (each.code, each.line, each.message) for each in expected
    ]
    for each, diagnostic in zip(shown, expected, strict=True):
        assert diagnostic.proof is not None
        related = [*path(diagnostic.proof), *arms(diagnostic.proof), *further(diagnostic)]
        assert [(it.location.range.start.line + 1, it.message) for it in each.related_information or []] == [
            (it.line, it.text) for it in related
        ]
    fixes = [each for each in await editor.actions("nsa_backend.py", expected[0].line) if each.kind == "quickfix"]
    assert len(fixes) == 1
    after = applied(text, fixes[0])
    left = [each.name for each in report(after)]
    assert left == [each.name for each in expected[1:]]


async def test_a_document_without_a_folder_is_checked(editor: Editor) -> None:
    item = types.TextDocumentItem("untitled:Untitled-1", types.LanguageKind.Python, 1, BROKEN)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    while "untitled:Untitled-1" not in editor.client.diagnostics:
        await editor.published()
    assert len(editor.client.diagnostics["untitled:Untitled-1"]) == 1
