"""Fix: a chain of modes without `else` gets one that raises and names the mode that no arm is for."""

from __future__ import annotations

import ast
import json

from nsa_lint.fixes.edits import Anchor, CloseChain, Fix
from nsa_lint.fixes.names import read
from nsa_lint.fixes.place import Place, following
from nsa_lint.syntax.scopes import arms_of, bound_names, dotted

_LONGEST = 60  # characters of tests that an error message repeats
_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom, ast.Await)


def closing_else(place: Place) -> Fix | None:
    """The fix for a missing else of a chain of two arms or more; what a lone `if` skips is for a person to say."""
    if place.arm is not None:
        return None
    if isinstance(place.chain, ast.If):
        arms, _ = arms_of(place.chain)
        tests = [arm.test for arm in arms]
        if len(tests) < 2:
            return None
        subject = _subject(tests)
        end: ast.stmt = arms[-1]
    elif isinstance(place.chain, ast.Match):
        subject = place.chain.subject if dotted(place.chain.subject) else None
        tests = [place.chain.subject]
        end = place.chain
    else:
        return None
    if subject is not None:
        error = f'ValueError(f"unexpected {{{ast.unparse(subject)}=}}")'
    else:
        told = ", ".join(ast.unparse(test) for test in tests)
        message = f"no arm for: {told}" if len(told) <= _LONGEST else "no arm for this case"
        error = f"ValueError({json.dumps(message, ensure_ascii=False)})"
    edit = CloseChain(Anchor(end.lineno, end.col_offset), 0, f"raise {error}", leaves=True)
    where = "case _" if isinstance(place.chain, ast.Match) else "else"
    summary = f"`{where}: raise ...` instead of going on without '{place.name}'"
    if _is_read_next(place) and not place.assumptions():
        return Fix((edit,), summary, "safe")
    return Fix((edit,), f"{summary}, if a run that takes no arm is always an error", "unsafe")


def _subject(tests: list[ast.expr]) -> ast.expr | None:
    """The one plain name (with its attributes) that every test asks about."""
    found = None
    for test in tests:
        match test:
            case ast.Call(ast.Attribute(subject, _)) | ast.Compare(subject, [ast.Eq() | ast.Is() | ast.In()], _):
                pass
            case ast.Call(ast.Name("isinstance"), [subject, _], []):
                pass
            case _:
                return None
        if not dotted(subject) or (found is not None and ast.unparse(found) != ast.unparse(subject)):
            return None
        found = subject
    return found


def _is_read_next(place: Place) -> bool:
    """Whether every run that takes no arm fails on the name anyway: the code behind the chain is sure to read it."""
    child, parent = place.around[0]
    for statement in following(child, parent):
        if place.name in _surely_read(statement):
            return True
        if place.name in bound_names([statement]) or any(isinstance(node, _LEAVES) for node in ast.walk(statement)):
            return False
        if hasattr(statement, "body") and any(isinstance(node, ast.Call) for node in ast.walk(statement)):
            return False  # a call that some run makes and others do not may be the one that ends the process
    return False


def _surely_read(statement: ast.stmt) -> set[str]:
    """Names that executing `statement` reads first of all, before any short circuit."""
    match statement:
        case ast.Expr(value) | ast.Assign(_, value) | ast.AugAssign(value=value) | ast.Return(ast.expr() as value):
            pass
        case ast.AnnAssign(value=ast.expr() as value):
            pass
        case ast.If(value) | ast.While(value) | ast.For(_, value) | ast.Match(value) | ast.Assert(value):
            pass
        case _:
            return set()
    found: set[str] = set()
    stack: list[ast.AST] = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.BoolOp):
            stack.append(node.values[0])
        elif isinstance(node, ast.IfExp):
            stack.append(node.test)
        elif isinstance(node, ast.Compare):
            stack += [node.left, node.comparators[0]]
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            found |= read(node) if isinstance(node, ast.Name) else set()
            stack += ast.iter_child_nodes(node)
    return found
