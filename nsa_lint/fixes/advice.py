"""What a person has to decide where no fix is certain."""

from __future__ import annotations

from nsa_lint.fixes.place import Tree
from nsa_lint.fixes.views import filled_buffer
from nsa_lint.model import ArmKind, Diagnostic, UnboundUse
from nsa_lint.source import Source


def advice(source: Source, diagnostic: Diagnostic) -> str:
    """One or two sentences for the reader of `diagnostic`; "" where there is nothing to decide (no variable is concerned)."""
    use = diagnostic.use
    if use is None:
        return ""
    decision = _decision(use)
    place = Tree(source).place(use)
    filled = filled_buffer(place) if place else None
    if filled:
        buffer, function = filled
        return f"{decision} {function} is handed {buffer}, into which another arm copies '{use.name}': a view of it may be what is meant."
    return decision


def _decision(use: UnboundUse) -> str:
    name, line = f"'{use.name}'", use.arm.line
    as_others = f" (the arms at lines {', '.join(map(str, use.bindings))} bind it)" if use.bindings else ""
    match use.arm.kind:
        case ArmKind.TEST | ArmKind.ELSE | ArmKind.CASE:
            return f"Bind {name} in the arm at line {line}{as_others}, leave that arm by return or raise, or read {name} only where another arm was taken."
        case ArmKind.MISSING_ELSE:
            return f"Say what holds when no arm is taken at line {use.chain.line}{as_others}: bind {name} in an else, raise there, or read {name} only under the same test."
        case ArmKind.HANDLER:
            return f"Bind {name} in the handler at line {line}{as_others}, leave the handler by return or raise, or read {name} in the try's else."
        case ArmKind.BODY:
            return f"Bind {name} before the try at line {use.chain.line}, or in its handlers: the body may fail before it does."
        case ArmKind.LOOP:
            return f"Say what {name} is when the loop at line {use.chain.line} ends without binding it: bind it before the loop, or leave when nothing was found."
        case ArmKind.DELETE:
            return f"Read {name} before it is deleted at line {line}, or keep its value under another name."
        case _:
            return f"Bind {name} before this read: no path does."
