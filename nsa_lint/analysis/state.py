"""What holds at one point of a function: on which paths it is reached, which names are unbound there, what is stored.

`unbound[name]` says on which paths the name is unbound, split by who is to blame: a tag names the arm of the
chain at which the path parted from one that binds the name. `None` is nobody yet. A name that is not in the
table is bound on every path.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nsa_lint.analysis.bdd import FALSE, TRUE, Bdd
from nsa_lint.analysis.chains import Tag, Unbound
from nsa_lint.analysis.values import Value


@dataclass(slots=True)
class State:
    """Everybody may replace a state; its parts change through these methods alone."""

    reach: int
    unbound: dict[str, Unbound] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    failure_recorded: bool | frozenset[str] = False  # see `record_failure`; False once something has changed since

    def fork(self, reach: int) -> State:
        """A state of its own, on these paths."""
        return State(reach, self.unbound.copy(), self.values.copy(), self.failure_recorded)

    def rest(self, reach: int) -> State:
        """The state of the paths that are left once others were forked off: it takes the tables over."""
        return State(reach, self.unbound, self.values, self.failure_recorded)

    def assume(self, reach: int) -> None:
        """From here on, these paths."""
        self.reach = reach

    # -- bindings ------------------------------------------------------------------------------------------

    def bind(self, key: str) -> None:
        if self.unbound.pop(key, None) is not None:
            self.failure_recorded = False

    def bind_all(self) -> None:
        self.unbound.clear()

    def unbind(self, key: str, tag: Tag | None) -> None:
        self.unbound[key] = {tag: TRUE}
        self.failure_recorded = False

    def set_unbound(self, key: str, entry: Unbound) -> None:
        """Where a name is unbound, and by whom; the values and failures stay as they are."""
        self.unbound[key] = entry

    def take_unbound(self, key: str) -> Unbound | None:
        """Removes a name from the table, and gives what was there."""
        return self.unbound.pop(key, None)

    # -- values --------------------------------------------------------------------------------------------

    def store(self, key: str, value: Value) -> None:
        self.values[key] = value

    def change(self, key: str, value: Value) -> None:
        """Stores what may let the next use fail."""
        self.values[key] = value
        self.failure_recorded = False

    def drop(self, key: str) -> None:
        self.values.pop(key, None)

    def drop_paths(self, key: str) -> None:
        """Forgets what is stored on attributes of a variable."""
        prefix = key + "."
        for path in [path for path in self.values if path.startswith(prefix)]:
            del self.values[path]

    def forget(self, keys: Iterable[str]) -> None:
        """The variables of a scope that is left."""
        for key in keys:
            self.unbound.pop(key, None)
            self.values.pop(key, None)

    # -- failures ------------------------------------------------------------------------------------------

    def record_failure(self, recorded: bool | frozenset[str] = True) -> None:
        """Whether the failures that are possible here were recorded; a set: but those of these names."""
        self.failure_recorded = recorded


def nowhere() -> State:
    """The state that no path reaches."""
    return State(FALSE)


@dataclass(frozen=True, slots=True)
class Live:
    """What is live after a place: names that may be read there unbound, and names whose values tests depend on."""

    reads: frozenset[str]
    values: frozenset[str]

    def reads_of(self, key: str) -> bool:
        return _is_live(key, self.reads)

    def value_of(self, key: str) -> bool:
        return _is_live(key, self.values)


def _is_live(key: str, live: frozenset[str]) -> bool:
    root = key.partition(".")[0]
    return "@" in root or root.removeprefix("::") in live


def unbound_where(bdd: Bdd, state: State, name: str) -> int:
    """The paths on which a name is unbound, whoever is to blame."""
    result = FALSE
    for condition in state.unbound.get(name, {}).values():
        result = bdd.or_(result, condition)
    return result


def binds(bdd: Bdd, state: State, name: str) -> bool:
    """Whether the name is bound on some path."""
    return bdd.minus(state.reach, unbound_where(bdd, state, name)) != FALSE
