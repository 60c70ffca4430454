"""The fixes as a libcst codemod: `python -m libcst.tool codemod -x nsa_lint.codemod.FixUnbound PATH ...`.

Options, per-file-ignores and `# noqa` are read where flake8 reads them, as the command line does.
"""

from __future__ import annotations

import argparse

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext, SkipFile
from libcst.metadata import MetadataWrapper

from nsa_lint.metadata import findings_with, in_order
from nsa_lint.options import SCOPES
from nsa_lint.run.files import Checked
from nsa_lint.run.fix import fix
from nsa_lint.run.settings import load
from nsa_lint.run.suppressions import told
from nsa_lint.syntax.source import Source, Unreadable


class FixUnbound(CodemodCommand):
    """Binds, on the arms that forget it, what their sibling arms bind."""

    DESCRIPTION = "Fix variables that only some arms of a Triton-vs-fallback dispatch bind."

    @staticmethod
    def add_args(arg_parser: argparse.ArgumentParser) -> None:
        arg_parser.add_argument("--scope", choices=SCOPES, help="what is looked at, in place of nsa-scope")
        arg_parser.add_argument("--unsafe-fixes", action="store_true", help="also fixes that assume something")

    def __init__(self, context: CodemodContext, scope: str | None = None, unsafe_fixes: bool = False) -> None:
        super().__init__(context)
        self._settings = load([f"--nsa-scope={scope}"] if scope else [])
        self._unsafe = unsafe_fixes

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """`tree` with the fixes made; what is left after them is told as warnings."""
        try:
            source = Source.of_text(self.context.filename or "<input>", tree.code)
        except Unreadable as error:
            raise SkipFile(str(error)) from error
        found = in_order(MetadataWrapper(tree).resolve(findings_with(self._settings.options)))
        checked = Checked(source.path, tuple(told(source, found, self._settings)))
        fixed = fix(source, checked, self._settings, unsafe=self._unsafe)
        for left in (fixed.checked if fixed else checked).diagnostics:
            self.warn(f"{left.line}:{left.column}: {left.code} {left.message}")
        return cst.parse_module(fixed.after.text, tree.config_for_parsing) if fixed else tree
