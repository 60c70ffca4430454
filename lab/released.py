"""Released packages that are scanned, and the labels of what is reported in them: `data/released.json`,
and of codes that the default scope does not report, `data/released_opt_in.json`.

feasible         some input that the program itself allows fails at the read
latent           nothing fails today: no caller in the package takes the path, or only invalid input does
false-caller     what callers, other methods or other files guarantee rules the path out
false-decidable  the function or the file itself rules the path out: a defect of the analysis
no-dispatch      the path is there, but nothing is dispatched: no report for the default scope
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lab.fetch import ROOT
from lab.released_sets import SETS
from nsa_lint.rules import RULES

LABELS = ("feasible", "latent", "false-caller", "false-decidable", "no-dispatch")
PAGE = ROOT / "docs" / "released.md"
DATA = ROOT / "lab" / "data" / "released.json"
OPT_IN = ROOT / "lab" / "data" / "released_opt_in.json"

Key = tuple[str, str, str, int, str, str]  # package, version, path, line, name, code


def labels(opt_in: bool = False) -> dict[Key, dict[str, str]]:
    """The labels by report; with `opt_in`, of codes that the default scope does not report."""
    data = OPT_IN if opt_in else DATA
    entries = json.loads(data.read_text(encoding="utf-8")) if data.exists() else []
    return {key_of(entry): entry for entry in entries}


def key_of(entry: dict[str, object]) -> Key:
    return tuple(entry[field] for field in ("package", "version", "path", "line", "name", "code"))  # type: ignore[return-value]


Package = tuple[str, str]  # name, version


@dataclass(frozen=True)
class Wanted:
    """What is scanned for: in which packages of which sets, in which scope, and for one code or for all."""

    scope: str
    code: str | None
    sets: Mapping[str, Sequence[Package]]

    @classmethod
    def of(cls, scope: str, code: str | None, one_set: str | None, only: Sequence[str] | None) -> Wanted:
        """ValueError where that is a package that is in none of the sets, or a code that the scope does not report."""
        sets = {name: SETS[name] for name in ([one_set] if one_set else SETS)}
        unknown = sorted(set(only or ()) - {name for packages in sets.values() for name, _ in packages})
        if unknown:
            raise ValueError(f"argument --only: got {', '.join(unknown)}; expected packages of {one_set or 'the sets'}")
        if code and not RULES[code].by_name and scope != "all" and any(key[-1] == code for key in labels(opt_in=True)):
            raise ValueError(f"argument --code: {code} is not reported with --scope {scope}; expected --scope all")
        chosen = {name: [each for each in sets[name] if not only or each[0] in only] for name in sets}
        return cls(scope, code, {name: packages for name, packages in chosen.items() if packages})

    def check_whole(self) -> None:
        """ValueError where this is less than the tables of the page: whole sets, every code, the default scope."""
        given = []
        if any(len(packages) < len(SETS[name]) for name, packages in self.sets.items()):
            given.append(f"--only {' '.join(name for packages in self.sets.values() for name, _ in packages)}")
        if self.code:
            given.append(f"--code {self.code}")
        if self.scope != "dispatch":
            given.append(f"--scope {self.scope}")
        if given:
            got = f"argument --write: got {' '.join(given)} beside it"
            raise ValueError(f"{got}; expected whole sets, all codes and --scope dispatch")

    def labels(self) -> dict[Key, dict[str, str]]:
        """The labels of what such a scan can report."""
        packages = {each for every in self.sets.values() for each in every}
        known = labels() | {key: entry for key, entry in labels(opt_in=True).items() if self._reports(key[-1])}
        return {key: entry for key, entry in known.items() if key[:2] in packages and self.code in (None, key[-1])}

    def _reports(self, opt_in: str) -> bool:
        """Whether a code is reported that the default scope leaves out; some have to be named, whatever the scope."""
        return opt_in == self.code if RULES[opt_in].by_name else self.scope == "all"


@dataclass(frozen=True)
class Compared:
    """What is reported beside what is labelled."""

    unlabelled: tuple[Key, ...]
    gone: tuple[Key, ...]  # labelled, and no longer reported

    @classmethod
    def of(cls, reported: Collection[Key], known: Collection[Key]) -> Compared:
        return cls(
            tuple(key for key in reported if key not in known), tuple(key for key in known if key not in reported)
        )

    @property
    def agree(self) -> bool:
        return not self.unlabelled and not self.gone
