"""Fix: the arm fills a buffer in place, a sibling arm copies the name into that buffer; take the view of it.

    if TRITON:                                      if TRITON:
        fill(lens, out_expanded=meta.buf)               total_tokens = fill(lens, out_expanded=meta.buf)
                                           becomes      expanded = meta.buf[:total_tokens]
    else:                                           else:
        expanded = compute(lens)                        expanded = compute(lens)
        meta.buf[: len(expanded)].copy_(expanded)       meta.buf[: len(expanded)].copy_(expanded)

After the copy the name and that part of the buffer hold the same values, so the view is what the sibling leaves in the
name. How long the view is stands in the sibling's slice. Where the bound is known before the dispatch it is taken as it
stands; where the sibling measures what it has just computed, the in-place call has to say it, and that it does is an
assumption.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from nsa_lint.fixes.edits import Anchor, Capture, Edit, Fix, InsertAfter
from nsa_lint.fixes.evaluation import evaluation
from nsa_lint.fixes.names import Suite, mentions, read, same
from nsa_lint.fixes.place import Place
from nsa_lint.syntax.assigning import Assignment, assigned
from nsa_lint.syntax.scopes import bound_names, dotted

COUNT_NAME = "total_tokens"
_OUT_ARGUMENT = re.compile(r"^(out|output|dst|dest)(_|$)|_(out|output|dst)$")
_FILLS = re.compile(r"(^|_)(fill|inplace|into)(_|$)")
_COUNTS = re.compile(r"^(n|count|size|total|rows|tokens)$|^(n|num|total)_|_(count|total|len|length|size)$")


@dataclass(frozen=True, slots=True)
class _Part:
    """A buffer (a name, or attributes of one) or a slice of it, which equals `name` behind the statement on `line`."""

    name: str
    buffer: ast.expr
    index: ast.expr | None
    line: int

    @property
    def expression(self) -> ast.expr:
        return ast.Subscript(self.buffer, self.index, ast.Load()) if self.index else self.buffer


@dataclass(frozen=True, slots=True)
class _Fill:
    """The statement of the broken arm that hands the buffer to a call."""

    statement: ast.Expr | Assignment
    call: ast.Call
    certain: bool  # the argument is named as an output, or the function as one that fills

    @property
    def function(self) -> str:
        return ast.unparse(self.call.func) + "()"

    @property
    def result(self) -> str | None:
        """The name that has the call's result already."""
        match self.statement:
            case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)) if name != "_":
                return name
        return None

    @property
    def arguments(self) -> list[tuple[str | None, ast.expr]]:
        named = [(keyword.arg, keyword.value) for keyword in self.call.keywords]
        return [(None, value) for value in self.call.args] + named


def view_of_out_buffer(place: Place, module: ast.Module) -> Fix | None:
    """The fix for `place`, or None where the arm and its siblings are not of this form."""
    if place.arm is None:
        return None
    for sibling in place.siblings:
        for part in _parts(sibling):
            fill = _fill(place.arm, part) if part.name == place.name else None
            fix = _fix(place, module, sibling, part, fill) if fill else None
            if fix:
                return fix
    return None


def filled_buffer(place: Place) -> tuple[str, str] | None:
    """The buffer that the arm hands to a function while a sibling copies the name into it, and the function."""
    for sibling in place.siblings if place.arm else ():
        for part in _parts(sibling):
            fill = _fill(place.arm or [], part) if part.name == place.name else None
            if fill:
                return ast.unparse(part.buffer), fill.function
    return None


def _fix(place: Place, module: ast.Module, sibling: Suite, part: _Part, fill: _Fill) -> Fix | None:
    assert place.arm is not None
    until = place.arm[: place.arm.index(fill.statement) + 1]
    if place.name in read(*until) | bound_names(place.arm) or _rebinds([*sibling, *place.arm], part.buffer):
        return None
    assumptions = place.assumptions()
    if not fill.certain:
        assumptions.append(f"{fill.function} fills {ast.unparse(part.buffer)}")
    lengths = _lengths(part, sibling)
    count = fill.result
    view = part.expression
    if lengths:
        if not _can_count(fill) or len(_measured(sibling, place.arm, fill)) != 1:
            return None
        count = count or _free_name(place)
        view = _Replace(set(lengths), count).visit(deepcopy(view))
        if not _is_known_to_count(fill.call, module):
            assumptions.append(f"{fill.function} returns how many entries it has filled")
    needed = read(view) - {count}
    given = read(*(value for _, value in fill.arguments))
    if needed & bound_names([*sibling, *place.arm]) or not all(
        name in given or place.is_bound(name) for name in needed
    ):
        return None
    if evaluation(view) == "unknown":
        return None
    at = Anchor(fill.statement.lineno, fill.statement.col_offset)
    edits: list[Edit] = [InsertAfter(at, part.line, f"{place.name} = {ast.unparse(view)}")]
    if lengths and count and not fill.result:
        edits.insert(0, Capture(at, count))
    assumed = f", if {' and '.join(assumptions)}" if assumptions else ""
    summary = f"bind '{place.name}' to the part of {ast.unparse(part.buffer)} that {fill.function} has filled{assumed}"
    return Fix(tuple(edits), summary, "unsafe" if assumptions else "safe")


