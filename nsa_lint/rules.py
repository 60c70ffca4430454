"""The table of codes: name, summary, severity and default of each; and, for each way in which a name can be left
unbound, the code, the message and the advice. It computes nothing but the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from nsa_lint.model import ArmKind, ChainKind, Diagnostic, UnboundRead
from nsa_lint.options import Options


class Severity(Enum):
    """The levels of SARIF and of GitHub's annotations."""

    ERROR = "error"  # a divergence at a dispatch
    WARNING = "warning"  # any other unbound read
    NOTE = "note"  # about the run


@dataclass(frozen=True, slots=True)
class Rule:
    """One code. `default`: reported with `nsa-scope = dispatch`; the others need `nsa-scope = all`.

    `by_name`: reported only where a `select` or `extend-select` names it, whatever the scope.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    default: bool
    by_name: bool = False

    def may_report(self, options: Options) -> bool:
        """Whether findings of this code are reported with these options."""
        return options.reports(self.code, self.default, self.by_name)


UNSET = "NSA301"  # found in a pass of its own, which runs where it is asked for
_ERROR, _WARNING, _NOTE = Severity
RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "NSA101", "arm-unbound", "an arm of a dispatch leaves a name unbound that a sibling arm binds", _ERROR, True
        ),
        Rule(
            "NSA102",
            "handler-unbound",
            "an optimised path that fails leaves a name unbound that is read afterwards",
            _ERROR,
            True,
        ),
        Rule(
            "NSA103",
            "guarded-import",
            "a module name bound only under a dispatch guard is read without it",
            _ERROR,
            False,
        ),
        Rule(
            "NSA104",
            "open-dispatch",
            "a dispatch without else leaves a name unbound when no arm is taken",
            _ERROR,
            True,
        ),
        Rule(
            "NSA105",
            "conditional-export",
            "a name is imported that its module binds in some arms of a dispatch only",
            _ERROR,
            False,
        ),
        Rule(
            "NSA106",
            "none-import",
            "a name that a dispatch binds to None is used without a test",
            _ERROR,
            False,
        ),
        Rule("NSA201", "branch-unbound", "a branch outside any dispatch leaves a name unbound", _WARNING, False),
        Rule("NSA202", "try-unbound", "a try outside any dispatch leaves a name unbound", _WARNING, False),
        Rule(
            "NSA203",
            "loop-unbound",
            "a loop that runs zero times, or is left early, leaves a name unbound",
            _WARNING,
            False,
        ),
        Rule("NSA204", "deleted", "a name is read after it was deleted", _WARNING, False),
        Rule("NSA205", "not-yet-bound", "a name is read before any path has bound it", _WARNING, False),
        Rule(
            UNSET,
            "arm-attribute",
            "a method reads an attribute that an arm of the constructor leaves unset",
            _ERROR,
            False,
            by_name=True,
        ),
        Rule(
            "NSA302",
            "arm-arity",
            "an arm returns another number of values than a caller unpacks",
            _ERROR,
            True,
        ),
        Rule("NSA901", "not-analysed", "a file or function could not be analysed", _NOTE, True),
        Rule("NSA902", "unused-noqa", "a noqa comment of ours silences nothing (command line only)", _NOTE, True),
    )
}
BY_NAME = frozenset(code for code, rule in RULES.items() if rule.by_name)  # to name these turns on no other one


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a read that one arm of a chain leaves unbound.

    `message` and `advice` are templates over `name` (quoted), `arm` and `chain` (their lines), `guard` (the arm's, on
    one line), `shape` (if, chain or match), `fails` and `binders` (the arms that bind the name, or nothing).
    """

    at_dispatch: str  # the code where the chain is a dispatch
    elsewhere: str  # the code where it is not
    message: str
    advice: str


_BIND_IN_ARM = "Bind {name} in the arm at {arm}, leave that arm by return or raise, or read {name} only where \
another arm was taken."
_CLOSE_CHAIN = "Say what holds when no arm is taken at {chain}: bind {name} in an else, raise there, or read \
{name} only under the same test."
_ARM = Wording("NSA101", "NSA201", "{name} {fails} when the arm at {arm} is taken ({guard}){binders}", _BIND_IN_ARM)
_OPEN = Wording(
    "NSA104",
    "NSA201",
    "{name} {fails} when no arm of the {shape} at {arm} is taken ({guard}){binders}",
    _CLOSE_CHAIN,
)
_OPERAND = Wording("NSA104", "NSA201", "{name} {fails} when the operand at {arm} is not evaluated", _CLOSE_CHAIN)
_HANDLER = Wording(
    "NSA102",
    "NSA202",
    "{name} {fails} when the handler at {arm} is taken ({guard}){binders}",
    "Bind {name} in the handler at {arm}, leave the handler by return or raise, or read {name} in the else of the \
try.",
)
_BODY = Wording(
    "NSA102",
    "NSA202",
    "{name} {fails} when {guard} (the try at {arm}){binders}",
    "Bind {name} before the try at {chain}, or in each handler: the body may fail before it does.",
)
_LOOP = Wording(
    "NSA203",
    "NSA203",
    "{name} {fails} when {guard} ({arm})",
    "Bind {name} before the loop at {chain}, or leave where the loop has found nothing.",
)
_DELETE = Wording(
    "NSA204",
    "NSA204",
    "{name} {fails} after `{guard}` at {arm}",
    "Read {name} before it is deleted at {arm}, or keep its value under another name.",
)
_NEVER = Wording(
    "NSA205",
    "NSA205",
    "{name} is read on a path that has not bound it yet",
    "Bind {name} before this read: no path does.",
)

