"""Reduced ordered binary decision diagrams: the conditions under which a path is taken.

A condition is an `int`: the index of a node in its `Conditions` table. Nodes are hash-consed, so equal
functions are equal integers and a contradiction *is* `FALSE`.

The variable made first stands nearest the root, as the guard that is met first does in the program. The other
order makes each step of one long path cheaper, but where two arms come together again it has to look at both
under every guard that they met: weight loaders that take 10,000 nodes this way took over 200,000.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

FALSE = 0
TRUE = 1
_CONSTANT = 1 << 60


class TooComplex(Exception):
    """The size valve: more nodes than one function is allowed."""


class Conditions:
    """The table of nodes of one analysis, and the operations on them."""

    def __init__(self, max_nodes: int = 200_000) -> None:
        self.max_nodes = max_nodes
        # node -> (variable, low, high); the variable of the two constants is below every other
        self._nodes: list[tuple[int, int, int]] = [(_CONSTANT, FALSE, FALSE), (_CONSTANT, TRUE, TRUE)]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._and: dict[tuple[int, int], int] = {}
        self._or: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._support: dict[int, frozenset[int]] = {FALSE: frozenset(), TRUE: frozenset()}
        self._variables = 0

    def __len__(self) -> int:
        return len(self._nodes)

    def copy(self, max_nodes: int) -> Conditions:
        """An independent table that starts with these nodes; conditions of this one mean the same there."""
        other = Conditions(max_nodes + len(self._nodes))
        other._nodes = self._nodes.copy()
        other._unique = self._unique.copy()
        other._variables = self._variables
        return other

    def variable(self) -> int:
        """A new variable, as a condition: one free choice."""
        self._variables += 1
        return self._node(self._variables - 1, FALSE, TRUE)

    def index(self, condition: int) -> int:
        """The variable at the root of a condition."""
        return self._nodes[condition][0]

    def _node(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable, low, high)
        found = self._unique.get(key)
        if found is None:
            found = len(self._nodes)
            if found >= self.max_nodes:
                raise TooComplex(f"its conditions need more than {self.max_nodes} decision nodes")
            self._nodes.append(key)
            self._unique[key] = found
        return found

    def not_(self, f: int) -> int:
        found = self._not.get(f)
        if found is None:
            variable, low, high = self._nodes[f]
            found = self._node(variable, self.not_(low), self.not_(high))
            self._not[f] = found
            self._not[found] = f
        return found

    def and_(self, f: int, g: int) -> int:
        if f == g or g == TRUE:
            return f
        if f == TRUE:
            return g
        if f == FALSE or g == FALSE:
            return FALSE
        return self._apply(self.and_, self._and, f, g)

    def or_(self, f: int, g: int) -> int:
        if f == g or g == FALSE:
            return f
        if f == FALSE:
            return g
        if f == TRUE or g == TRUE:
            return TRUE
        return self._apply(self.or_, self._or, f, g)

    def _apply(self, operation: Callable[[int, int], int], cache: dict[tuple[int, int], int], f: int, g: int) -> int:
        key = (f, g) if f < g else (g, f)
        found = cache.get(key)
        if found is None:
            f_variable, f_low, f_high = self._nodes[f]
            g_variable, g_low, g_high = self._nodes[g]
            if f_variable == g_variable:
                found = self._node(f_variable, operation(f_low, g_low), operation(f_high, g_high))
            elif f_variable < g_variable:
                found = self._node(f_variable, operation(f_low, g), operation(f_high, g))
            else:
                found = self._node(g_variable, operation(f, g_low), operation(f, g_high))
            cache[key] = found
        return found

    def ite(self, test: int, then: int, orelse: int) -> int:
        """`then` where `test` holds, `orelse` where it does not."""
        if test == TRUE or then == orelse:
            return then
        if test == FALSE:
            return orelse
        return self.or_(self.and_(test, then), self.and_(self.not_(test), orelse))

    def minus(self, f: int, g: int) -> int:
        return self.and_(f, self.not_(g))

    def given(self, f: int, care: int) -> int:
        """A condition that agrees with `f` wherever `care` holds and asks as few variables as it can.

        The restrict operator of Coudert and Madre (1990): it tells which guards a flag's value really depends
        on, here, rather than on the way that led here.
        """
        if care == TRUE or f in (FALSE, TRUE):
            return f
        if care == FALSE:
            return FALSE
        return self._given(f, care, {})

    def _given(self, f: int, care: int, seen: dict[tuple[int, int], int]) -> int:
        if care == TRUE or f <= TRUE:
            return f
        key = (f, care)
        found = seen.get(key)
        if found is not None:
            return found
        variable, low, high = self._nodes[f]
        care_variable, care_low, care_high = self._nodes[care]
        if care_variable < variable:  # f does not ask this: either value may be the one that is cared for
            found = self._given(f, self.or_(care_low, care_high), seen)
        else:
            if care_variable > variable:
                care_low = care_high = care
            if care_low == FALSE:
                found = self._given(high, care_high, seen)
            elif care_high == FALSE:
                found = self._given(low, care_low, seen)
            else:
                found = self._node(variable, self._given(low, care_low, seen), self._given(high, care_high, seen))
        seen[key] = found
        return found

    def support(self, f: int) -> frozenset[int]:
        """The variables that a condition asks."""
        found = self._support.get(f)
        if found is None:
            variable, low, high = self._nodes[f]
            found = self.support(low) | self.support(high) | {variable}
            self._support[f] = found
        return found

    def witness(self, f: int) -> dict[int, bool]:
        """The shortest path to TRUE: values of as few variables as possible that make `f` hold."""
        if f == FALSE:
            raise ValueError("a condition that never holds has no witness")
        length: dict[int, float] = {FALSE: float("inf"), TRUE: 0}

        def measure(node: int) -> float:
            found = length.get(node)
            if found is None:
                _, low, high = self._nodes[node]
                found = length[node] = 1 + min(measure(low), measure(high))
            return found

        measure(f)
        path: dict[int, bool] = {}
        while f != TRUE:
            variable, low, high = self._nodes[f]
            value = length[high] <= length[low]
            path[variable] = value
            f = high if value else low
        return path

    def holds(self, f: int, values: Mapping[int, bool]) -> bool:
        """The value of a condition where the variables have these values; one not named is False."""
        while f > TRUE:
            variable, low, high = self._nodes[f]
            f = high if values.get(variable, False) else low
        return f == TRUE
