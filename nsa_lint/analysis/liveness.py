"""Where something of a name is still of use: backward over the statements of one scope, as compilers do it.

`Reads`: where a name in doubt may still be read before it is bound again. Behind the last such place no path can lead
to a report, and of a name that is not among them it does not matter on which paths it is unbound.

`Values`: where the value of a name may still decide a test. `w = f(w)` is of no use if nobody asks for `w` afterwards.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nsa_lint.syntax.scopes import (
    COMPREHENSIONS,
    FUNCTIONS,
    arms_of,
    bound_names,
    children,
    imported_names,
    mentioned,
    walk,
    walk_statements,
)
from nsa_lint.syntax.text_index import Mentions

Names = frozenset[str]
_NOTHING: Names = frozenset()
_DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))


@dataclass(frozen=True, slots=True)
class _Exits:
    """The names that are live where the ways out of a statement lead."""

    rounds: Names  # break, continue
    returns: Names
    raises: Names


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plain statement `uses` in any case, what it `binds` anew; `source`: used if what it `sets` is live."""

    uses: Names = _NOTHING
    binds: Names = _NOTHING
    sets: Names = _NOTHING
    source: Names = _NOTHING


class Liveness(ABC):
    """The live names before and behind each statement, by its id; `head`: where the next round of a loop begins.

    Behind a loop or a `try` is where its parts come together, before its `else` or `finally`.
    """

    def __init__(self, body: Sequence[Any], always: Names) -> None:
        self.before: dict[int, Names] = {}
        self.behind: dict[int, Names] = {}
        self.head: dict[int, Names] = {}
        self._effects: dict[int, Effect] = {}
        self._settled = False
        while not self._settled:  # a pass for each level of nested loops, and one more
            self._settled = True
            self._block(body, always, _Exits(always, always, always))

    @abstractmethod
    def effect(self, node: Any) -> Effect:
        """What a plain statement, or a part of a compound one, does."""

    @abstractmethod
    def decides(self, node: ast.AST) -> Names:
        """What an expression uses if its value decides where the path goes on."""

    def _block(self, body: Sequence[Any], live: Names, exits: _Exits) -> Names:
        for statement in body[::-1]:
            self.behind[id(statement)] = live
            live = self._statement(statement, live, exits) | exits.raises
            self.before[id(statement)] = live
        return live

    def _statement(self, node: Any, live: Names, exits: _Exits) -> Names:
        if isinstance(node, ast.If):
            return self._if(node, live, exits)
        if isinstance(node, _LOOPS):
            return self._loop(node, live, exits)
        if isinstance(node, _TRIES):
            return self._try(node, live, exits)
        if isinstance(node, (ast.With, ast.AsyncWith)):  # it may swallow a failure
            inside = self._block(node.body, live, replace(exits, raises=exits.raises | live))
            return inside.union(*(self.effect(item).uses for item in node.items))
        if isinstance(node, ast.Match):
            parts = [part for case in node.cases for part in (case.pattern, case.guard) if part is not None]
            found = live.union(*(self._block(case.body, live, exits) for case in node.cases))
            return found.union(*map(self.decides, (node.subject, *parts)))
        effect = self._effects.get(id(node))
        if effect is None:
            effect = self._effects[id(node)] = self.effect(node)
        if isinstance(node, ast.Return):
            return effect.uses | exits.returns
        if isinstance(node, ast.Raise):
            return effect.uses | exits.raises
        if isinstance(node, (ast.Break, ast.Continue)):
            return exits.rounds
        source = _NOTHING if effect.sets.isdisjoint(live) else effect.source
        return (live - effect.binds) | source | effect.uses

    def _if(self, node: ast.If, live: Names, exits: _Exits) -> Names:
        tested, orelse = arms_of(node)  # not arm within arm: a chain may have thousands
        found = self._block(orelse, live, exits)
        for arm in tested[::-1]:
            self.behind[id(arm)] = live
            found |= self._block(arm.body, live, exits) | self.decides(arm.test)
            self.before[id(arm)] = found | exits.raises
        return found

    def _loop(self, node: Any, live: Names, exits: _Exits) -> Names:
        live = self.behind[id(node)] = live | self._block(node.orelse, live, exits)
        head = self.head.get(id(node), _NOTHING) | live | self.decides(getattr(node, "test", None) or node.iter)
        found = head | self._block(node.body, head, replace(exits, rounds=head))
        if not isinstance(node, ast.While):
            found |= self.effect(node.target).uses
        if found != self.head.get(id(node)):
            self.head[id(node)] = found
            self._settled = False
        return found

    def _try(self, node: Any, live: Names, exits: _Exits) -> Names:
        if node.finalbody:  # every way out leads through it
            live |= exits.rounds | exits.returns | exits.raises
            live = self._block(node.finalbody, live, exits)
            exits = _Exits(live, live, live)
        handled = exits.raises
        for handler in node.handlers:
            handled |= self._block(handler.body, live, exits)
            if handler.type is not None:
                handled |= self.effect(handler.type).uses
        orelse = self._block(node.orelse, live, exits)
        self.behind[id(node)] = live | handled | orelse
        return handled | self._block(node.body, orelse, replace(exits, raises=handled))


