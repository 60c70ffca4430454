"""Which codes a `select` or `ignore` names, and the options of the analysis that follow from it, for every face.

A prefix that names only rules outside the default scope turns these on: `select = NSA203` reports NSA203, with
`nsa-scope = dispatch` too. A prefix that covers rules of the default scope (`NSA`, `NSA1`) turns nothing on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from nsa_lint.options import Options, WrongValue
from nsa_lint.rules import RULES

if TYPE_CHECKING:
    import argparse

    from nsa_lint.run.flake8_internals import Section

PREFIX = "NSA"
OPTIONS = ("nsa-scope", "nsa-guards", "nsa-no-return", "nsa-package", "nsa-max-nodes", "nsa-baseline")
_CODE_LISTS = ("select", "extend_select", "ignore", "extend_ignore")


def is_ours(code: str) -> bool:
    """Whether a code or prefix names rules of this checker: `N`, `NSA`, `NSA10`, `NSA101`."""
    return PREFIX.startswith(code) or any(rule.startswith(code) for rule in RULES)


def options_of(namespace: argparse.Namespace) -> Options:
    """The analysis's options out of flake8's namespace; raises `WrongValue`."""
    for name in _CODE_LISTS:
        require_known(name, getattr(namespace, name, None) or ())
    pairs = namespace.per_file_ignores if isinstance(namespace.per_file_ignores, str) else ""
    require_known("per_file_ignores", re.findall(rf"(?i)(?<![\w/.*-])({PREFIX}\d*)(?=[\s,]|$)", pairs))
    if namespace.nsa_package not in ("on", "off"):
        raise WrongValue("package", f"is {namespace.nsa_package!r}; expected one of on, off")
    chosen = [*(namespace.select or ()), *(namespace.extend_select or ())]
    return Options(
        scope=namespace.nsa_scope,
        guards=tuple(namespace.nsa_guards),
        no_return=tuple(namespace.nsa_no_return),
        package=namespace.nsa_package == "on",
        also=tuple(sorted({code for code in chosen if _turns_on(code)})),
        max_nodes=_max_nodes(namespace.nsa_max_nodes),
    )


def _max_nodes(given: str | int) -> int:
    try:
        return int(given)  # as text: flake8 has a traceback for a value that is not of the type of its option
    except ValueError:
        raise WrongValue("max_nodes", f"is {given!r}; expected a number above 0") from None


def require_known(option: str, codes: Iterable[str], *, only_ours: bool = False) -> None:
    """Raise `WrongValue` for a code that looks like one of ours and is none; with `only_ours` for any other too."""
    for code in codes:
        if is_ours(code) or not (only_ours or code.upper().startswith(PREFIX)):
            continue
        from difflib import get_close_matches

        close = get_close_matches(code.upper(), RULES, 1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        raise WrongValue(option, f"has {code!r}, which names no code; expected {', '.join(RULES)} or a prefix{hint}")


def require_known_keys(section: Section) -> None:
    """Raise ValueError for a key that starts with `nsa-` and is not an option, which flake8 ignores."""
    from nsa_lint.run.flake8_internals import unknown_keys

    for key in unknown_keys(section, "nsa-", OPTIONS):
        where = section.written[key.replace("_", "-")][0]
        raise ValueError(f"{where} has {key!r}, which is not an option; expected one of {', '.join(OPTIONS)}")


def configured(namespace: argparse.Namespace) -> Mapping[str, str]:
    """For flake8's own face: where each option of the namespace was set, for `WrongValue.at`. Lets `nsa-baseline`
    start from the folder of the file that sets it; raises ValueError for an unknown key of ours.
    """
    from nsa_lint.run.flake8_internals import field_of, from_its_folder, read_sections

    section = read_sections(namespace.config, namespace.append_config or (), namespace.isolated)
    require_known_keys(section)
    places = {}
    for option in (*OPTIONS, *(name.replace("_", "-") for name in _CODE_LISTS), "per-file-ignores"):
        here = option in section.written and _is_set_by(section, option, namespace)
        places[field_of(option)] = section.place(option) if here else f"--{option}"
    if namespace.nsa_baseline:
        namespace.nsa_baseline = from_its_folder(namespace.nsa_baseline, "nsa-baseline", section)
    return places


def _is_set_by(section: Section, option: str, namespace: argparse.Namespace) -> bool:
    """Whether the value is the section's: the command line, which flake8 does not hand over, may have another."""
    given = section.keys["flake8"][section.written[option][1]]
    value = getattr(namespace, option.replace("-", "_"))
    texts = value if isinstance(value, list) else [str(value)]
    return all(text in given or given.lstrip("./") in text for text in texts)


def _turns_on(code: str) -> bool:
    named = [rule for name, rule in RULES.items() if name.startswith(code)]
    return bool(named) and not any(rule.default for rule in named)
