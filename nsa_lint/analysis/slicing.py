"""Which statements can matter for the names in doubt, and which names decide among those.

A compound statement is passed over if it neither reads a name in doubt nor binds one that is read behind it, no path
leaves it, and it sets nothing that a test we keep depends on: all its paths come together behind it with the state
that they had before. Weight loaders, the largest functions of a backend, shrink to a few tests this way; the result
is the same.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nsa_lint.analysis.deciding import deciding_names, influence_of
from nsa_lint.analysis.liveness import Reads
from nsa_lint.analysis.raising import may_fail
from nsa_lint.dispatch.guards import Provenance, dotted
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    HOLDS_STATEMENTS,
    SCOPES,
    arms_of,
    bound_names,
    children,
    mentioned,
    nested_statements,
    statements_of,
    walk,
    walk_scope,
    walk_statements,
)

_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


@dataclass(frozen=True, slots=True)
class Plan:
    """`skipped`: ids of statements that are passed over; `deciding`: names whose values are followed."""

    skipped: frozenset[int]
    deciding: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Names by the index of the statement that mentions them first, and last; what functions mention never ends."""

    begin: dict[int, list[str]]
    end: dict[int, list[str]]


def lifetimes(statements: Sequence[ast.stmt]) -> Lifetimes:
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    later: set[str] = set()
    for index, statement in enumerate(statements):
        names = mentioned(statement)
        for name in names:
            first.setdefault(name, index)
            last[name] = index
        for node in walk_scope([statement]):
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                later |= mentioned(node)
    begin: dict[int, list[str]] = {}
    end: dict[int, list[str]] = {}
    for name, index in first.items():
        begin.setdefault(index, []).append(name)
        if name not in later:
            end.setdefault(last[name], []).append(name)
    return Lifetimes(begin, end)


def plan(body: Sequence[ast.AST], provenance: Provenance, reads: Reads) -> Plan:
    mentioning = _mentioning_nodes(body, reads)
    dead = {id(node) for node in statements_of(body) if not reads.any_ahead(node)}
    candidates: dict[int, tuple[ast.AST, frozenset[str]]] = {}
    for statement in body:
        _collect(statement, mentioning, provenance, None, candidates)
    candidates = {key: candidate for key, candidate in candidates.items() if key not in dead}
    plain = _plainness(body, provenance)
    parts = [influence_of(body, dead.union(candidates), plain)]
    skipped = frozenset(candidates)
    while True:
        deciding = deciding_names(parts)
        needed = {
            key
            for key in skipped
            if not deciding.isdisjoint(provenance.words_in([candidates[key][0]]))
            and not deciding.isdisjoint(_sets(candidates[key][0]) - candidates[key][1])
        }
        if not needed:
            return Plan(skipped, deciding)
        parts += [influence_of([candidates[key][0]], dead, plain) for key in needed]
        skipped -= needed


def _plainness(body: Sequence[ast.AST], provenance: Provenance) -> Callable[[ast.AST], bool]:
    """For `influence_of`: by the text of a statement."""
    statements = (node for root in body for node in (root, *walk_statements(root)))
    functions = {node.name for node in statements if isinstance(node, FUNCTIONS[:2])}
    mentions = provenance.mentions_of(functions | _DECIDING, body)
    return lambda node: not mentions.within(node)


_DECIDING = frozenset(("if", "and", "or", "for", "lambda", ":="))


def everything(body: Sequence[ast.AST]) -> Plan:
    """The plan that passes nothing over."""
    return Plan(frozenset(), deciding_names([influence_of(body)]))


def _mentioning(body: Sequence[ast.AST], doubtful: frozenset[str]) -> frozenset[str]:
    """The functions defined here that mention one of the names (directly or through another)."""
    found = set(doubtful)
    functions = [(node.name, mentioned(node)) for node in statements_of(body) if isinstance(node, FUNCTIONS[:2])]
    for _ in range(len(functions)):
        new = {name for name, names in functions if name not in found and not names.isdisjoint(found)}
        if not new:
            break
        found |= new
    return frozenset(found - doubtful)


def _mentioning_nodes(body: Sequence[ast.AST], reads: Reads) -> frozenset[int]:
    """Ids of the compound statements that matter: for what they read or bind, or for a function that they mention."""
    found: set[int] = set()
    mentions = _mentioning(body, reads.names) | reads.anytime
    for statement in body:
        if _is_compound(statement):
            _add_mentioning(statement, reads, mentions, found)
    return frozenset(found)


def _add_mentioning(node: ast.AST, reads: Reads, mentions: frozenset[str], found: set[int]) -> bool:
    """Adds a compound statement and those inside it to `found`, where they matter; whether it does itself."""
    inner = [child for child in nested_statements(node) if _is_compound(child)]
    here = getattr(node, "name", None) in reads.names  # `except ... as name`
    for child in inner:
        here |= _add_mentioning(child, reads, mentions, found)
    if not here:
        visited = set(map(id, inner))
        here = any(
            reads.matters(part, reads.after.get(id(part if isinstance(part, ast.stmt) else node)))
            or (mentions and not mentioned(part).isdisjoint(mentions))
            for part in children(node)
            if id(part) not in visited
        )
    if here:
        found.add(id(node))
    return here


