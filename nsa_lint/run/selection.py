"""Which codes a `select` or `ignore` names, and the options of the analysis that follow from it, for every face.

A prefix that names only rules outside the default scope turns these on: `select = NSA203` reports NSA203, with
`nsa-scope = dispatch` too. A prefix that covers rules of the default scope (`NSA`, `NSA1`) turns nothing on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from nsa_lint.options import Options
from nsa_lint.rules import RULES

if TYPE_CHECKING:
    import argparse

PREFIX = "NSA"
OPTIONS = ("nsa-scope", "nsa-guards", "nsa-no-return", "nsa-package", "nsa-max-nodes", "nsa-baseline")
_CODE_LISTS = ("select", "extend_select", "ignore", "extend_ignore")


def is_ours(code: str) -> bool:
    """Whether a code or prefix names rules of this checker: `N`, `NSA`, `NSA10`, `NSA101`."""
    return PREFIX.startswith(code) or any(rule.startswith(code) for rule in RULES)


def options_of(namespace: argparse.Namespace) -> Options:
    """The analysis's options out of flake8's namespace; raises ValueError that names the option and its value."""
    for name in _CODE_LISTS:
        require_known(f"{name.replace('_', '-')}", getattr(namespace, name, None) or ())
    pairs = namespace.per_file_ignores if isinstance(namespace.per_file_ignores, str) else ""
    require_known("per-file-ignores", re.findall(rf"(?i)(?<![\w/.*-])({PREFIX}\d*)(?=[\s,]|$)", pairs))
    if namespace.nsa_package not in ("on", "off"):
        raise ValueError(f"nsa-package is {namespace.nsa_package!r}; expected one of on, off")
    chosen = [*(namespace.select or ()), *(namespace.extend_select or ())]
    return Options(
        scope=namespace.nsa_scope,
        guards=tuple(namespace.nsa_guards),
        no_return=tuple(namespace.nsa_no_return),
        package=namespace.nsa_package == "on",
        also=tuple(sorted({code for code in chosen if _turns_on(code)})),
        max_nodes=namespace.nsa_max_nodes,
    )


def require_known(option: str, codes: Iterable[str], *, only_ours: bool = False) -> None:
    """Raise ValueError for a code that looks like one of ours and is none; with `only_ours` for any other code too."""
    for code in codes:
        if is_ours(code) or not (only_ours or code.upper().startswith(PREFIX)):
            continue
        close = get_close_matches(code.upper(), RULES, 1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        raise ValueError(f"{option} has {code!r}, which names no code; expected {', '.join(RULES)} or a prefix{hint}")


def check_section(namespace: argparse.Namespace) -> None:
    """Raise ValueError for a key of `[flake8]` that starts with `nsa-` and is not an option, which flake8 ignores; and
    let `nsa-baseline` start from the folder of the file that sets it.
    """
    from nsa_lint.run.flake8_internals import from_its_folder, read_sections, unknown_keys

    section = read_sections(namespace.config, namespace.append_config or (), namespace.isolated)
    for key in unknown_keys(section[0], "nsa-", OPTIONS):
        raise ValueError(f"[flake8] has {key!r}, which is not an option; expected one of {', '.join(OPTIONS)}")
    if namespace.nsa_baseline:
        namespace.nsa_baseline = from_its_folder(namespace.nsa_baseline, "nsa-baseline", section)


def _turns_on(code: str) -> bool:
    named = [rule for name, rule in RULES.items() if name.startswith(code)]
    return bool(named) and not any(rule.default for rule in named)
