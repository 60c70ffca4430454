"""Findings as libcst metadata: for codemods, Fixit rules and whatever else walks a concrete syntax tree.

    wrapper = MetadataWrapper(cst.parse_module(text))
    for name, reads in wrapper.resolve(UnboundReads).items(): ...

A visitor names the provider in `METADATA_DEPENDENCIES` and calls `self.get_metadata(UnboundReads, node, ())`. What is
reported follows the default options; `with_options` makes a provider of others.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import ClassVar, cast

import libcst as cst
from libcst.metadata import BaseMetadataProvider, PositionProvider

from nsa_lint.checker import check_safely, collector_paused, unreadable
from nsa_lint.model import Diagnostic, UnboundRead
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source, Unreadable


class Findings(BaseMetadataProvider[tuple[Diagnostic, ...]]):
    """The diagnostics of each node: of a `cst.Name` those at its place, of the `cst.Module` those without one.

    Nodes of which nothing is reported have no metadata. `noqa` comments are not applied.
    """

    METADATA_DEPENDENCIES = (PositionProvider,)
    options: ClassVar[Options] = Options()

    def _gen_impl(self, module: cst.Module) -> None:
        with collector_paused():
            found = _check(module, self.options)
        if not found:
            return
        collector = _Names({each.name for each in found})
        module.visit(collector)
        places = {(each.value, *self._start(each)): each for each in collector.names}
        nodes: dict[cst.CSTNode, list[Diagnostic]] = defaultdict(list)
        for each in found:
            here = (each.name, each.line, each.column - 1)
            node: cst.CSTNode = places.get(here, module)
            nodes[node].append(each)
        for node, diagnostics in nodes.items():
            self.set_metadata(node, tuple(diagnostics))

    def _start(self, node: cst.CSTNode) -> tuple[int, int]:
        start = self.get_metadata(PositionProvider, node).start
        return start.line, start.column


class _Reads(BaseMetadataProvider[tuple[UnboundRead, ...]]):
    """What the providers of reads share. libcst keeps a class's dependencies for its subclasses too, once resolved."""

    findings: ClassVar[type[Findings]]

    def _gen_impl(self, module: cst.Module) -> None:
        found = cast("Mapping[cst.CSTNode, tuple[Diagnostic, ...]]", self.metadata[self.findings])
        for node, diagnostics in found.items():
            reads = tuple(each.proof for each in diagnostics if each.proof is not None)
            if reads:
                self.set_metadata(node, reads)


class UnboundReads(_Reads):
    """The unbound reads of each `cst.Name` that has some; a name may be unbound on more than one arm."""

    METADATA_DEPENDENCIES = (Findings,)
    findings = Findings


@functools.cache
def findings_with(options: Options) -> type[Findings]:
    """`Findings` under other options; the same class for equal options, for libcst keeps metadata by class."""
    return type("Findings", (Findings,), {"options": options})


@functools.cache
def with_options(options: Options) -> type[BaseMetadataProvider[tuple[UnboundRead, ...]]]:
    """`UnboundReads` under other options."""
    findings = findings_with(options)
    return type("UnboundReads", (_Reads,), {"METADATA_DEPENDENCIES": (findings,), "findings": findings})


def in_order(found: Mapping[cst.CSTNode, Sequence[Diagnostic]]) -> list[Diagnostic]:
    """All diagnostics of a module, in the order of its lines."""
    every = (each for here in found.values() for each in here)
    return sorted(every, key=lambda each: (each.line, each.column, each.code, each.name))


class _Names(cst.CSTVisitor):
    """Collects the nodes of some names, in the order of the text."""

    def __init__(self, wanted: set[str]) -> None:
        super().__init__()
        self._wanted = wanted
        self.names: list[cst.Name] = []

    def visit_Name(self, node: cst.Name) -> None:
        if node.value in self._wanted:
            self.names.append(node)


def _check(module: cst.Module, options: Options) -> list[Diagnostic]:
    try:
        return check_safely(Source.of_text("<module>", module.code), options)
    except Unreadable as error:
        return [unreadable(error)]
