"""The fixes as a libcst codemod.

    python -m libcst.tool codemod --no-format -x nsa_lint.codemod.FixUnbound PATH ...

Without `--no-format` libcst formats what it has changed with black, which then has to be installed; the fixes need no
formatting. Options, per-file-ignores, the baseline and `# noqa` are read where the command line reads them.
"""

from __future__ import annotations

import argparse
import sys

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext, SkipFile
from libcst.metadata import MetadataWrapper

from nsa_lint.metadata import findings_with, in_order
from nsa_lint.options import SCOPES
from nsa_lint.run.files import Checked
from nsa_lint.run.fix import fix
from nsa_lint.run.settings import Misuse, load
from nsa_lint.run.suppressions import reported
from nsa_lint.syntax.source import Source, Unreadable


class FixUnbound(CodemodCommand):
    """Binds, on the arms that forget it, what their sibling arms bind."""

    DESCRIPTION = "Fix variables that only some arms of a Triton-vs-fallback dispatch bind."

    @staticmethod
    def add_args(arg_parser: argparse.ArgumentParser) -> None:
        arg_parser.add_argument("--scope", choices=SCOPES, help="which reads to fix, in place of nsa-scope")
        arg_parser.add_argument("--unsafe-fixes", action="store_true", help="also apply fixes that need review")

    def __init__(self, context: CodemodContext, scope: str | None = None, unsafe_fixes: bool = False) -> None:
        super().__init__(context)
        self._unsafe = unsafe_fixes
        try:
            self._settings = load([f"--nsa-scope={scope}"] if scope else [], typed={"nsa-scope": "--scope"})
            self._baseline = self._settings.baseline
        except Misuse as error:
            print(f"nsa-lint: error: {error}", file=sys.stderr)
            raise SystemExit(2) from None

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """`tree` with the fixes made; what is left after them is reported as warnings."""
        try:
            source = Source.of_text(self.context.filename or "<input>", tree.code)
        except Unreadable as error:
            raise SkipFile(str(error)) from error
        found = in_order(MetadataWrapper(tree).resolve(findings_with(self._settings.options)))
        checked = self._new(Checked(source.path, tuple(reported(source, found, self._settings))))
        fixed = fix(source, checked, self._settings, unsafe=self._unsafe)
        for left in (self._new(fixed.checked) if fixed else checked).diagnostics:
            self.warn(f"{left.line}:{left.column}: {left.code} {left.message}")
        return cst.parse_module(fixed.after.text, tree.config_for_parsing) if fixed else tree

    def _new(self, checked: Checked) -> Checked:
        if self._baseline is None:
            return checked
        return checked.only(self._baseline.new(checked.path, checked.diagnostics))