def _binds(node: Any) -> Names:
    """Names that a plain statement binds in any case, or deletes."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return frozenset(imported_names(node))
    if isinstance(node, (ast.Assign, ast.Delete)):
        return frozenset(bound_names(node.targets))
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return frozenset(bound_names([node.target]))
    return _NOTHING


_SILENT = Effect()
_SOME = frozenset(("",))  # stands beside the names for a read of any of them, and is never bound


class Reads(Liveness):
    """Names in doubt. `reads`: ids of the nodes that read one; `anytime`: names that functions may read.

    `mentions`: where the names stand at all. Most statements of a large function need not be looked into.
    """

    def __init__(
        self,
        body: Sequence[Any],
        names: Names,
        reads: Collection[int],
        anytime: Names,
        mentions: Mentions | None = None,
    ) -> None:
        self.names = names
        self._mentions = mentions
        self.anytime = names & anytime
        self._reads = set(reads)
        self._decided: dict[int, Names] = {}
        super().__init__(body, self.anytime | _SOME if self.anytime else _NOTHING)

    def effect(self, node: Any) -> Effect:
        return Effect(self.decides(node), _binds(node)) if self.mentions(node) else _SILENT

    def decides(self, node: ast.AST) -> Names:
        known = self._decided.get(id(node))
        if known is None and not self.mentions(node):
            known = self._decided[id(node)] = _NOTHING
        if known is None:
            nodes = (child for child in walk(node) if child.__class__ is ast.Name and id(child) in self._reads)
            found = self.names.intersection(child.id for child in nodes)
            known = self._decided[id(node)] = found | _SOME if found else _NOTHING
        return known

    def mentions(self, node: ast.AST) -> bool:
        """Whether one of the names may stand in a node."""
        return self._mentions is None or self._mentions.within(node)

    def any_ahead(self, statement: ast.AST) -> bool:
        """Whether some path leads from before the statement to a read in doubt, bound meanwhile or not."""
        return not _SOME.isdisjoint(self.before.get(id(statement), _SOME))

    def doubts(self, node: ast.Name) -> bool:
        """Whether the name may be unbound where this node reads it."""
        return id(node) in self._reads or node.id in self.anytime

    def stands_for(self, node: ast.Name, original: ast.Name) -> None:
        """A node that the walk makes up reads what the original does."""
        if id(original) in self._reads:
            self._reads.add(id(node))

    def matters(self, node: ast.AST, statement: ast.AST) -> bool:
        """Whether a part of a statement reads a name in doubt, or binds or deletes one that is read behind it."""
        if not self.mentions(node):
            return False
        if self.decides(node):
            return True
        live = (self.behind.get(id(statement), self.names) | self.anytime) - _SOME
        return bool(live) and not live.isdisjoint(bound_names([node]))


_ASKING = frozenset((ast.BoolOp, ast.IfExp, ast.Compare, ast.NamedExpr, ast.Lambda, *COMPREHENSIONS))


class Values(Liveness):
    """Names whose values are followed. `skipped`: ids of statements that are passed over."""

    def __init__(self, body: Sequence[Any], skipped: Collection[int], lambdas: bool = True) -> None:
        """`lambdas`: False where it is known that there is none."""
        below = walk if lambdas else walk_statements
        nodes = (node for root in body for node in (root, *below(root)))
        functions = [node for node in nodes if isinstance(node, _DEFINITIONS)]
        self._skipped = skipped
        self._follows = bool(functions)
        self._mentioned: dict[int, Names] = {}
        super().__init__(body, _NOTHING.union(*map(mentioned, functions)))

    def effect(self, node: Any) -> Effect:
        if isinstance(node, (*_DEFINITIONS, ast.Assert)):
            return Effect(self.decides(node))
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            binds = _binds(node)
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            sets = _NOTHING.union(*map(mentioned, targets))
            source = sets - binds | (self.decides(node.value) if node.value else _NOTHING)
            return Effect(self._asked(node), binds, sets, source)
        return Effect(self._asked(node), _binds(node))

    def decides(self, node: ast.AST) -> Names:
        found = self._mentioned.get(id(node))
        if found is None:
            found = self._mentioned[id(node)] = frozenset(mentioned(node))
        return found

    def _statement(self, node: Any, live: Names, exits: _Exits) -> Names:
        return live if id(node) in self._skipped else super()._statement(node, live, exits)

    def _asked(self, node: ast.AST) -> Names:
        """Names in those parts of a statement whose value decides something as they are evaluated."""
        found: set[str] = set()
        stack = [node]
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind in _ASKING or (kind is ast.Call and self._follows):
                found |= mentioned(node)
            else:
                stack += children(node)
        return frozenset(found)
