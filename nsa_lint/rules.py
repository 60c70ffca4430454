"""Codes, names and messages: UnboundUse -> Diagnostic."""

from __future__ import annotations

from dataclasses import dataclass

from nsa_lint.model import ArmKind, ChainKind, Diagnostic, UnboundUse


@dataclass(frozen=True, slots=True)
class Rule:
    """One code. `default`: told with `nsa-scope = dispatch`; the others need `nsa-scope = all`."""

    code: str
    name: str
    summary: str
    default: bool


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("NSA101", "arm-unbound", "an arm of a dispatch leaves a name unbound that a sibling arm binds", True),
        Rule(
            "NSA102",
            "handler-unbound",
            "an optimised path that fails leaves a name unbound that is read afterwards",
            True,
        ),
        Rule("NSA103", "guarded-import", "a module name bound only under a dispatch guard is read without it", False),
        Rule("NSA104", "open-dispatch", "a dispatch without else leaves a name unbound when no arm is taken", True),
        Rule("NSA201", "branch-unbound", "a branch that is no dispatch leaves a name unbound", False),
        Rule("NSA202", "try-unbound", "a try that is no dispatch leaves a name unbound", False),
        Rule("NSA203", "loop-unbound", "a loop that runs zero times, or is left early, leaves a name unbound", False),
        Rule("NSA204", "deleted", "a name is read after it was deleted", False),
        Rule("NSA205", "not-yet-bound", "a name is read before any path has bound it", False),
        Rule("NSA901", "not-analysed", "a file or function could not be analysed", True),
        Rule("NSA902", "unused-noqa", "a noqa comment of ours silences nothing (command line only)", False),
    )
}


def diagnose(use: UnboundUse) -> Diagnostic:
    read = use.read
    return Diagnostic(
        code_of(use), read.line, read.column + 1, read.end_line, read.end_column + 1, use.name, message_of(use), use
    )


def code_of(use: UnboundUse) -> str:
    kind, dispatch = use.chain.kind, use.chain.dispatch
    if use.of_module:
        return "NSA103"
    if kind in (ChainKind.TRY, ChainKind.WITH):
        return "NSA102" if dispatch else "NSA202"
    if kind is ChainKind.LOOP:
        return "NSA203"
    if kind is ChainKind.DELETE:
        return "NSA204"
    if kind is ChainKind.NONE:
        return "NSA205"
    if not dispatch:
        return "NSA201"
    return "NSA104" if use.arm.kind is ArmKind.MISSING_ELSE else "NSA101"


def message_of(use: UnboundUse) -> str:
    """One line: the variable first, in single quotes; then the arm, its guard, and the arms that bind."""
    name, arm = f"'{use.name}'", use.arm
    kind = use.chain.kind
    if kind is ChainKind.NONE:
        return f"{name} is read on a path that has not bound it yet"
    if kind is ChainKind.DELETE:
        return f"{name} is unbound after `{arm.guard}` at line {arm.line}"
    if kind is ChainKind.LOOP:
        return f"{name} is unbound when {arm.guard} (line {arm.line})"
    if kind in (ChainKind.TRY, ChainKind.WITH):
        what = (
            f"the handler at line {arm.line} is taken ({arm.guard})"
            if arm.kind is ArmKind.HANDLER
            else (f"{arm.guard} (the try at line {arm.line})")
        )
        return f"{name} is unbound when {what}{_others(use)}"
    if arm.kind is ArmKind.MISSING_ELSE:
        chain = "match" if kind is ChainKind.MATCH else "chain" if len(use.chain.arms) > 2 else "if"
        if kind is ChainKind.OPERAND:
            return f"{name} is unbound when the operand at line {arm.line} is not evaluated"
        where = f"no arm of the {chain} at line {arm.line} is taken"
        return f"{name} is unbound when {where} ({_short(arm.guard)}){_others(use)}"
    return f"{name} is unbound when the arm at line {arm.line} is taken ({_short(arm.guard)}){_others(use)}"


def _others(use: UnboundUse) -> str:
    lines = [str(line) for line in use.bindings]
    if not lines:
        return ""
    if len(lines) == 1:
        return f"; the arm at line {lines[0]} binds it"
    return f"; the arms at lines {', '.join(lines)} bind it"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."
