"""Names that stand for nothing but parsers of a command line, whatever they are called: `ap = ArgumentParser()`."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.bindings import times_bound
from nsa_lint.syntax.scopes import last_word, walk

_MAKERS = frozenset(("ArgumentParser", "OptionParser", "add_parser"))


def parser_names(tree: ast.Module) -> frozenset[str]:
    """Those that the file binds in no other way, in whatever scope."""
    made = Counter(name for node in walk(tree) for name in _made(node))
    bound = times_bound(tree) if made else made
    return frozenset(name for name, times in made.items() if bound[name] == times)


def _made(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.arg) and node.annotation is not None and last_word(node.annotation) in _MAKERS:
        yield node.arg
    for name, value in assigned_names(node):
        if isinstance(value, ast.Call) and last_word(value.func) in _MAKERS:
            yield name