_ARITY = Wording(
    "NSA302",
    "NSA302",
    "{name} returns {given} at {arm} when {guard}, and {wanted} unpacked here{others}",
    "Return as many values at {arm} as the caller unpacks, or call {name} only where that arm is not taken.",
)
_OF_NONE = "Test {name} where it is used (`is None`), refuse before a caller gets there, or bind something at \
{arm} that can be used."
_OF_IMPORT = "Bind {name} in every arm at {chain}, or import it only under the test that decides there."

_MOST_PLACES = 9  # that a message names


_WORDINGS: dict[tuple[ChainKind, ArmKind], Wording] = {
    **{
        (chain, arm): _ARM
        for chain in (ChainKind.IF, ChainKind.MATCH, ChainKind.CONDITIONAL, ChainKind.OPERAND)
        for arm in (ArmKind.TEST, ArmKind.ELSE, ArmKind.CASE)
    },
    (ChainKind.IF, ArmKind.MISSING_ELSE): _OPEN,
    (ChainKind.MATCH, ArmKind.MISSING_ELSE): _OPEN,
    (ChainKind.OPERAND, ArmKind.MISSING_ELSE): _OPERAND,
    **{(chain, ArmKind.HANDLER): _HANDLER for chain in (ChainKind.TRY, ChainKind.WITH)},
    **{(chain, ArmKind.BODY): _BODY for chain in (ChainKind.TRY, ChainKind.WITH)},
    (ChainKind.LOOP, ArmKind.LOOP): _LOOP,
    (ChainKind.DELETE, ArmKind.DELETE): _DELETE,
    (ChainKind.NONE, ArmKind.NONE): _NEVER,
}


def diagnose(use: UnboundRead) -> Diagnostic:
    """The finding that reports `use`: its code, its place and one line that names the variable first."""
    read, wording = use.read, _wording(use)
    code = wording.at_dispatch if use.chain.dispatch else wording.elsewhere
    code = UNSET if use.of_object else "NSA106" if use.none else "NSA103" if use.of_module else code
    code = "NSA105" if use.file is not None else code
    message = _fill(wording.message, use)
    return Diagnostic(code, read.line, read.column + 1, read.end_line, read.end_column + 1, use.name, message, use)


def by_default(found: Diagnostic) -> bool:
    """Whether a finding is reported with `nsa-scope = dispatch`."""
    use = found.proof
    if use is None or not RULES[found.code].default:
        return RULES[found.code].default or (use is not None and use.evident and not use.caught)
    if use.caught or use.slight or use.agreed:
        return False
    return use.counts[:1] != (0,)  # None for several values mostly means what callers rule out


def _wording(use: UnboundRead) -> Wording:
    return _ARITY if use.counts else _WORDINGS[use.chain.kind, use.arm.kind]


def further_reads(name: str, places: Sequence[tuple[str, int]], what: str = "read") -> str:
    """What a message says of the other reads that fail for the same reason: how many, and where, by name and line."""
    lines: dict[str, list[int]] = {}
    for other, line in places[:_MOST_PLACES]:
        lines.setdefault(other, []).append(line)
    said = [
        ("" if other == name else f"'{other}' at ") + _plural("line", len(where)) + " " + ", ".join(map(str, where))
        for other, where in lines.items()
    ]
    more = ", ..." if len(places) > _MOST_PLACES else ""
    return f"; {len(places)} more {_plural(what, len(places))}: {', '.join(said)}{more}"


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def advice_for(use: UnboundRead) -> str:
    """What a person has to decide where no fix is certain."""
    if use.none:
        return _fill(_OF_NONE, use)
    return _fill(_OF_IMPORT if use.file is not None else _wording(use).advice, use)


def _fill(template: str, use: UnboundRead) -> str:
    given, wanted = use.counts or (0, 0)
    return template.format(
        name=f"'{use.name}'",
        arm=_place(use, use.arm.line),
        chain=_place(use, use.chain.line),
        guard=_one_line(use.arm.guard),
        shape="match" if use.chain.kind is ChainKind.MATCH else "chain" if len(use.chain.arms) > 2 else "if",
        fails=_failing(use),
        binders=_binders(use),
        given=f"{given} {_plural('value', given)}" if given else "one value",
        wanted=f"{wanted} {'is' if wanted == 1 else 'are'}",
        others=f", as returned at {_lines(use.bindings)}" if use.bindings else "",
    )


def _failing(use: UnboundRead) -> str:
    if use.none:
        return "is None"
    if use.file is not None:
        return "cannot be imported"
    return "is not set" if use.of_object else "is unbound"


def _place(use: UnboundRead, line: int) -> str:
    return f"line {line}" if use.file is None else f"{use.file.name}:{line}"


def _binders(use: UnboundRead) -> str:
    lines = use.bindings
    if not lines:
        return ""
    verb = ("sets" if use.of_object else "imports" if use.none else "binds")[: None if len(lines) == 1 else -1]
    where = _lines(lines) if use.file is None else ", ".join(_place(use, line) for line in lines)
    return f"; the {_plural('arm', len(lines))} at {where} {verb} it"


def _lines(lines: Sequence[int]) -> str:
    return f"{_plural('line', len(lines))} {', '.join(map(str, lines))}"


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."
