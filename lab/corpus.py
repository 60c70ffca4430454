"""Real bugs and near-misses in released code: what is known of each, and what the checker says of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from lab import fetch
from lab.check import separate
from nsa_lint.checker import check
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

FOLDER = fetch.ROOT / "lab" / "data"
ALL = Options(scope="all")

# Archives of more than 2.5 MB: together 55 MB that the tests leave alone; `python -m tools.corpus` takes them too.
LARGE = frozenset(
    {
        ("diffusers", "0.30.3"),
        ("diffusers", "0.31.0"),
        ("diffusers", "0.35.2"),
        ("diffusers", "0.36.0"),
        ("diffusers", "0.38.0"),
        ("diffusers", "0.39.0"),
        ("sglang", "0.5.3.post3"),
        ("sglang", "0.5.4"),
        ("sglang", "0.5.5.post1"),
        ("sglang", "0.5.5.post3"),
        ("sglang", "0.5.6.post2"),
        ("vllm", "0.10.1"),
        ("vllm", "0.10.2"),
    }
)


@dataclass(frozen=True)
class Place:
    package: str
    version: str
    path: str

    @property
    def large(self) -> bool:
        return (self.package, self.version) in LARGE

    def reports(self, name: str, options: Options = ALL) -> list[Diagnostic]:
        """What is said of one variable of the file, with `nsa-scope = all`; further reads of a hole each by itself."""
        text = fetch.text(self.package, self.version, self.path)
        found = check(Source.of_text(self.path, text), options)
        return [each for report in found for each in separate(report) if each.name == name]


@dataclass(frozen=True)
class Bug:
    """A fixed bug: `name` is read unbound at `line` of `bug`. `missed`: why it is not reported."""

    id: str
    kind: str
    function: str
    name: str
    line: int
    bug: Place
    fix: Place | None
    note: str
    missed: str = ""
    fix_line: int = 0  # another read of the name in the fixed version, which fails too
    fix_note: str = ""


@dataclass(frozen=True)
class NearMiss:
    """Looks like a bug and is none: `why_safe`. `reported`: why it is reported all the same."""

    function: str | None
    name: str
    line: int
    at: Place
    why_safe: str
    reported: str = ""

    @property
    def id(self) -> str:
        return f"{self.at.package}-{self.name}-{self.line}"


def bugs() -> list[Bug]:
    entries = json.loads((FOLDER / "bugs.json").read_text(encoding="utf-8"))
    return [
        Bug(**entry | {"bug": Place(**entry["bug"]), "fix": entry["fix"] and Place(**entry["fix"])})
        for entry in entries
    ]


def near_misses() -> list[NearMiss]:
    entries = json.loads((FOLDER / "near_misses.json").read_text(encoding="utf-8"))
    return [NearMiss(**entry | {"at": Place(**entry["at"])}) for entry in entries]


def archives() -> list[tuple[str, str]]:
    """The archives of all places that are not large, by package and version."""
    places = [place for bug in bugs() for place in (bug.bug, bug.fix) if place]
    places += [each.at for each in near_misses()]
    return [*{(each.package, each.version): None for each in places if not each.large}]
