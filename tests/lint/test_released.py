"""What the default scope says of released code, as a person found it on reading each place: the labels are in order.

`python -m tools.released` scans the packages again and fails where a report has no label or a label no report.
"""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from lab import fetch
from lab.released import (
    DATA,
    FURTHER,
    LABELS,
    LAST,
    LAST_LOT,
    LOT,
    LOT_SIZE,
    PAGE,
    POOL,
    SCANNED,
    SETS,
    labels,
)
from nsa_lint.rules import RULES

ENTRIES = json.loads(DATA.read_text(encoding="utf-8"))
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text(encoding="utf-8").splitlines()]


def counts(name: str) -> Counter[str]:
    """The labels of one set of packages."""
    return Counter(entry["label"] for entry in ENTRIES if (entry["package"], entry["version"]) in SETS[name])


def test_every_report_has_one_label_and_a_reason() -> None:
    assert len(labels()) == len(ENTRIES)
    packages = {package for packages in SETS.values() for package in packages}
    for entry in ENTRIES:
        assert entry["label"] in LABELS
        assert len(entry["reason"]) > 20
        assert (entry["package"], entry["version"]) in packages


def test_the_page_says_what_the_labels_of_the_code_say_that_has_to_be_named() -> None:
    entries = labels(opt_in=True).values()
    assert {entry["code"] for entry in entries} == {code for code, rule in RULES.items() if rule.by_name}
    for package in {entry["package"] for entry in entries}:
        found = Counter(entry["label"] for entry in entries if entry["package"] == package)
        [row] = [row for row in ROWS if len(row) == 6 and row[0].startswith(f"{package} ")]
        assert row[1:] == [str(found.total()), *(str(found[label]) for label in LABELS[:4])]


def test_every_package_is_pinned_and_in_one_set() -> None:
    packages = [package for packages in SETS.values() for package in packages]
    assert len(packages) == len(set(packages))
    assert set(packages) <= fetch.pinned().keys()


def test_the_further_set_is_the_lot_that_was_drawn() -> None:
    drawn = random.Random(LOT).sample(POOL.split(), LOT_SIZE)
    assert sorted(drawn) == sorted([*(package for package, _ in FURTHER), "salt"])


def test_the_last_set_is_the_lot_that_was_drawn_of_the_rest() -> None:
    taken = {*random.Random(LOT).sample(POOL.split(), LOT_SIZE), *SCANNED.split()}
    drawn = random.Random(LAST_LOT).sample([name for name in POOL.split() if name not in taken], LOT_SIZE)
    assert sorted(drawn) == [package for package, _ in LAST]


def test_at_least_half_are_feasible_or_latent() -> None:
    assert 2 * (counts("first")["feasible"] + counts("first")["latent"]) >= counts("first").total()


def test_none_can_be_decided_inside_its_function() -> None:
    assert counts("first")["false-decidable"] == 0


@pytest.mark.parametrize("name", [name for name in SETS if counts(name)])
def test_the_page_says_what_the_labels_say(name: str) -> None:
    [row] = [row for row in ROWS if row[0] == f"**{name}**"]
    assert row[5] == str(counts(name).total())
    assert row[6 : 6 + len(LABELS)] == [str(counts(name)[label]) for label in LABELS]
    assert row[6 + len(LABELS)] == "0"  # nothing is without a label
