"""Yes or no of things that depend on one another, as functions that call each other do: no, unless it is shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import islice
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Settled(Generic[Key]):
    """Answers that are the same in whatever order they are asked for.

    What is being looked at is no meanwhile, and so may be what asks about it. Those that were no for that are looked at
    again with what is known afterwards, until no further one is yes: a yes never makes another one no.
    """

    def __init__(self) -> None:
        self._known: dict[Key, bool] = {}
        self._open: set[Key] = set()  # what is being looked at
        self._met = False  # whether one of these was asked about

    def of(self, key: Key, find: Callable[[Key], bool], again: Callable[[], None]) -> bool:
        """The answer for one. `find` may ask about others; `again` forgets what followed from answers that were no.

        Both are given each time: kept here, methods of the owner would keep it alive, and its syntax tree with it.
        """
        found = self._known.get(key)
        if found is not None:
            return found
        if key in self._open:
            self._met = True
            return False
        return self._look(key, find) if self._open else self._settle(key, find, again)

    def _look(self, key: Key, find: Callable[[Key], bool]) -> bool:
        self._open.add(key)
        try:
            found = self._known[key] = find(key)
        finally:
            self._open.remove(key)
        return found

    def _settle(self, key: Key, find: Callable[[Key], bool], again: Callable[[], None]) -> bool:
        while True:
            before, self._met = len(self._known), False
            found = self._look(key, find)
            new = [*islice(self._known, before, None)] if self._met else ()
            if not any(self._known[each] for each in new):
                return found
            for each in new:
                if not self._known[each]:
                    del self._known[each]
            again()
            if found:
                return True