def _is_compound(node: ast.AST) -> bool:
    return node.__class__ in HOLDS_STATEMENTS and not isinstance(node, SCOPES)


def _sets(node: ast.AST) -> set[str]:
    """Names that a statement rebinds, or whose objects it may change in place."""
    found = bound_names([node])
    for child in walk(node):
        if isinstance(child, ast.Call):
            for expression in (child.func, *child.args):
                root = dotted(expression).partition(".")[0]
                if root and expression is not child.func or isinstance(expression, ast.Attribute):
                    found.add(root)
        elif isinstance(child, (ast.Attribute, ast.Subscript)) and not isinstance(child.ctx, ast.Load):
            value: ast.AST = child
            while isinstance(value, (ast.Attribute, ast.Subscript)):
                value = value.value
            if isinstance(value, ast.Name):
                found.add(value.id)
    return found


def _collect(
    node: ast.AST,
    mentioning: frozenset[int],
    provenance: Provenance,
    tail: frozenset[str] | None,
    candidates: dict[int, tuple[ast.AST, frozenset[str]]],
    caught: bool = False,
) -> None:
    """Adds the outermost statements under this one that can be passed over. `caught`: where a failure is not the end.

    `tail`: not None where this ends the body of a loop, so that a `continue` changes nothing; then the loop's
    targets, which the next round binds anew before it reads them.
    """
    if not isinstance(node, _COMPOUND):
        return
    if (
        id(node) not in mentioning
        and not _may_leave(node, tail is not None, provenance)
        and not (caught and may_fail(node))
    ):
        candidates[id(node)] = (node, tail or frozenset())
        return
    for block, is_loop_body in _blocks(node):
        ends = tail if isinstance(node, (ast.If, ast.For, ast.AsyncFor, ast.While)) else None
        if is_loop_body:
            ends = frozenset(bound_names([node.target])) if isinstance(node, (ast.For, ast.AsyncFor)) else frozenset()
        inside = caught or (isinstance(node, (ast.Try, ast.With, ast.AsyncWith)) and block is node.body)
        for index, statement in enumerate(block):
            _collect(statement, mentioning, provenance, ends if index == len(block) - 1 else None, candidates, inside)


def _blocks(node: ast.AST) -> list[tuple[list[ast.stmt], bool]]:
    if isinstance(node, ast.If):  # an `elif` is an arm: its test decides about the arms behind it, whatever it binds
        tested, orelse = arms_of(node)
        return [*((arm.body, False) for arm in tested), (orelse, False)]
    loop = isinstance(node, (ast.For, ast.AsyncFor, ast.While))
    blocks = [
        (getattr(node, "body", []), loop),
        (getattr(node, "orelse", []), False),
        (getattr(node, "finalbody", []), False),
    ]
    blocks += [(handler.body, False) for handler in getattr(node, "handlers", [])]
    blocks += [(case.body, False) for case in getattr(node, "cases", [])]
    return blocks


_LEAVING = frozenset(("return", "raise", "assert", "break", "continue", "while"))


def _may_leave(node: ast.AST, tail: bool, provenance: Provenance) -> bool:
    """Whether some path may leave this statement other than by its end, or not leave it at all."""
    words = provenance.words_in([node])
    never = (name.rpartition(".")[2] for name in provenance.no_return)
    return not (words.isdisjoint(_LEAVING) and words.isdisjoint(never)) and _leaves(node, tail, provenance)


def _leaves(node: ast.AST, tail: bool, provenance: Provenance, loops: int = 0) -> bool:
    if isinstance(node, (ast.Return, ast.Raise, ast.Assert)):
        return True
    if isinstance(node, ast.Break):
        return not loops
    if isinstance(node, ast.Continue):
        return not loops and not tail
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return False
    if isinstance(node, ast.Call) and dotted(node.func) in provenance.no_return:
        return True
    if isinstance(node, ast.While) and isinstance(node.test, ast.Constant):
        return True
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        head = node.test if isinstance(node, ast.While) else node.iter
        return (
            _leaves(head, False, provenance, loops)
            or any(_leaves(child, False, provenance, loops + 1) for child in node.body)
            or any(_leaves(child, tail and child is node.orelse[-1], provenance, loops) for child in node.orelse)
        )
    if isinstance(node, ast.If):
        return _leaves(node.test, False, provenance, loops) or any(
            _leaves(child, tail and child is block[-1], provenance, loops)
            for block in (node.body, node.orelse)
            for child in block
        )
    return any(_leaves(child, False, provenance, loops) for child in children(node))
