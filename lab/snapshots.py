"""What is reported of every case in full: messages, arms and witnesses, and the decision nodes that each walk took.

The cases say which code is reported where. The rest of what a person reads, and the work, which decides where the
analysis gives up, are kept in `tests/cases/FOLDER/reports.txt`, for a change of them to be seen and read. Cases that
are only for some Pythons have none. `python -m tools.snapshots --write` writes these files anew.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from lab.cases import FOLDER, Case, load
from lab.check import DEFAULT, EVERY_CODE
from lab.walks import checked
from nsa_lint.analysis.budgets import Effort
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

NAME = "reports.txt"
WIDTH = 120
_HEADING = "== "
_EFFORTS = [each.value for each in Effort]


def snapshot(case: Case) -> str:
    """The reports with every code, and the nodes of the walks with every code and by default."""
    found, walks = _checked(case, EVERY_CODE)
    _, by_default = _checked(case, DEFAULT)
    lines = [line for each in found for line in _of_finding(each)]
    lines += _of_walks("nodes", walks)
    lines += _of_walks("by default", by_default)
    return "\n".join(lines) + "\n"


def cases() -> list[Case]:
    """Those of which there is one, in the order of the files."""
    return [case for case in load() if case.everywhere]


def kept() -> dict[str, str]:
    """The snapshots in the files, by the names of their cases."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob(f"*/{NAME}")):
        for block in path.read_text(encoding="utf-8").removeprefix(_HEADING).split(f"\n{_HEADING}"):
            name, _, text = block.partition("\n")
            found[name] = text
    return found


def write() -> None:
    """Every file anew."""
    for folder, those in itertools.groupby(cases(), lambda case: case.path.relative_to(FOLDER).parts[0]):
        blocks = (f"{_HEADING}{case.id}\n{snapshot(case)}" for case in those)
        (FOLDER / folder / NAME).write_text("\n".join(blocks), encoding="utf-8")


def _checked(case: Case, options: Options) -> tuple[list[dict[str, Any]], list[str]]:
    findings, walks = checked(Source.of_text("example.py", case.code), options)
    return findings, [f"{function} {nodes}{_how(attempt)}" for function, _, attempt, nodes in walks]


def _how(attempt: int | None) -> str:
    return "" if attempt == 0 else " (given up)" if attempt is None else f" ({_EFFORTS[attempt]})"


def _of_finding(found: dict[str, Any]) -> Iterator[str]:
    end = "" if found["end_line"] == found["line"] else f"{found['end_line']}:"
    yield f"{found['line']}:{found['column']}-{end}{found['end_column']} {found['code']} {found['message']}"
    for place in found["because"]:
        yield f"    because {_flat(place)}"
    for read in found["also"]:
        yield f"    also {_flat(read)}"
    proof = found["proof"]
    if proof is None:
        return
    yield f"    in {proof['function']}, bound at {', '.join(map(str, proof['bindings'])) or 'no line'}"
    for arm in (proof["chain"] or {}).get("arms", ()):
        blamed = ", to blame" if arm == proof["arm"] else ""
        binds = "binds" if arm["binds"] else "does not bind"
        yield f"    arm {arm['line']}-{arm['end_line']} ({arm['kind']}) {_one_line(arm['guard'])}: {binds}{blamed}"
    for step in proof["when"]:
        yield f"    when {step['line']} {_one_line(step['guard'])}: {str(step['value']).lower()}"


def _flat(place: dict[str, Any]) -> str:
    """The fields of a place that say something, but for those that the report has of its own."""
    return ", ".join(f"{key} {_one_line(str(value))}" for key, value in place.items() if value not in (None, "", []))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _of_walks(name: str, walks: Iterable[str]) -> list[str]:
    """One paragraph."""
    text = f"{name}: {', '.join(walks) or 'none'}"
    return textwrap.wrap(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
