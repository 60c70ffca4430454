"""From diagnostics to fixes, and from fixes to new text.

    remedies = remedies_for(source, diagnostics)            # parallel to the diagnostics: a fix, or what to decide
    fixes = fixes_for(source, diagnostics)                  # the fixes alone; None where none is certain
    text = apply(source, [fix for fix in fixes if fix])     # all of them in one pass

A fix writes `name = None` only where every read of the name asks for None: anywhere else it would turn an error that
says what is wrong into one that does not.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nsa_lint.fixes.advice import advice
from nsa_lint.fixes.apply import apply
from nsa_lint.fixes.bindings import same_binding
from nsa_lint.fixes.closing import closing_else
from nsa_lint.fixes.edits import Fix
from nsa_lint.fixes.imports import import_in_front
from nsa_lint.fixes.missing import none_in_handler
from nsa_lint.fixes.place import place_of
from nsa_lint.fixes.views import view_of_out_buffer
from nsa_lint.model import Diagnostic, UnboundRead
from nsa_lint.syntax.source import Source

__all__ = ["Fix", "Remedy", "advice", "apply", "fixes_for", "remedies_for"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a diagnostic: a fix, or where none is certain, what has to be decided."""

    fix: Fix | None = None
    advice: str = ""


def remedies_for(source: Source, diagnostics: Sequence[Diagnostic]) -> tuple[Remedy, ...]:
    """The remedy of each diagnostic of `source`; none where finding it goes wrong, for a report must not fail by it."""
    try:
        fixes = fixes_for(source, diagnostics)
    except Exception:  # MemoryError and RecursionError too
        fixes = [None] * len(diagnostics)
    return tuple(
        Remedy(fix, "" if fix else _advice(source, each)) for each, fix in zip(diagnostics, fixes, strict=True)
    )


def _advice(source: Source, diagnostic: Diagnostic) -> str:
    try:
        return advice(source, diagnostic)
    except Exception:  # an expression too deep for ast.unparse
        return ""


def fixes_for(source: Source, diagnostics: Sequence[Diagnostic]) -> list[Fix | None]:
    """The fix of each diagnostic of `source`, or None; finding them changes nothing and does not need libcst."""
    fixes: list[Fix | None] = []
    for diagnostic in diagnostics:
        try:
            fixes.append(_together(source.tree, diagnostic) if diagnostic.proof else None)
        except RecursionError:  # an expression too deep for ast.unparse
            fixes.append(None)
    # Several names can want the same `else: raise`; it is safe for all of them once one is sure to fail without it.
    safe = {fix.edits for fix in fixes if fix and fix.safety == "safe"}
    return [replace(fix, safety="safe") if fix and fix.edits in safe else fix for fix in fixes]


def _together(module: ast.Module, diagnostic: Diagnostic) -> Fix | None:
    """One fix for all names that the hole leaves unbound, in each arm that does; None where one of them has none."""
    uses = {(use.name, use.arm): use for use in (*diagnostic.also[::-1], diagnostic.proof) if use is not None}
    found = [_fix(module, use) for use in uses.values()]
    fixes = [each for each in reversed(found) if each is not None]
    if len(fixes) < len(found):
        return None
    if len({each.edits for each in fixes}) == 1:  # closing a chain closes it for all
        return next((each for each in fixes if each.safety == "safe"), fixes[0])
    edits = tuple(dict.fromkeys(edit for each in fixes for edit in each.edits))
    safe = all(each.safety == "safe" for each in fixes)
    return Fix(edits, "; ".join(each.summary for each in fixes), "safe" if safe else "unsafe")


def _fix(module: ast.Module, use: UnboundRead) -> Fix | None:
    place = place_of(module, use)
    if place is None or place.declared_elsewhere:
        return None
    fixes = [
        view_of_out_buffer(place, module),
        none_in_handler(place, module),
        same_binding(place),
        import_in_front(place, module),
        closing_else(place),
    ]
    found = [fix for fix in fixes if fix]
    return next((fix for fix in found if fix.safety == "safe"), found[0] if found else None)
