"""Which failures a handler, or a manager, catches."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.exits import NameCatch, Thrown
from nsa_lint.analysis.raising import catches_all, catches_names
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import Live, State
from nsa_lint.model import StepKind
from nsa_lint.syntax.classes import Classes

_OF_NONE = frozenset(("TypeError", "AttributeError"))  # what calling it raises, or looking into it

Raised = list[tuple[State, Thrown]]


def name_catch(names: Iterable[str]) -> NameCatch:
    """What handlers of these exceptions mean for a failed read."""
    listed = [*names]
    if catches_names(listed):
        return NameCatch.MEANT
    return NameCatch.BROAD if catches_all(listed) else NameCatch.NOT


def catches_uses(names: Sequence[str]) -> bool:
    """Whether handlers of these exceptions catch the use of a None: they are there for that, or for anything."""
    return catches_all(names) or not _OF_NONE.isdisjoint(names)


def by_exception(run: Run, raised: Raised, live: Live | None = None) -> Raised:
    """The states that a failure leaves behind, one for each exception that is known by name. `live`: what is, there."""
    grouped: dict[Thrown, list[State]] = {}
    for state, exception in raised:
        grouped.setdefault(exception, []).append(state)
    return [(run.merge(states, live), exception) for exception, states in grouped.items()]


def select(run: Run, node: ast.AST, names: Sequence[str], raised: Raised) -> tuple[list[State], Raised]:
    """What a handler for exceptions of these names catches of the failures, and what goes on to the next."""
    bdd = run.world.bdd
    caught: list[State] = []
    rest: Raised = []
    for state, exception in raised:
        matches = caught_by(run.world.module.classes, names, exception)
        if matches is None and run.slice.focus is not None:
            caught.append(state)
            rest.append((state.fork(state.reach), exception))
        elif matches is None:
            choice = chosen(run, node, state.reach)
            caught.append(state.fork(bdd.and_(state.reach, choice)))
            missed = replace(exception, excluded=exception.excluded | frozenset(names))
            rest.append((state.fork(bdd.minus(state.reach, choice)), missed))
        elif matches:
            caught.append(state)
        else:
            rest.append((state, exception))
    return [state for state in caught if state.reach != FALSE], rest


def chosen(run: Run, node: ast.AST, reach: int) -> int:
    """A choice: whether a handler catches what is raised."""
    choice = run.world.values.choice()
    text = f"the handler at line {getattr(node, 'lineno', 0)} catches it"
    run.trace.meet(node, choice, reach, text, StepKind.CATCHES)
    return choice


def caught_by(classes: Classes, names: Iterable[str], exception: Thrown) -> bool | None:
    """Whether a handler for these names catches an exception; None: perhaps."""
    unsure = False
    for name in names:
        if name in ("", "BaseException"):
            return True
        if name == "Exception" and not (exception.name and _is_a(classes, exception.name, name) is False):
            return True
        matches = _is_a(classes, exception.name, name) if exception.name else None
        if matches:
            return True
        excluded = any(_is_a(classes, name, other) for other in exception.excluded)
        unsure = unsure or (matches is None and not excluded)
    return None if unsure else False


def builtin_exception(name: str) -> type[BaseException] | None:
    """The class of this name that is built in."""
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def _is_a(classes: Classes, name: str, other: str) -> bool | None:
    """Whether an exception of this name is one of the other; None: perhaps."""
    if name == other:
        return True
    if name in ("", "?") or other in ("", "?"):
        return None
    own = classes.named(name)
    if own is not None:
        return classes.is_a(name, other, _is_built_in)
    first, second = builtin_exception(name), builtin_exception(other)
    if first is not None and classes.named(other) is not None:
        return False
    return issubclass(first, second) if first is not None and second is not None else None


def _is_built_in(name: str, other: str) -> bool | None:
    """The same of a class that the module does not define."""
    first, second = builtin_exception(name), builtin_exception(other)
    if first is None:
        return None
    return second is not None and issubclass(first, second)
