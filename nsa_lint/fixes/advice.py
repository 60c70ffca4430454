"""What a person has to decide where no fix is certain."""

from __future__ import annotations

from nsa_lint.fixes.place import place_of
from nsa_lint.fixes.views import filled_buffer
from nsa_lint.model import ArmKind, Diagnostic, UnboundUse
from nsa_lint.syntax.source import Source


def advice(source: Source, diagnostic: Diagnostic) -> str:
    """One or two sentences for the reader of `diagnostic`; "" where no variable is concerned."""
    use = diagnostic.use
    if use is None:
        return ""
    place = place_of(source.tree, use)
    filled = filled_buffer(place) if place else None
    if filled:
        buffer, function = filled
        return f"{_decision(use)} Another arm copies '{use.name}' into {buffer}, which {function} is handed here."
    return _decision(use)


def _decision(use: UnboundUse) -> str:
    name, arm, chain = f"'{use.name}'", use.arm.line, use.chain.line
    match use.arm.kind:
        case ArmKind.TEST | ArmKind.ELSE | ArmKind.CASE:
            instead = f"leave that arm by return or raise, or read {name} only where another arm was taken"
            return f"Bind {name} in the arm at line {arm}, {instead}."
        case ArmKind.MISSING_ELSE:
            instead = f"bind {name} in an else, raise there, or read {name} only under the same test"
            return f"Say what holds when no arm is taken at line {chain}: {instead}."
        case ArmKind.HANDLER:
            instead = f"leave the handler by return or raise, or read {name} in the else of the try"
            return f"Bind {name} in the handler at line {arm}, {instead}."
        case ArmKind.BODY:
            return f"Bind {name} before the try at line {chain}, or in each handler: the body may fail before it does."
        case ArmKind.LOOP:
            return f"Bind {name} before the loop at line {chain}, or leave where the loop has found nothing."
        case ArmKind.DELETE:
            return f"Read {name} before it is deleted at line {arm}, or keep its value under another name."
        case ArmKind.NONE:
            return f"Bind {name} before this read: no path does."
