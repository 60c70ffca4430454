"""Steps: what the statements of one scope do, in a form that every pass and the interpreter share.

`lower` makes them, the only module that takes compound statements apart. A module has one `Lowering`: its `block(node)`
gives the steps of a function, a class or the module, its `scope(node)` the names; both are made once.

A `Block` is a sequence of steps, and each statement is one step:

    Eval       evaluates, and binds nothing but by a walrus: an expression, `pass`, `global`
    Bind       an assignment of any form, an import, a `type` alias
    Unbind     `del`
    Require    `assert`
    Leave      `return`, `raise`, `break`, `continue`
    Define     `def`, `class`; what is inside is `Lowering.block(step.node)`
    Branch     `if`, `match`: its arms are flat, an `elif` is an arm
    Loop       `for`, `while`
    Protect    `try`
    Manage     `with`: its items, from the outermost in

Identity. `step.node` is the statement, and `id(step.node)` is the key under which a pass files what it finds at a step.
The same steps serve all iterations of a loop, both ways into a `finally` and all calls of an inner function. An `elif`
and a `case` are not steps: `Arm.node` is the `ast.If` or the `ast.match_case`, `Handler.node` the `ast.ExceptHandler`.

Expressions stay `ast`; what they do to local names is beside them, as `Effects` in their order. A comprehension is an
inner tuple, which works on a copy of what is assigned; so is an operand that may be skipped, where there is a walrus.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nsa_lint.model import ChainKind
from nsa_lint.syntax.literals import truth_of
from nsa_lint.syntax.scopes import bound_names, walk, walk_statements

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Deleted:
    """A name is unassigned from here on."""

    name: str


@dataclass(frozen=True, slots=True)
class Tested:
    """Whether a name is assigned is asked here."""

    name: str


# ast.Name: the name is read there; str: it is assigned from here on, and `*` stands for every name of the scope;
# a function: its body may be run from here on; a tuple: a part of which nothing that it assigns outlives it
Effect = ast.Name | str | Deleted | Tested | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | tuple["Effect", ...]
Effects = Sequence[Effect]
Exit = Literal["return", "raise", "break", "continue"]
# How a step may be left other than by its end. `tail`: by a `continue` that is the last thing its block does; `never`:
# by a call that does not return, or not at all (`while True`)
Leaving = frozenset[str]


@dataclass(slots=True, eq=False)
class Step:
    """One statement."""

    node: ast.stmt
    _binds: frozenset[str] | None = field(default=None, init=False)
    _unbinds: frozenset[str] | None = field(default=None, init=False)
    _leaving: Leaving | None = field(default=None, init=False)

    @property
    def parts(self) -> Sequence[ast.AST]:
        """The expressions, patterns and targets of the step itself; for a simple statement, the statement."""
        return (self.node,)

    @property
    def effects(self) -> Iterator[Effects]:
        """What the step itself does, part by part."""
        return iter(())

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks inside, in the order of the text; a definition's is a scope of its own, and not among them."""
        return ()

    @property
    def binds(self) -> frozenset[str]:
        """Names that the step or one inside it may bind or delete, declared `global` or not."""
        if self._binds is None:
            self._binds = self._all_bound()
        return self._binds

    @property
    def unbinds(self) -> frozenset[str]:
        """Those of them that it may delete, by `del` or at the end of a handler."""
        if self._unbinds is None:
            self._unbinds = self._all_deleted()
        return self._unbinds

    @property
    def leaving(self) -> Leaving:
        """How the step may be left other than by its end."""
        if self._leaving is None:
            self._leaving = self._all_exits()
        return self._leaving

    def _all_bound(self) -> frozenset[str]:
        return frozenset(bound_names(self.parts)).union(*(step.binds for block in self.blocks for step in block))

    def _all_deleted(self) -> frozenset[str]:
        own = (each.name for effects in self.effects for each in flat(effects) if isinstance(each, Deleted))
        return frozenset(own).union(*(step.unbinds for block in self.blocks for step in block))

    def _all_exits(self) -> Leaving:
        return NOTHING


@dataclass(slots=True, eq=False)
class Simple(Step):
    """A statement that holds no other."""

    does: Effects
    stops: bool  # whether a call in it never returns

    @property
    def effects(self) -> Iterator[Effects]:
        yield self.does

    def _all_exits(self) -> Leaving:
        return _NEVER if self.stops else NOTHING


