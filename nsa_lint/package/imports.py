"""NSA105: imports of names that another module of the package binds in some arms of a dispatch only."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nsa_lint.analysis.witness import span_of
from nsa_lint.model import File, UnboundRead
from nsa_lint.options import Options
from nsa_lint.package.exports import Export, exports_of
from nsa_lint.package.guard_words import GuardWords
from nsa_lint.package.importing import Importing, unhandled_imports
from nsa_lint.package.index import Index, Module
from nsa_lint.package.layout import layout_of
from nsa_lint.package.outline import module_file, needs_of, outline
from nsa_lint.syntax.source import Source


def conditional_imports(source: Source, options: Options) -> tuple[list[UnboundRead], dict[str, str]]:
    """The imports of a file that may fail, and the files on which that depends, with a digest of each."""
    layout = layout_of(source.path)
    if layout is None:
        return [], {}
    module = Module(os.path.realpath(source.path), source.lines, source.tree)
    imports = ConditionalImports(module, source.lines, Index(layout), options)
    return [*imports.findings()], imports.consulted


class ConditionalImports:
    """The imports of one file."""

    def __init__(self, module: Module, lines: Sequence[str], index: Index, options: Options) -> None:
        self._module = module
        self._lines = lines
        self._index = index
        self._options = options
        self._words = GuardWords(index)

    @property
    def consulted(self) -> dict[str, str]:
        """The files on which the findings depend, with digests."""
        return self._index.consulted

    def findings(self) -> Iterator[UnboundRead]:
        """The imports that fail where the other module has taken the arm that leaves the name out."""
        layout = self._index.layout
        for importing in unhandled_imports(self._module.tree):
            node = importing.node
            target = module_file(layout.candidates(self._module.path, node.level, node.module or ""))
            perhaps = outline(target).perhaps if target != self._module.path else frozenset()
            names = [alias for alias in node.names if alias.name in perhaps]
            if not names:
                continue
            exports = exports_of(target, layout, self._options)
            self._index.consulted.update(exports.consulted)
            for alias in names:
                export = exports.names.get(alias.name)
                if export is None or module_file(layout.members(target, alias.name)):
                    continue
                if not self._tested(importing, export):
                    yield self._finding(alias, importing, target, export)

    def _finding(self, alias: ast.alias, importing: Importing, target: str, export: Export) -> UnboundRead:
        name = os.path.relpath(target, os.path.dirname(self._index.layout.root))
        path = os.path.relpath(target, os.path.dirname(self._module.path))
        file = File(name.replace(os.sep, "/"), path.replace(os.sep, "/"))
        return replace(export.proof, read=span_of(self._lines, alias), function=importing.function, file=file)

    def _tested(self, importing: Importing, export: Export) -> bool:
        """Whether the import runs under a test of the same thing, or the file needs the package that is missing."""
        if not export.guard.words or not export.guard.words.isdisjoint(self._words.of(self._module, importing.tests)):
            return True
        return bool(export.guard.packages & (importing.needs | needs_of(self._module.path, self._index.layout)))