def _parts(suite: Suite) -> Iterator[_Part]:
    """What of which buffers the straight-line code of `suite` makes equal to which names, for good."""
    for index, statement in enumerate(suite):
        match statement:
            case ast.Expr(ast.Call(ast.Attribute(part, "copy_"), [ast.Name(name), *_])):
                pass
            case ast.Assign([ast.Subscript() as part], ast.Name(name)):
                pass
            case ast.Assign([ast.Name(name)], (ast.Subscript() | ast.Attribute()) as part) | ast.AnnAssign(
                ast.Name(name), _, (ast.Subscript() | ast.Attribute()) as part
            ):
                pass
            case _:
                continue
        inner = part.value if isinstance(part, ast.Subscript) else part
        sliced = part.slice if isinstance(part, ast.Subscript) else None
        if sliced and ast.unparse(sliced) in (":", "..."):
            sliced = None
        if dotted(inner) and name not in bound_names(suite[index + 1 :]):
            yield _Part(name, ast.parse(ast.unparse(inner), mode="eval").body, sliced, statement.lineno)


def _fill(arm: Suite, part: _Part) -> _Fill | None:
    """The last statement of the arm whose call is handed the buffer, or just that part of it."""
    for statement in reversed(arm):
        if not isinstance(statement, (ast.Expr, ast.Assign, ast.AnnAssign)):
            continue
        call = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
        if not isinstance(call, ast.Call):
            continue
        function = ast.unparse(call.func).rpartition(".")[2]
        fill = _Fill(statement, call, bool(_FILLS.search(function)))
        handed = [key for key, value in fill.arguments if same(value, part.buffer) or same(value, part.expression)]
        if handed:
            return replace(fill, certain=fill.certain or any(key and _OUT_ARGUMENT.search(key) for key in handed))
    return None


def _rebinds(suite: Suite, buffer: ast.expr) -> bool:
    """Whether `suite` makes the buffer's name or attribute mean another object."""
    if read(buffer) & bound_names(suite):
        return True
    path = ast.unparse(buffer) + "."
    nodes = (node for statement in suite for node in ast.walk(statement) if isinstance(node, ast.Attribute))
    return any(not isinstance(node.ctx, ast.Load) and path.startswith(ast.unparse(node) + ".") for node in nodes)


def _lengths(part: _Part, sibling: Suite) -> dict[str, str]:
    """The bounds of `part` that measure what the sibling has computed: as written, and what is measured."""
    found: dict[str, str] = {}
    stack: list[ast.AST] = [part.index] if part.index else []
    while stack:
        node = stack.pop()
        measured = _measures(node, sibling, part.buffer)
        if measured:
            found[ast.unparse(node)] = measured
        else:
            stack += ast.iter_child_nodes(node)
    return found


def _measures(node: ast.AST, sibling: Suite, buffer: ast.expr) -> str | None:
    """What `node` counts: the entries of a value that the sibling copies into a buffer, or what a call returned."""
    match node:
        case (
            ast.Subscript(ast.Attribute(ast.Name(owner), "shape"), ast.Constant(0))
            | ast.Call(ast.Name("len"), [ast.Name(owner)], [])
            | ast.Call(ast.Attribute(ast.Name(owner), "size"), [ast.Constant(0)], [])
        ):
            return owner if any(part.name == owner for part in _parts(sibling)) else None
        case ast.Name(name):
            values = [value for s in sibling for target, value in assigned(s) if name in bound_names([target])]
            if len(values) != 1:
                return None
            if isinstance(values[0], ast.Call) and any(same(value, buffer) for value in ast.walk(values[0])):
                return ast.unparse(values[0])
            return _measures(values[0], sibling, buffer) if not isinstance(values[0], ast.Name) else None
    return None


def _measured(sibling: Suite, arm: Suite, fill: _Fill) -> set[str]:
    """All that bounds the parts which the sibling copies and the arm's call is handed: one call returns one count."""
    found: set[str] = set()
    for part in _parts(sibling):
        other = _fill(arm, part)
        if other and other.statement is fill.statement:
            found.update(_lengths(part, sibling).values())
    return found


class _Replace(ast.NodeTransformer):
    """Puts the count where a length stands."""

    def __init__(self, lengths: set[str], count: str) -> None:
        self._lengths, self._count = lengths, count

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and ast.unparse(node) in self._lengths:
            return ast.Name(self._count, ast.Load())
        return super().generic_visit(node)


def _can_count(fill: _Fill) -> bool:
    """Whether the call's result can be captured as a number: a kernel launch `kernel[grid](...)` returns none."""
    return bool(fill.result or isinstance(fill.statement, ast.Expr)) and not isinstance(fill.call.func, ast.Subscript)


def _free_name(place: Place) -> str:
    """A name for the count that nothing else means; the sibling arms may use it for theirs."""
    elsewhere = mentions([place.scope])
    if not place.in_loop:
        elsewhere -= mentions([statement for sibling in place.siblings for statement in sibling])
    number, name = 1, COUNT_NAME
    while elsewhere[name]:
        number += 1
        name = f"{COUNT_NAME}_{number}"
    return name


def _is_known_to_count(call: ast.Call, module: ast.Module) -> bool:
    """Whether the file itself says that the function returns how much it has filled.

    It does where it slices by the result elsewhere, or where the function is defined in it, annotated `-> int`, and
    returns nothing but names that say so. What an imported function returns cannot be seen here.
    """
    if not isinstance(call.func, ast.Name):
        return False
    slices = [
        node.upper for node in ast.walk(module) if isinstance(node, ast.Slice) and isinstance(node.upper, ast.Name)
    ]
    bounds = {upper.id for upper in slices if isinstance(upper, ast.Name)}
    for node in ast.walk(module):
        match node:
            case ast.Assign([ast.Name(target)], ast.Call(ast.Name(name))) | ast.AnnAssign(
                ast.Name(target), _, ast.Call(ast.Name(name))
            ) if name == call.func.id and target in bounds:
                return True
            case ast.FunctionDef(name=name, returns=ast.Name("int")) if name == call.func.id:
                returned = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return)]
                if returned and all(isinstance(value, ast.Name) and _COUNTS.search(value.id) for value in returned):
                    return True
    return False
