"""Names that stand for a parser of `argparse` or `optparse` wherever a file binds them, whatever they are called."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Set

from nsa_lint.syntax.assigning import assigned_names, only_declares
from nsa_lint.syntax.bindings import times_bound
from nsa_lint.syntax.scopes import Function, dotted, last_word, walk

PARSERS = frozenset(("ArgumentParser", "OptionParser"))
ENDING = ("error", "exit")  # the methods that never return
_ADDS = "add_parser"  # of the parsers of commands


def parser_names(tree: ast.Module) -> frozenset[str]:
    """The names that a file only binds to parsers, as far as it says: a parameter without annotation may be one."""
    classes, makers = _classes(tree), _makers(tree)
    bound: Counter[str] = Counter()
    open_parameters: Counter[str] = Counter()
    for node in walk(tree):
        if isinstance(node, ast.arg):
            if is_parser_type(node.annotation):
                bound[node.arg] += 1
            elif node.annotation is None:
                open_parameters[node.arg] += 1
        elif only_declares(node):
            bound.update([dotted(node.target)] if is_parser_type(node.annotation) else ())
        else:
            bound.update(name for name, value in assigned_names(node) if _makes(value, classes | makers))
    times = times_bound(tree) if bound else Counter[str]()
    return frozenset(name for name, given in bound.items() if given + open_parameters[name] == times[name])


def is_parser_type(annotation: ast.expr | None) -> bool:
    """Whether an annotation names the class of such parsers, or a text does."""
    text = annotation.value if isinstance(annotation, ast.Constant) else dotted(annotation)
    return isinstance(text, str) and text.rpartition(".")[2] in PARSERS


def makes_parser(value: ast.AST) -> bool:
    """Whether an expression makes a parser: `ArgumentParser()`, `commands.add_parser("run")`."""
    return _makes(value, PARSERS)


def _makes(value: ast.AST, makers: Set[str]) -> bool:
    if not isinstance(value, ast.Call):
        return False
    name = last_word(value.func)
    return name in makers or (name == _ADDS and isinstance(value.func, ast.Attribute))


def _classes(tree: ast.Module) -> frozenset[str]:
    """The class of such parsers, and those of the file that come from it and end the program as it does."""
    found = {*PARSERS}
    nodes = [node for node in walk(tree) if isinstance(node, ast.ClassDef)]
    for node in nodes:
        ends = not any(isinstance(each, Function) and each.name in ENDING for each in node.body)
        if ends and any(dotted(base).rpartition(".")[2] in found for base in node.bases):
            found.add(node.name)
    return frozenset(found)


def _makers(tree: ast.Module) -> frozenset[str]:
    """The functions of the file that say that they return a parser."""
    functions = (node for node in walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(each.name for each in functions if is_parser_type(each.returns))
