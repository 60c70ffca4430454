"""What the default scope says of released code, as a person found it on reading each place: the labels are in order.

`python -m tools.released` scans the packages again and fails where a report has no label or a label no report.
"""

from __future__ import annotations

import json
from collections import Counter

from lab.released import DATA, LABELS, PACKAGES, PAGE, labels

ENTRIES = json.loads(DATA.read_text(encoding="utf-8"))
COUNTS = Counter(entry["label"] for entry in ENTRIES)


def test_every_report_has_one_label_and_a_reason() -> None:
    assert len(labels()) == len(ENTRIES)
    for entry in ENTRIES:
        assert entry["label"] in LABELS
        assert len(entry["reason"]) > 20
        assert (entry["package"], entry["version"]) in PACKAGES


def test_at_least_half_are_feasible_or_latent() -> None:
    assert 2 * (COUNTS["feasible"] + COUNTS["latent"]) >= len(ENTRIES)


def test_none_can_be_decided_inside_its_function() -> None:
    assert COUNTS["false-decidable"] == 0


def test_the_page_says_what_the_labels_say() -> None:
    [row] = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| all |")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[3] == str(len(ENTRIES))
    assert cells[5 : 5 + len(LABELS)] == [str(COUNTS[label]) for label in LABELS]
    assert cells[5 + len(LABELS)] == "0"  # nothing is without a label
