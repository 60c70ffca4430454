"""What a person has to decide where no fix is certain."""

from __future__ import annotations

from nsa_lint.fixes.place import place_of
from nsa_lint.fixes.views import filled_buffer
from nsa_lint.model import Diagnostic
from nsa_lint.rules import advice_for
from nsa_lint.syntax.source import Source


def advice(source: Source, diagnostic: Diagnostic) -> str:
    """One or two sentences for the reader of `diagnostic`; "" where no variable is concerned."""
    use = diagnostic.proof
    if use is None:
        return ""
    place = place_of(source.tree, use)
    filled = filled_buffer(place) if place else None
    if filled:
        buffer, function = filled
        return f"{advice_for(use)} Another arm copies '{use.name}' into {buffer}, which {function} is handed here."
    return advice_for(use)
