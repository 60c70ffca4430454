"""Objects that a call of a class of the file has made: which class they are of, and whether one may be a text."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.members import module_name
from nsa_lint.analysis.run import Run, World
from nsa_lint.analysis.values import Atom, Const, Symbol, Value
from nsa_lint.syntax.listed import ListedClass
from nsa_lint.syntax.scopes import dotted

_OWN = ("self", "cls")
_ACCESSOR = ("attribute", "str")  # of pandas: what its methods give has a row for each of a column, which may have none
_KEEPING = frozenset("dataclass dataclasses.dataclass final typing.final".split())  # decorators


def is_made_as(run: Run, subject: Value, name: str) -> int | None:
    """The condition under which an object is of a class of the file; None where it is not known what made it."""
    if run.names.resolve(name) is not None or not _ordinary(run.world, name):
        return None
    bdd, result = run.world.bdd, FALSE
    for atom, condition in subject:
        found = _is_made_as(run.world, atom, name)
        if found is None:
            return None
        result = bdd.or_(result, bdd.and_(condition, found))
    return result


def may_be_text(run: Run, receiver: Value, method: str) -> bool:
    """Whether what has a method of a text may be one, under whatever name: no object of a class that has the method.

    In the coarser attempts what a name holds is not known so well: there the whole file says it.
    """
    known = run.effort is Effort.EXACT or run.world.module.splits_texts_alone
    return known and not any(_has_its_own(run.world, atom, method) for atom, _ in receiver)


def _has_its_own(world: World, atom: Atom, method: str) -> bool:
    if isinstance(atom, Const):
        return False
    key, classes = atom.identity.key, world.module.classes
    if isinstance(key, tuple) and (_is_own(key) or key[0] == _ACCESSOR):
        return True
    if classes.named(module_name(atom)) is not None:
        return True
    name = module_name(_made_by(atom))
    made = classes.named(name)
    return name == "super" or (made is not None and not classes.may_be_text(made, method))


def _is_own(key: tuple[object, ...]) -> bool:
    """Whether this is the object or class around, in a function of its method too."""
    return key[0] == "name" and isinstance(key[1], str) and key[1].partition("@")[0].removeprefix("::") in _OWN


def _is_made_as(world: World, atom: Atom, name: str) -> int | None:
    if isinstance(atom, Const):
        return FALSE
    callee = _made_by(atom)
    if callee is None:
        return None
    if callee.among is None:
        answer = _derives(world, module_name(callee), name)
        return None if answer is None else TRUE if answer else FALSE
    answers = {each: _derives(world, each.name, name) for each in callee.among if isinstance(each, ListedClass)}
    if not answers or None in answers.values():
        return None
    return world.values.is_among(callee, lambda each: isinstance(each, ListedClass) and answers[each] is True)


def _made_by(atom: Symbol) -> Symbol | None:
    """What was called to make an object."""
    key = atom.key
    called = isinstance(key, tuple) and isinstance(key[0], tuple) and key[0][:2] == ("call", "")
    return key[1] if called and isinstance(key[1], Symbol) else None  # type: ignore[index]


def _derives(world: World, name: str, other: str) -> bool | None:
    """Whether what a call of one class makes is of another; None where that is not known."""
    module = world.module

    def elsewhere(base: str, _: str) -> bool | None:
        """What the file imports derives from none of its classes."""
        return None if not base or module.names.assigns(base.partition(".")[0]) else False

    return module.classes.is_a(name, other, elsewhere) if _ordinary(world, name) else None


def _ordinary(world: World, name: str) -> bool:
    """Whether a name of the file is a class, and calling it makes an object of that."""
    module = world.module
    node = module.classes.named(name)
    if node is None or node not in module.tree.body or module.names.assigns(name) or node.keywords:
        return False
    if any(dotted(each.func if isinstance(each, ast.Call) else each) not in _KEEPING for each in node.decorator_list):
        return False
    bases = [each for each in map(dotted, node.bases) if module.classes.named(each) not in (None, node)]
    makes = any(isinstance(each, ast.FunctionDef) and each.name == "__new__" for each in node.body)
    return not makes and all(_ordinary(world, each) for each in bases)
