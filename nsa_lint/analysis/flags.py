"""Attributes of `self` that are true only where a flag of the module is, as their class stores them."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nsa_lint.analysis.run import Run
from nsa_lint.analysis.unions import value_at
from nsa_lint.analysis.values import Value
from nsa_lint.syntax.implied import Implied, implied_by_attributes


class Flags:
    """Those of the classes of one module."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._implied: dict[int, Implied] = {}  # by class

    def assume(self, run: Run, owner: ast.ClassDef | None, known: Mapping[str, Value]) -> None:
        """Leaves the paths on which each of them implies its flags. `known`: the values of the module's names."""
        key = run.names.resolve("self")
        if owner is None or key is None:
            return
        if id(owner) not in self._implied:
            self._implied[id(owner)] = implied_by_attributes(self._tree, owner)
        bdd, values = run.world.bdd, run.world.values
        for attribute, flags in self._implied[id(owner)].items():
            is_true = values.test(value_at(values, run.state.values, f"{key}.{attribute}"), values.truth)
            for value in (known[f"::{flag}"] for flag in sorted(flags) if f"::{flag}" in known):
                without = bdd.minus(is_true, values.test(value, values.truth))
                run.state.assume(bdd.minus(run.state.reach, without))