@dataclass(slots=True, eq=False)
class Eval(Simple):
    """`node`: an `ast.Expr`, or a statement that does nothing."""

    ends: bool = False  # whether it is a call that never returns, so that no path goes on


@dataclass(slots=True, eq=False)
class Bind(Simple):
    """`node`: `ast.Assign`, `ast.AugAssign`, `ast.AnnAssign`, `ast.Import`, `ast.ImportFrom` or `ast.TypeAlias`."""

    node: ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Import | ast.ImportFrom
    declares: bool = False  # whether an annotation alone makes a variable, as a kernel language has it


@dataclass(slots=True, eq=False)
class Unbind(Simple):
    node: ast.Delete


@dataclass(slots=True, eq=False)
class Require(Simple):
    """`does` is what the test does, and beside it, in an inner tuple, the message."""

    node: ast.Assert
    holds: bool | None = None  # whether the test is a constant, and which

    def _all_exits(self) -> Leaving:
        return frozenset(("raise",))


@dataclass(slots=True, eq=False)
class Leave(Simple):
    exit: Exit

    def _all_exits(self) -> Leaving:
        exits = frozenset(("tail" if self.exit == "continue" else self.exit,))
        return exits | _NEVER if self.stops else exits


@dataclass(slots=True, eq=False)
class Define(Simple):
    """`does`: decorators, defaults, annotations and bases; a function then comes into being, and binds its name.

    Of a class: also the defaults and the like of what stands in its body. What the body does besides, and that the
    class then binds its name, is for those who go into it.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

    def _all_deleted(self) -> frozenset[str]:
        """Names of this scope that a function deletes; when it is called is not known."""
        statements = walk_statements(self.node)
        declared = {name for each in statements if isinstance(each, ast.Nonlocal) for name in each.names}
        names = (node for node in walk(self.node) if isinstance(node, ast.Name)) if declared else ()
        return frozenset(name.id for name in names if name.id in declared and isinstance(name.ctx, ast.Del))

    def _all_exits(self) -> Leaving:
        return NOTHING


@dataclass(slots=True, eq=False)
class Arm:
    """`node`: the `ast.If` or `ast.match_case`; None for `else`, which has no test."""

    node: ast.If | ast.match_case | None
    test: ast.expr | None  # of an `if`; of a `case`, what stands after its pattern
    pattern: ast.pattern | None
    matches: Effects  # what the pattern does
    tests: Effects  # what the test does
    block: Block

    @property
    def parts(self) -> list[ast.AST]:
        return [part for part in (self.pattern, self.test) if part is not None]

    @property
    def line(self) -> int:
        """Where the arm begins; 0 for `else`."""
        line: int = getattr(self.node if self.pattern is None else self.pattern, "lineno", 0)
        return line

    @property
    def surely(self) -> bool | None:
        """What a constant test says; True for `else`, and for a `case` that matches everything."""
        if self.pattern is not None:
            matches_all = isinstance(self.pattern, ast.MatchAs) and self.pattern.pattern is None
            return True if matches_all and self.test is None else None
        if self.test is None:
            return True
        return bool(self.test.value) if isinstance(self.test, ast.Constant) else None


@dataclass(slots=True, eq=False)
class Compound(Step):
    """A statement that holds others."""

    stops: bool  # whether a call in its own parts never returns

    def _all_exits(self) -> Leaving:
        """A `continue` inside is the last of the whole only where the statement ends as its block does."""
        found = _NEVER if self.stops else NOTHING
        inside = found.union(*map(leaving, self.blocks))
        return inside - {"tail"} | {"continue"} if "tail" in inside else inside


@dataclass(slots=True, eq=False)
class Branch(Compound):
    """`subject` and `chooses` (what it does) are those of a `match`. An `if` without `else` has no arm for that."""

    node: ast.If | ast.Match
    kind: ChainKind  # IF or MATCH
    subject: ast.expr | None
    chooses: Effects
    arms: Sequence[Arm]

    @property
    def parts(self) -> Sequence[ast.AST]:
        head: list[ast.AST] = [] if self.subject is None else [self.subject]
        return head + [part for arm in self.arms for part in arm.parts]

    @property
    def effects(self) -> Iterator[Effects]:
        yield self.chooses
        for arm in self.arms:
            yield arm.matches
            yield arm.tests

    @property
    def blocks(self) -> Sequence[Block]:
        return [arm.block for arm in self.arms]

    def _all_exits(self) -> Leaving:
        if self.kind is not ChainKind.IF:
            return Compound._all_exits(self)
        found = _NEVER if self.stops else NOTHING
        return found.union(*map(leaving, self.blocks))


@dataclass(slots=True, eq=False)
class Loop(Compound):
    """`head` is the test of a `while`, what a `for` iterates over; `target` that of a `for`."""

    node: ast.For | ast.AsyncFor | ast.While
    head: ast.expr
    target: ast.expr | None
    starts: Effects  # what the head does
    iterates: Effects  # what an iteration does first: binds the target, or tests again
    body: Block
    orelse: Block

    @property
    def parts(self) -> Sequence[ast.AST]:
        return (self.head,) if self.target is None else (self.target, self.head)

    @property
    def effects(self) -> Iterator[Effects]:
        yield self.starts
        yield self.iterates

    @property
    def blocks(self) -> Sequence[Block]:
        return (self.body, self.orelse)

    @property
    def constant(self) -> bool | None:
        """What the constant test of a `while` says."""
        return truth_of(self.head) if self.target is None else None

    def _all_exits(self) -> Leaving:
        """The `else` comes last, and its own `break` and `continue` are those of the loop around this one."""
        found = leaving(self.body) - {"break", "continue", "tail"} | leaving(self.orelse)
        return found | _NEVER if self.stops or self.constant is not None else found


@dataclass(slots=True, eq=False)
class Handler:
    node: ast.ExceptHandler
    names: Sequence[str]  # the exceptions that it names; "" for every one, "?" for one without a name
    tests: Effects  # what the exception's type does
    name: str | None
    block: Block


@dataclass(slots=True, eq=False)
class Protect(Compound):
    node: ast.Try
    body: Block
    handlers: Sequence[Handler]
    orelse: Block
    final: Block
    group: bool  # whether it is `except*`

    @property
    def parts(self) -> Sequence[ast.AST]:
        return [handler.node.type for handler in self.handlers if handler.node.type is not None]

    @property
    def effects(self) -> Iterator[Effects]:
        return (handler.tests for handler in self.handlers)

    @property
    def blocks(self) -> Sequence[Block]:
        return (self.body, *(handler.block for handler in self.handlers), self.orelse, self.final)

    def _all_bound(self) -> frozenset[str]:
        return Compound._all_bound(self) | {handler.name for handler in self.handlers if handler.name}

    def _all_deleted(self) -> frozenset[str]:
        return Compound._all_deleted(self) | {handler.name for handler in self.handlers if handler.name}


@dataclass(slots=True, eq=False)
class Item:
    """One manager of a `with`."""

    node: ast.withitem
    enters: Effects  # what the manager does, and then its target
    safe: bool  # neither making nor entering the manager fails
    swallowed: Sequence[str]  # the exceptions that it swallows, as those of a handler
    entered: Mapping[int, Sequence[str]]  # of an exit stack: by `id` of a call that enters one, what that swallows

    @property
    def swallows(self) -> bool:
        return bool(self.swallowed or self.entered)


@dataclass(slots=True, eq=False)
class Manage(Compound):
    node: ast.With | ast.AsyncWith
    items: Sequence[Item]
    body: Block

    @property
    def parts(self) -> Sequence[ast.AST]:
        return [item.node for item in self.items]

    @property
    def effects(self) -> Iterator[Effects]:
        return (item.enters for item in self.items)

    @property
    def blocks(self) -> Sequence[Block]:
        return (self.body,)


Block = Sequence[Step]
_NEVER: Leaving = frozenset(("never",))


def leaving(block: Block) -> Leaving:
    """How a block may be left other than by its end."""
    found = NOTHING.union(*(step.leaving for step in block[:-1]))
    if "tail" in found:  # what comes after it makes it an exit
        found = found - {"tail"} | {"continue"}
    return found | block[-1].leaving if block else found


def flat(effects: Effects) -> Iterator[Effect]:
    """The effects without their nesting."""
    for effect in effects:
        if isinstance(effect, tuple):
            yield from flat(effect)
        else:
            yield effect
