"""Reduced ordered binary decision diagrams: the conditions under which a path is taken.

A condition is an `int`: an edge into the table of `Bdd`, twice the index of a node, plus one where the edge
negates. Nodes are hash-consed and a low edge never negates, so equal functions are equal integers and a
contradiction *is* `FALSE`; negation is free, and `or` shares the nodes of `and` (complement edges: Brace, Rudell
and Bryant 1990).

The variable made first stands nearest the root, as the guard that is met first does in the program. The other
order makes each step of one long path cheaper, but where two arms come together again it has to look at both
under every guard that they met: weight loaders that take 10,000 nodes this way took over 200,000.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

FALSE = 0  # the one leaf
TRUE = 1  # the leaf, negated
_CONSTANT = 1 << 60


class TooComplex(Exception):
    """The size valve: more nodes than one function is allowed."""


class Bdd:
    """The table of nodes of one analysis, and the operations on them."""

    def __init__(self, max_nodes: int = 200_000) -> None:
        self._max_nodes = max_nodes
        # node -> (variable, low edge, high edge); the leaf's variable is below every other
        self._nodes: list[tuple[int, int, int]] = [(_CONSTANT, FALSE, FALSE)]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._and: dict[int, int] = {}
        self._support: dict[int, frozenset[int]] = {0: frozenset()}  # by node
        self._variables = 0

    def __len__(self) -> int:
        return len(self._nodes)

    @contextmanager
    def allowance(self, nodes: int | None) -> Iterator[None]:
        """What runs inside may make this many further nodes (None: any number); the limit itself stays as it is."""
        limit = self._max_nodes
        self._max_nodes = sys.maxsize if nodes is None else len(self._nodes) + nodes
        try:
            yield
        finally:
            self._max_nodes = limit

    def variable(self) -> int:
        """A new variable, as a condition: one free choice."""
        self._variables += 1
        return self._edge(self._variables - 1, FALSE, TRUE)

    def index(self, condition: int) -> int:
        """The variable at the root of a condition."""
        return self._nodes[condition >> 1][0]

    def _edge(self, variable: int, low: int, high: int) -> int:
        """The condition that is `high` where the variable holds, `low` where it does not."""
        if low == high:
            return low
        negated = low & 1
        node = (variable, low ^ negated, high ^ negated)
        found = self._unique.get(node)
        return (self._add(node) if found is None else found) ^ negated

    def _add(self, node: tuple[int, int, int]) -> int:
        if len(self._nodes) >= self._max_nodes:
            raise TooComplex(f"its conditions need more than {self._max_nodes} decision nodes")
        edge = self._unique[node] = 2 * len(self._nodes)
        self._nodes.append(node)
        return edge

    def _parts(self, f: int) -> tuple[int, int, int]:
        """The variable at the root, and what the condition is without and with it."""
        variable, low, high = self._nodes[f >> 1]
        return (variable, low ^ 1, high ^ 1) if f & 1 else (variable, low, high)

    def not_(self, f: int) -> int:
        return f ^ 1

    def and_(self, f: int, g: int) -> int:
        if f > g:
            f, g = g, f
        if f <= TRUE:  # the constants are the smallest
            return g if f else FALSE
        if f >> 1 == g >> 1:
            return f if f == g else FALSE
        found = self._and.get(f << 32 | g)
        return self._conjunction(f, g, self._nodes, self._unique, self._and) if found is None else found

    def _conjunction(
        self,
        f: int,
        g: int,
        nodes: list[tuple[int, int, int]],
        unique: dict[tuple[int, int, int], int],
        known: dict[int, int],
    ) -> int:
        """`and_` of two different nodes, `f` smaller than `g`, that is not known yet.

        The innermost loop of the checker: `_parts`, `_edge` and what `and_` begins with are written out.
        """
        variable, f_low, f_high = nodes[f >> 1]
        other, g_low, g_high = nodes[g >> 1]
        if f & 1:
            f_low ^= 1
            f_high ^= 1
        if g & 1:
            g_low ^= 1
            g_high ^= 1
        if variable < other:
            g_low = g_high = g
        elif other < variable:
            variable = other
            f_low = f_high = f
        if f_low > g_low:
            f_low, g_low = g_low, f_low
        if f_low <= TRUE:
            low = g_low if f_low else FALSE
        elif f_low >> 1 == g_low >> 1:
            low = f_low if f_low == g_low else FALSE
        else:
            found = known.get(f_low << 32 | g_low)
            low = self._conjunction(f_low, g_low, nodes, unique, known) if found is None else found
        if f_high > g_high:
            f_high, g_high = g_high, f_high
        if f_high <= TRUE:
            high = g_high if f_high else FALSE
        elif f_high >> 1 == g_high >> 1:
            high = f_high if f_high == g_high else FALSE
        else:
            found = known.get(f_high << 32 | g_high)
            high = self._conjunction(f_high, g_high, nodes, unique, known) if found is None else found
        if low == high:
            known[f << 32 | g] = low
            return low
        negated = low & 1
        node = (variable, low ^ 1, high ^ 1) if negated else (variable, low, high)
        made = unique.get(node)
        if made is None:
            made = self._add(node)
        made ^= negated
        known[f << 32 | g] = made
        return made

    def or_(self, f: int, g: int) -> int:
        return self.and_(f ^ 1, g ^ 1) ^ 1

    def minus(self, f: int, g: int) -> int:
        return self.and_(f, g ^ 1)

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
        variable, low, high = self._parts(f)
        care_variable, care_low, care_high = self._parts(care)
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
                found = self._edge(variable, self._given(low, care_low, seen), self._given(high, care_high, seen))
        seen[key] = found
        return found

    def whatever(self, f: int, variables: Collection[int]) -> int:
        """Where a condition holds whatever the values of these variables are."""
        return self._whatever(f, variables, {})

    def _whatever(self, f: int, variables: Collection[int], seen: dict[int, int]) -> int:
        if f <= TRUE:
            return f
        found = seen.get(f)
        if found is None:
            variable, low, high = self._parts(f)
            low, high = self._whatever(low, variables, seen), self._whatever(high, variables, seen)
            found = self.and_(low, high) if variable in variables else self._edge(variable, low, high)
            seen[f] = found
        return found

    def support(self, f: int) -> frozenset[int]:
        """The variables that a condition asks."""
        found = self._support.get(f >> 1)
        if found is None:
            variable, low, high = self._nodes[f >> 1]
            found = self._support[f >> 1] = self.support(low) | self.support(high) | {variable}
        return found

    def witness(self, f: int) -> dict[int, bool]:
        """The shortest path to TRUE: values of as few variables as possible that make `f` hold."""
        if f == FALSE:
            raise ValueError("a condition that never holds has no witness")
        length: dict[int, float] = {FALSE: float("inf"), TRUE: 0}
        self._measure(f, length)
        path: dict[int, bool] = {}
        while f != TRUE:
            variable, low, high = self._parts(f)
            value = length[high] <= length[low]
            path[variable] = value
            f = high if value else low
        return path

    def _measure(self, f: int, length: dict[int, float]) -> float:
        """How many variables the shortest path to TRUE asks."""
        found = length.get(f)
        if found is None:
            _, low, high = self._parts(f)
            found = length[f] = 1 + min(self._measure(low, length), self._measure(high, length))
        return found

    def holds(self, f: int, values: Mapping[int, bool]) -> bool:
        """The value of a condition where the variables have these values; one not named is False."""
        while f > TRUE:
            variable, low, high = self._parts(f)
            f = high if values.get(variable, False) else low
        return f == TRUE
