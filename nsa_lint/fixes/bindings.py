"""Fix: every sibling arm that binds the name binds it to the same plain expression; bind it in the arm too.

A flag (`used_triton = True`) is no such expression: it says which arm was taken, so repeating it would be wrong. Nor is
any other constant, while one arm alone has it. `name = None` is never written.
"""

from __future__ import annotations

import ast

from nsa_lint.fixes.edits import Anchor, CloseChain, Edit, Fix, InsertBefore
from nsa_lint.fixes.evaluation import evaluation
from nsa_lint.fixes.names import Suite, read, same
from nsa_lint.fixes.place import TRIES, Place
from nsa_lint.syntax.scopes import arms_of, bound_names


def same_binding(place: Place) -> Fix | None:
    """The fix for `place`, or None where the siblings differ or their expression cannot be repeated."""
    values = [_value(sibling, place.name) for sibling in place.siblings]
    value = values[0] if values else None
    if value is None or not all(other is not None and same(other, value) for other in values):
        return None
    if not _repeatable(value, len(values), place):
        return None
    text = ast.unparse(value)
    edit = _edit(place, f"{place.name} = {text}")
    if edit is None:
        return None
    assumptions = place.assumptions()
    if evaluation(value) == "partial":
        assumptions.append(f"{text} can be evaluated here too")
    if place.arm is None:
        assumptions.append("a run that takes no arm is no error")
    elif isinstance(value, ast.Constant):
        assumptions.append(f"{text} is right here too")
    elif len(values) < 2:
        assumptions.append("what the one other arm binds is right here too")
    assumed = f", if {' and '.join(assumptions)}" if assumptions else ""
    summary = f"bind '{place.name}' to {text} as the other arms do{assumed}"
    return Fix((edit,), summary, "unsafe" if assumptions else "safe")


def _repeatable(value: ast.expr, siblings: int, place: Place) -> bool:
    """Whether the expression may mean on this arm what it means on its siblings."""
    if evaluation(value) == "unknown" or (isinstance(value, ast.Constant) and value.value in (None, True, False)):
        return False
    if siblings < 2 and (place.arm is None or isinstance(value, ast.Constant)):
        return False
    if (place.name in bound_names(place.arm or []) and not place.in_arm) or _changes(value, place):
        return False
    return all(place.is_bound(name) for name in read(value))


def _value(suite: Suite, name: str) -> ast.expr | None:
    """The expression of the suite's only binding of `name`, if that stands in its straight-line code."""
    binding = [statement for statement in suite if name in bound_names([statement])]
    match binding:
        case [ast.Assign([ast.Name()], value)] | [ast.AnnAssign(ast.Name(), _, ast.expr() as value)]:
            return value
    return None


def _changes(value: ast.expr, place: Place) -> bool:
    """Whether the expression means something else at the top of the arm than where the siblings evaluate it."""
    suites = [statement for sibling in place.siblings for statement in sibling]
    if read(value) & bound_names([*suites, *(place.arm or []), *place.tests]):
        return True
    attributes = {node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)}
    nodes = (node for statement in suites for node in ast.walk(statement) if isinstance(node, ast.Attribute))
    return any(not isinstance(node.ctx, ast.Load) and node.attr in attributes for node in nodes)


def _edit(place: Place, code: str) -> Edit | None:
    if place.arm:
        return InsertBefore(Anchor(place.arm[0].lineno, place.arm[0].col_offset), 0, code)
    if isinstance(place.chain, TRIES):
        return None
    end = arms_of(place.chain)[0][-1] if isinstance(place.chain, ast.If) else place.chain
    return CloseChain(Anchor(end.lineno, end.col_offset), 0, code, leaves=False)
