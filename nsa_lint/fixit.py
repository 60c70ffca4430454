"""The findings as a Fixit rule: `fixit lint` reports them, `fixit fix` makes the safe fixes. Needs the extra `fixit`.

    [tool.fixit]
    enable = ["nsa_lint.fixit"]

Options, per-file-ignores and `# noqa` are read where flake8 reads them; `# lint-ignore: NsaUnbound` works too.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator, Sequence

import libcst as cst
from fixit import Invalid, LintRule, Valid
from libcst.metadata import CodePosition, CodeRange, FilePathProvider, MetadataWrapper, PositionProvider

from nsa_lint.fixes import Fix, apply, fixes_for
from nsa_lint.metadata import findings_with, in_order
from nsa_lint.model import Diagnostic
from nsa_lint.run.settings import Settings, load
from nsa_lint.run.suppressions import reported
from nsa_lint.syntax.source import Source, Unreadable


class NsaUnbound(LintRule):
    """A variable that an arm of a dispatch leaves unbound and a sibling arm binds."""

    METADATA_DEPENDENCIES = (FilePathProvider, PositionProvider)
    TAGS = {"nsa-lint"}  # noqa: RUF012 - as Fixit declares it
    VALID = [  # noqa: RUF012 - as Fixit declares it
        Valid("def run(x, use_triton):\n    y = launch(x) if use_triton else reference(x)\n    return y\n"),
        Valid("def run(x, use_triton):\n    if use_triton:\n        y = x\n    return y  # noqa: NSA104\n"),
        Valid("def run(x, use_triton):\n    if use_triton:\n        y = x\n    return y  # lint-ignore: NsaUnbound\n"),
    ]
    INVALID = [  # noqa: RUF012 - as Fixit declares it
        Invalid(
            "def run(x, use_triton):\n    if use_triton:\n        launch(x)\n    else:\n        y = x\n    return y\n",
            expected_message="NSA101 'y' is unbound when the arm at line 2 is taken (use_triton); "
            "the arm at line 4 binds it",
            range=CodeRange(CodePosition(6, 11), CodePosition(6, 12)),
        ),
        Invalid(
            "def replay(self, x, use_triton):\n    if use_triton:\n        fill(x, out=self.buf)\n    else:\n"
            "        lens = x.expand()\n        self.buf.copy_(lens)\n    return lens\n",
            expected_replacement="def replay(self, x, use_triton):\n    if use_triton:\n"
            "        fill(x, out=self.buf)\n        lens = self.buf\n    else:\n"
            "        lens = x.expand()\n        self.buf.copy_(lens)\n    return lens\n",
        ),
    ]

    def visit_Module(self, node: cst.Module) -> None:
        """Report everything of the file: what is found follows from the whole of it."""
        settings = _settings(os.getcwd())
        found = MetadataWrapper(node, unsafe_skip_copy=True).resolve(findings_with(settings.options))
        path = str(self.get_metadata(FilePathProvider, node))
        diagnostics, replacements = in_order(found), {}
        with contextlib.suppress(Unreadable):  # by this Python, though libcst has read it: one NSA901
            source = Source.of_text(path, node.code)
            diagnostics = reported(source, diagnostics, settings)
            replacements = dict(self._replacements(node, source, fixes_for(source, diagnostics)))
        names = {each: name for name, here in found.items() for each in here}
        for index, diagnostic in enumerate(diagnostics):
            name = names.get(diagnostic, node)
            if self.ignore_lint(name):
                continue
            replaced, replacement = replacements.get(index, (name, None))
            message = f"{diagnostic.code} {diagnostic.message}"
            self.report(replaced, message, position=_range(diagnostic), replacement=replacement)

    def _replacements(
        self, module: cst.Module, source: Source, fixes: Sequence[Fix | None]
    ) -> Iterator[tuple[int, tuple[cst.CSTNode, cst.CSTNode]]]:
        """For the index of a finding: a top-level statement, and the same with all safe fixes that concern it.

        Two names that one arm forgets are bound by edits of one statement: neither can be replaced without the other.
        """
        safe = {index: fix for index, fix in enumerate(fixes) if fix is not None and fix.safety == "safe"}
        if not safe:
            return
        text = apply(source, list(safe.values()))
        fixed = cst.parse_module(text, module.config_for_parsing)
        if len(fixed.body) != len(module.body):
            return
        for index, fix in safe.items():
            for before, after in zip(module.body, fixed.body, strict=True):
                where = self.get_metadata(PositionProvider, before)
                inside = any(where.start.line <= edit.at.line <= where.end.line for edit in fix.edits)
                if inside and not before.deep_equals(after):
                    yield index, (before, after)


@functools.cache
def _settings(folder: str) -> Settings:
    """What flake8 is configured with in the working folder."""
    return load([])


def _range(found: Diagnostic) -> CodeRange:
    start = CodePosition(found.line, found.column - 1)
    return CodeRange(start, CodePosition(found.end_line, max(found.end_column - 1, start.column)))
