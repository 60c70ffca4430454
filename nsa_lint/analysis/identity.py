"""What is known of the class and identity of an object: builtin classes, `is`, members of one class."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.facts import Facts
from nsa_lint.analysis.values import Atom, Const, Symbol
from nsa_lint.syntax import builtin_classes as classes
from nsa_lint.syntax.constants import Member

_CLASS_OF = {"bool": "bool", "int": "int", "length": "int"}  # by the kind of a symbol


class ClassFacts(Facts):
    """The facts that rest on classes."""

    def is_same(self, atom: Atom, constant: Hashable) -> int:
        """The condition under which `atom is constant`; less than being equal where others equal the constant."""
        if isinstance(atom, Const):
            return TRUE if atom == Const(constant) else FALSE
        if atom.among is not None:
            return self._one_of(atom, lambda value: Const(value) == Const(constant))
        equal = self.equals(atom, constant)
        if atom.kind == "bool" or not (isinstance(constant, bool) or (isinstance(constant, Member) and constant.mixed)):
            return equal
        if isinstance(constant, bool):
            return self.bdd.and_(equal, self.is_a(atom, "bool"))
        return self.bdd.and_(equal, self.truth(self.symbol(("is", atom.identity, constant), "bool")))

    def is_a(self, atom: Atom, name: str) -> int:
        """The condition under which an object is of a builtin class."""
        if isinstance(atom, Const):
            return TRUE if classes.is_instance(atom.value, name) else FALSE
        if atom.among is not None:
            return self._one_of(atom, lambda value: classes.is_instance(value, name))
        atom = atom.identity
        if atom.among is not None:
            return self._one_of(atom, lambda value: classes.is_instance(value, name))
        if atom.kind in _CLASS_OF:
            return TRUE if classes.is_kind_of(_CLASS_OF[atom.kind], name) else FALSE
        if isinstance(atom.key, tuple) and atom.key[0] == "tuple":
            return TRUE if classes.is_kind_of("tuple", name) else FALSE
        found = atom.classes.get(name)
        if found is None:
            found = self._is_a(atom, name)
            atom.members[None][name] = found
        return found

    def is_among(self, atom: Symbol, holds: Callable[[Hashable], bool]) -> int:
        """The condition under which what a symbol can be is a value of which something holds."""
        return self._one_of(atom, holds)

    def _is_a(self, atom: Symbol, name: str) -> int:
        """A new choice, that holds where a class below it or a constant of it does, and not where another one does."""
        bdd = self.bdd
        result = self.choice(atom)
        if name == "bool":
            result = bdd.and_(result, bdd.or_(self.equals(atom, 1), self.equals(atom, 0)))
        for other, condition in atom.classes.items():
            if classes.is_kind_of(other, name):
                result = bdd.or_(result, condition)
        for constant, condition in atom.equal.items():
            if classes.is_implied(name, constant):
                result = bdd.or_(result, condition)
        for other, condition in atom.classes.items():
            if classes.is_kind_of(name, other):
                result = bdd.and_(result, condition)
            elif classes.excludes(name, other):
                result = bdd.minus(result, condition)
        for constant, condition in atom.equal.items():
            if not classes.may_equal(name, constant):
                result = bdd.minus(result, condition)
        return bdd.minus(result, self.is_none(atom))

    def is_sibling(self, atom: Symbol, owner: Hashable, name: str, dispatch: bool) -> int:
        """The condition under which a symbol is this member of a class, and so no other one of it, nor None."""
        siblings = atom.members.setdefault(owner, {})
        found = siblings.get(name)
        if found is None:
            found = self.bdd.minus(self.choice(atom, dispatch), self.is_none(atom))
            for other in siblings.values():
                found = self.bdd.minus(found, other)
            siblings[name] = found
        return found
