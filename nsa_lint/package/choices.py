"""The values of an option of `argparse` that a call passes on."""

from __future__ import annotations

import ast

from nsa_lint.package.index import Module
from nsa_lint.syntax.assigning import ASSIGNMENTS
from nsa_lint.syntax.constants import Member
from nsa_lint.syntax.parser_uses import reads_attributes_only
from nsa_lint.syntax.scopes import Function, dotted, walk


def choices_of(module: Module, function: Function, read: ast.Attribute) -> list[ast.expr]:
    """All values of `args.option`, where the function parses `args` and only reads its attributes; empty if unknown."""
    parsers, name, nodes = module.facts.parsers, dotted(read.value), [*walk(function)]
    stores = [node for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    if parsers is None or sum(each.id == name for each in stores) != 1:
        return []
    parsed = [parsers.parsed(each) for each in nodes if isinstance(each, ASSIGNMENTS)]
    known = [options for targets, options in parsed if [*map(dotted, targets)] == [name]]
    if not reads_attributes_only(nodes, name):
        return []
    values = known[0].get(read.attr, ()) if known else ()
    return [] if any(isinstance(each, Member) for each in values) else [ast.Constant(each) for each in values]  # type: ignore[arg-type]
