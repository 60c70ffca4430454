"""NSA301: what other files of the package set, of the attributes that a constructor may leave unset."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence

from nsa_lint.analysis.unset import STORES_BY_NAME
from nsa_lint.model import Diagnostic
from nsa_lint.package.attributes import Attributes
from nsa_lint.package.index import Index, Module
from nsa_lint.package.layout import layout_of
from nsa_lint.syntax.scopes import bound_names, dotted
from nsa_lint.syntax.source import Source


def set_nowhere(source: Source, found: Sequence[Diagnostic], package: bool) -> tuple[list[Diagnostic], dict[str, str]]:
    """The findings of NSA301 that no other file rules out, and the files on which that depends, with digests.

    Without the `package`, or outside any, those of the classes whose bases the file shows.
    """
    layout = layout_of(source.path) if package else None
    module = Module(os.path.realpath(source.path), source.lines, source.tree)
    if layout is None:
        return [each for each in found if _bases_are_shown(module, _class_of(each, module))], {}
    index = Index(layout)
    seen = _Seen(module, index)
    return [each for each in found if not seen.rules_out(each)], index.consulted


class _Seen:
    """The package as one of its files sees it."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self._attributes = Attributes(module, index)

    def rules_out(self, found: Diagnostic) -> bool:
        """Whether something else in the package may set the attribute."""
        owner = _class_of(found, self._module)
        names = {each.name.partition(".")[2] for each in found.reads}
        if owner is None:
            return True
        for module, node in self._above(owner):
            text = module.text_of(node) if module is not None and node is not None else ""
            if node is None or STORES_BY_NAME.search(text) or not names.isdisjoint(bound_names(node.body)):
                return True
            if any(f"{quote}{name}{quote}" in text for name in names for quote in "'\""):
                return True
        return any(self._attributes.may_be_set_elsewhere(owner, name) for name in sorted(names))

    def _above(self, owner: ast.ClassDef) -> Iterator[tuple[Module | None, ast.ClassDef | None]]:
        """The bases of a class that are of the package; None for one that may be, and is not found."""
        waiting, seen = [(self._module, owner)], {id(owner)}
        while waiting:
            source, node = waiting.pop()
            for base in node.bases:
                name = dotted(base.value if isinstance(base, ast.Subscript) else base)
                above = self._index.class_of(source, name)
                if above is None and (not name or self._is_of_the_package(source, name)):
                    yield None, None
                elif above is not None and id(above[1]) not in seen:
                    seen.add(id(above[1]))
                    waiting.append(above)
                    yield above

    def _is_of_the_package(self, module: Module, name: str) -> bool:
        root = name.partition(".")[0]
        imported = module.imported.get(root)
        if imported is None:
            return root in module.bound
        return bool(self._index.layout.candidates(module.path, imported.level, imported.module))


def _class_of(found: Diagnostic, module: Module) -> ast.ClassDef | None:
    """The class whose constructor a finding blames."""
    line = found.proof.chain.line if found.proof is not None else 0
    return module.facts.classes.around(line)


_OUTSIDE = frozenset("object Module ABC Generic Protocol Function Enum Exception Thread TestCase".split())


def _bases_are_shown(module: Module, owner: ast.ClassDef | None) -> bool:
    """Whether the file says what a class comes from: classes of its own, which were looked at, or well-known ones."""
    waiting, seen = [owner], {owner}
    while waiting:
        node = waiting.pop()
        for base in node.bases if node is not None else ():
            name = dotted(base.value if isinstance(base, ast.Subscript) else base)
            above = module.classes.get(name)
            if above is None and name.rpartition(".")[2] not in _OUTSIDE:
                return False
            if above is not None and above not in seen:
                seen.add(above)
                waiting.append(above)
    return owner is not None
