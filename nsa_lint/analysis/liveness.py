"""Liveness, backward over steps: which names are live before and after each step of one scope.

`Reads`: where a possibly unassigned name may still be read before it is bound again. After the last such place no path
can lead to a report, and of a name that is not among them it does not matter on which paths it is unassigned.

`Values`: where the value of a name may still decide a test. `w = f(w)` is of no use if no test depends on `w` later.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from nsa_lint.analysis.ir import (
    NOTHING,
    Block,
    Branch,
    Define,
    Leave,
    Loop,
    Manage,
    Protect,
    Require,
    Step,
)
from nsa_lint.analysis.steps import made_none, steps_of
from nsa_lint.model import ChainKind
from nsa_lint.syntax.scopes import COMPREHENSIONS, bound_names, children, dotted, imported_names, mentioned, walk
from nsa_lint.syntax.text_index import LineSet

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Exits:
    """The names that are live where the ways out of a step lead."""

    iterations: Names  # break, continue
    returns: Names
    raises: Names


@dataclass(frozen=True, slots=True)
class Effect:
    """What a simple step `uses` in any case, what it `binds` anew; `source`: used if what it `sets` is live."""

    uses: Names = NOTHING
    binds: Names = NOTHING
    sets: Names = NOTHING
    source: Names = NOTHING


class Liveness(ABC):
    """The live names before and after each step, by `id(step.node)`; `head`: where the next iteration of a loop begins.

    `before` holds the arms of a chain as well, by `id(arm.node)`: where an arm is tested.
    After a loop or a `try` is where its parts come together, before its `else` or `finally`.
    """

    def __init__(self, block: Block, always: Names, skipped: Collection[int] = ()) -> None:
        self.before: dict[int, Names] = {}
        self.after: dict[int, Names] = {}
        self.head: dict[int, Names] = {}
        self._skipped = skipped
        self._effects: dict[int, Effect] = {}
        self._settled = False
        while not self._settled:  # a pass for each level of nested loops, and one more
            self._settled = True
            self._block(block, always, _Exits(always, always, always))

    @abstractmethod
    def effect(self, step: Step) -> Effect:
        """What a simple step does."""

    @abstractmethod
    def uses(self, part: ast.AST) -> Names:
        """What a part of a compound step uses as it is evaluated."""

    @abstractmethod
    def decides(self, part: ast.AST) -> Names:
        """What an expression uses if its value decides where the path goes on."""

    def _block(self, block: Block, live: Names, exits: _Exits) -> Names:
        for step in block[::-1]:
            key = id(step.node)
            self.after[key] = live
            if key not in self._skipped:
                live = _TRANSFER.get(step.__class__, Liveness._simple)(self, step, live, exits)
            live = self.before[key] = _with(live, exits.raises)
        return live

    def _effect(self, step: Step) -> Effect:
        found = self._effects.get(id(step))
        if found is None:
            found = self._effects[id(step)] = self.effect(step)
        return found

    def _simple(self, step: Step, live: Names, exits: _Exits) -> Names:
        effect = self._effect(step)
        source = NOTHING if effect.sets.isdisjoint(live) else effect.source
        if not effect.binds.isdisjoint(live):
            live -= effect.binds
        return _with(_with(live, source), effect.uses)

    def _leave(self, step: Leave, live: Names, exits: _Exits) -> Names:
        if step.exit in ("break", "continue"):
            return exits.iterations
        return self._effect(step).uses | (exits.returns if step.exit == "return" else exits.raises)

    def _branch(self, step: Branch, live: Names, exits: _Exits) -> Names:
        no_match = step.kind is ChainKind.MATCH or step.arms[-1].node is not None
        found = live if no_match else NOTHING
        for arm in step.arms[::-1]:
            found = _with(self._block(arm.block, live, exits), found)
            for part in arm.parts:
                found = _with(found, self.decides(part))
            if arm.node is not None:
                self.before[id(arm.node)] = _with(found, exits.raises)
        return found if step.subject is None else found | self.decides(step.subject)

    def _loop(self, step: Loop, live: Names, exits: _Exits) -> Names:
        key = id(step.node)
        live = self.after[key] = live | self._block(step.orelse, live, exits)
        head = self.head.get(key, NOTHING) | live | self.decides(step.head)
        found = head | self._block(step.body, head, replace(exits, iterations=head))
        if step.target is not None:
            found |= self.uses(step.target)
        if found != self.head.get(key):
            self.head[key] = found
            self._settled = False
        return found

    def _protect(self, step: Protect, live: Names, exits: _Exits) -> Names:
        if step.final:  # every way out leads through it
            live |= exits.iterations | exits.returns | exits.raises
            live = self._block(step.final, live, exits)
            exits = _Exits(live, live, live)
        handled = exits.raises.union(*map(self.uses, step.parts))
        for handler in step.handlers[::-1]:
            after = live | handled if step.group else live  # of a group, a later one may take another part
            handled |= self._block(handler.block, after, exits)
        orelse = self._block(step.orelse, live, exits)
        self.after[id(step.node)] = live | handled | orelse
        return handled | self._block(step.body, orelse, replace(exits, raises=handled))

    def _manage(self, step: Manage, live: Names, exits: _Exits) -> Names:
        """It may swallow a failure."""
        inside = self._block(step.body, live, replace(exits, raises=exits.raises | live))
        return inside.union(*map(self.uses, step.parts))


def _with(names: Names, more: Names) -> Names:
    """The union; the same set where one of the two is all of it, as most often: each step has a set of every name."""
    if more <= names:
        return names
    return more if names <= more else names | more


_TRANSFER: dict[type[Step], Callable[[Liveness, Any, Names, _Exits], Names]] = {
    Leave: Liveness._leave,
    Branch: Liveness._branch,
    Loop: Liveness._loop,
    Protect: Liveness._protect,
    Manage: Liveness._manage,
}


def _binds(step: Step) -> Names:
    """Names that a simple step binds in any case, or deletes."""
    node = step.node
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return frozenset(imported_names(node))
    if isinstance(node, (ast.Assign, ast.Delete)):
        return frozenset(bound_names(node.targets))
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return frozenset(bound_names([node.target]))
    return NOTHING


_SILENT = Effect()
_SOME = frozenset(("",))  # stands beside the names for a read of any of them, and is never bound


class Reads(Liveness):
    """Possibly unassigned names. `reads`: ids of the nodes that read one; `anytime`: names that functions may read.

    `mentions`: where the names occur at all. Most statements of a large function need not be looked into.
    """

    def __init__(
        self,
        block: Block,
        names: Names,
        reads: Collection[int],
        anytime: Names,
        mentions: LineSet | None = None,
    ) -> None:
        self.names = names
        self._mentions = mentions
        self.anytime = names & anytime
        self._reads = set(reads)
        self._decided: dict[int, Names] = {}
        super().__init__(block, self.anytime | _SOME if self.anytime else NOTHING)

    def effect(self, step: Step) -> Effect:
        return Effect(self.decides(step.node), _binds(step)) if self.mentions(step.node) else _SILENT

    def uses(self, part: ast.AST) -> Names:
        return self.decides(part)

    def decides(self, part: ast.AST) -> Names:
        known = self._decided.get(id(part))
        if known is None and not self.mentions(part):
            known = self._decided[id(part)] = NOTHING
        if known is None:
            nodes = (child for child in walk(part) if child.__class__ is ast.Name and id(child) in self._reads)
            found = self.names.intersection(child.id for child in nodes)
            known = self._decided[id(part)] = found | _SOME if found else NOTHING
        return known

    def mentions(self, node: ast.AST) -> bool:
        """Whether one of the names may occur in a node."""
        return self._mentions is None or self._mentions.within(node)

    def any_ahead(self, statement: ast.AST) -> bool:
        """Whether some path leads from before the statement to such a read, bound meanwhile or not."""
        return not _SOME.isdisjoint(self.before.get(id(statement), _SOME))

    def doubts(self, node: ast.Name) -> bool:
        """Whether the name may be unassigned where this node reads it."""
        return id(node) in self._reads or node.id in self.anytime

    def matters(self, part: ast.AST, live: Names | None) -> bool:
        """Whether a part of a step reads such a name, or binds or deletes one that is `live` after it (None: any)."""
        if not self.mentions(part):
            return False
        if self.decides(part):
            return True
        live = ((self.names if live is None else live) | self.anytime) - _SOME
        return bool(live) and not live.isdisjoint(bound_names([part]))


_DEPENDENT = frozenset((ast.BoolOp, ast.IfExp, ast.Compare, ast.NamedExpr, ast.Lambda, *COMPREHENSIONS))


class Values(Liveness):
    """Names whose values are followed. `skipped`: `id(step.node)` of steps that are skipped."""

    def __init__(
        self,
        block: Block,
        skipped: Collection[int],
        lambdas: bool = True,
        helpers: Iterable[ast.AST] = (),
        always: Names = NOTHING,
    ) -> None:
        """`lambdas`: False where it is known that there is none. `helpers`: functions that are followed.

        `always`: names that are followed throughout.
        """
        functions = [*_functions(block, lambdas), *helpers]
        self._follows = bool(functions)
        self._nones = frozenset(made_none(block))
        self._mentioned: dict[int, Names] = {}
        super().__init__(block, always.union(*map(mentioned, functions)), skipped)

    def effect(self, step: Step) -> Effect:
        node = step.node
        if isinstance(step, (Define, Require)):
            return Effect(self.decides(node))
        binds = _binds(step)
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            sets = NOTHING.union(*map(mentioned, targets))
            source = sets - binds | (self.decides(node.value) if node.value else NOTHING)
            return Effect(self.uses(node), binds, sets, source)
        return Effect(self.uses(node), binds)

    def decides(self, part: ast.AST) -> Names:
        found = self._mentioned.get(id(part))
        if found is None:
            found = self._mentioned[id(part)] = frozenset(mentioned(part))
        return found

    def uses(self, part: ast.AST) -> Names:
        """Names in those parts of it whose value decides something as they are evaluated."""
        found: set[str] = set()
        stack = [part]
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind in _DEPENDENT or (kind is ast.Call and self._follows):
                found |= mentioned(node)
            else:
                if isinstance(node, ast.Attribute) and dotted(node.value) in self._nones:
                    found.add(dotted(node.value))
                stack += children(node)
        return frozenset(found)


def _functions(block: Block, lambdas: bool) -> Iterator[ast.AST]:
    """The functions and classes that a scope defines."""
    for step in steps_of(block):
        if isinstance(step, Define):
            yield step.node
        elif lambdas:
            yield from (child for part in step.parts for child in walk(part) if isinstance(child, ast.Lambda))
