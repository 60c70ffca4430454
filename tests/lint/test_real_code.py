"""What is said of files of released packages, and the work it takes, are as `lab/data/real_code.txt` keeps them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from lab import real_code

KEPT = real_code.kept()
WRITE = "python -m tools.freeze shows what changes; if it is meant: python -m tools.snapshots --write"
HOLES = [name for name in KEPT if ":" in name]
FILES = [(folder, name) for folder, name in real_code.chosen() if name in KEPT]


@pytest.mark.parametrize(("folder", "name"), [pytest.param(*each, id=each[1]) for each in FILES])
def test_findings_and_work_are_as_they_were(folder: Path, name: str) -> None:
    assert real_code.snapshot(folder, name) == KEPT[name], WRITE


@pytest.mark.parametrize("place", HOLES)
def test_what_a_hole_leaves_unbound_is_as_it_was(place: str) -> None:
    name, _, line = place.partition(":")
    assert real_code.snapshot_of(real_code.folder_of(name), name, int(line)) == KEPT[place], WRITE


def test_every_file_of_the_list_is_looked_at() -> None:
    holes = {f"{name}:{line}" for _, name, line in real_code.with_holes()}
    assert KEPT.keys() - holes == {name for _, name in FILES}
    assert holes >= {*HOLES}


def test_most_holes_are_reported() -> None:
    reported = [line for each in HOLES for line in KEPT[each] if ": 0 findings" not in line]
    assert len(reported) > 0.6 * len(HOLES) > 100


def test_each_package_has_findings_in_both_scopes() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for name, lines in KEPT.items():
        for line in lines:
            scope, _, said = line.removeprefix(f"{name} ").partition(": ")
            if not said.startswith("0 findings"):
                found[scope].add(name.partition("/")[0])
    assert found["all"] == {"sglang", "fla", "celery", "accelerate"}
    assert found["dispatch"]
