"""One set of options for flake8, the command line and the codemod."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SCOPES = ("dispatch", "all")


class WrongValue(ValueError):
    """A value that an option cannot have. `option`: its name as a field (`scope`, `no_return`); `what`: the rest of the
    sentence, with the value and what was expected.
    """

    def __init__(self, option: str, what: str) -> None:
        super().__init__(f"{option} {what}")
        self.option = option
        self.what = what

    def at(self, places: Mapping[str, str]) -> str:
        """The sentence, with the option as its user wrote it: `--scope`, `setup.cfg: [flake8] nsa-scope`."""
        return f"{places.get(self.option, self.option)} {self.what}"


@dataclass(frozen=True, slots=True)
class Options:
    """`scope`: what is reported (`dispatch`: divergences at a dispatch; `all`: every unbound read).

    `guards`: regular expressions; names matching any of these are also treated as dispatch guards.
    `no_return`: dotted names of functions that never return.
    `also`: codes, or prefixes of codes, outside the scope `dispatch` that are reported with it.
    `package`: whether the other files of the package count as evidence.
    `max_nodes`: the decision nodes that the conditions of one function may need; see `docs/promise.md`, Sizes.
    """

    scope: str = "dispatch"
    guards: tuple[str, ...] = ()
    no_return: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    max_nodes: int = 300_000
    package: bool = True

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise WrongValue("scope", f"is {self.scope!r}; expected one of {', '.join(SCOPES)}")
        for pattern in self.guards:
            try:
                re.compile(pattern)
            except re.error as error:
                raise WrongValue(
                    "guards", f"has {pattern!r}, which is not a valid regular expression: {error}"
                ) from None
        for name in self.no_return:
            if not all(part.isidentifier() for part in name.split(".")):
                raise WrongValue("no_return", f"has {name!r}; expected a dotted name such as os._exit")
        if self.max_nodes < 1:
            raise WrongValue("max_nodes", f"is {self.max_nodes}; expected a number above 0")

    def reports(self, code: str, by_default: bool, by_name: bool = False) -> bool:
        """Whether a code is reported with these options. `by_default`: whether its rule is on by default; `by_name`:
        whether it has to be named.
        """
        return by_default or (self.scope == "all" and not by_name) or code.startswith(self.also or "-")
