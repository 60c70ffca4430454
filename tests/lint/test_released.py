"""What the default scope says of released code, as a person found it on reading each place: the labels are in order.

`python -m tools.released` scans the packages again and fails where a report has no label or a label no report.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from itertools import islice, takewhile
from typing import Any

import pytest

from lab import fetch
from lab.released import DATA, LABELS, OPT_IN, PAGE, Compared, Key, Wanted, labels
from lab.released_sets import (
    AFTER_LOT,
    AFTER_SIZE,
    CLOSING_LOT,
    CLOSING_SIZE,
    FIELD_LOT,
    FIELD_POOL,
    FIELD_SIZE,
    FRESH_FIELD,
    FRESH_GENERAL,
    FRESH_LEFT_OUT,
    FRESH_LOT,
    FRESH_SIZES,
    LAST_LOT,
    LOT,
    LOT_SIZE,
    NEWEST_LOT,
    NEWEST_SIZE,
    POOL,
    SCANNED,
    SETS,
    UNSEEN_LEFT_OUT,
    UNTRIED_LEFT_OUT,
    WIDER,
)
from nsa_lint.rules import RULES

ENTRIES = json.loads(DATA.read_text(encoding="utf-8"))
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text(encoding="utf-8").splitlines()]


def names(*sets: str) -> list[str]:
    """The packages of these sets, in their order."""
    return [package for name in sets for package, _ in SETS[name]]


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


OPT_IN_ENTRIES = json.loads(OPT_IN.read_text(encoding="utf-8"))


def test_codes_that_the_default_scope_does_not_report_have_labels_of_their_own() -> None:
    assert len(labels(opt_in=True)) == len(OPT_IN_ENTRIES)
    codes = {entry["code"] for entry in OPT_IN_ENTRIES}
    assert codes == {code for code, rule in RULES.items() if rule.by_name} | {"NSA106"}
    assert not any(RULES[code].default for code in codes)
    for entry in OPT_IN_ENTRIES:
        assert entry["label"] in LABELS[:4]
        assert len(entry["reason"]) > 20
        assert any((entry["package"], entry["version"]) in packages for packages in SETS.values())


@pytest.mark.parametrize("code", sorted({entry["code"] for entry in OPT_IN_ENTRIES}))
def test_the_page_says_what_these_labels_say(code: str) -> None:
    entries = [entry for entry in OPT_IN_ENTRIES if entry["code"] == code]
    section = PAGE.read_text(encoding="utf-8").partition(f"### With {code}\n")[2].partition("\n#")[0]
    rows = {name: numbers for name, *numbers in rows_of(section) if name.startswith("**") or numbers[0].isdigit()}
    for package in {entry["package"] for entry in entries}:
        found = [entry for entry in entries if entry["package"] == package]
        assert rows.pop(f"{package} {found[0]['version']}") == numbers_of(found)
    if code == "NSA106":
        assert rows.pop("**all**") == numbers_of(entries)
    assert all(set(numbers) == {"0"} for numbers in rows.values())


def rows_of(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]


def numbers_of(entries: list[dict[str, str]]) -> list[str]:
    """How many places, and how many of each label."""
    found = Counter(entry["label"] for entry in entries)
    return [str(len(entries)), *(str(found[label]) for label in LABELS[:4])]


def test_every_package_is_pinned_and_in_one_set() -> None:
    packages = [package for packages in SETS.values() for package in packages]
    assert len(packages) == len(set(packages))
    assert set(packages) <= fetch.pinned().keys()


def test_the_further_set_is_the_lot_that_was_drawn() -> None:
    drawn = random.Random(LOT).sample(POOL.split(), LOT_SIZE)
    assert sorted(drawn) == sorted([*names("further"), "salt"])


def test_the_last_set_is_the_lot_that_was_drawn_of_the_rest() -> None:
    taken = {*random.Random(LOT).sample(POOL.split(), LOT_SIZE), *SCANNED.split()}
    drawn = random.Random(LAST_LOT).sample([name for name in POOL.split() if name not in taken], LOT_SIZE)
    assert sorted(drawn) == names("last")


def test_the_newest_set_is_the_lot_that_was_drawn_of_the_rest() -> None:
    taken = {*random.Random(LOT).sample(POOL.split(), LOT_SIZE), *SCANNED.split(), *names("last")}
    drawn = random.Random(NEWEST_LOT).sample([name for name in POOL.split() if name not in taken], NEWEST_SIZE)
    assert sorted(drawn) == names("newest")


def test_the_set_after_the_last_change_is_the_lot_that_was_drawn_of_the_rest() -> None:
    taken = {"salt", *SCANNED.split(), *names("further", "last", "newest")}
    drawn = random.Random(AFTER_LOT).sample([name for name in POOL.split() if name not in taken], AFTER_SIZE)
    assert sorted(drawn) == names("after")


def test_the_closing_set_is_the_lot_that_was_drawn_of_the_rest() -> None:
    taken = {"salt", *SCANNED.split(), *names("further", "last", "newest", "after")}
    drawn = random.Random(CLOSING_LOT).sample([name for name in POOL.split() if name not in taken], CLOSING_SIZE)
    assert sorted(drawn) == names("closing")


def test_the_set_of_serving_and_training_is_the_lot_that_was_drawn() -> None:
    drawn = random.Random(FIELD_LOT).sample(FIELD_POOL.split(), FIELD_SIZE)
    assert sorted(drawn) == names("serving")
    assert sorted({*FIELD_POOL.split()} - {*drawn}) == names("remainder")


def test_the_fresh_set_is_the_two_lots_that_were_drawn() -> None:
    assert sorted(drawn({*FRESH_LEFT_OUT.split()})) == names("fresh")


def test_the_unseen_set_is_what_came_next_in_these_lots() -> None:
    before = {*FRESH_LEFT_OUT.split(), *names("fresh")}
    assert sorted(drawn(before | {*UNSEEN_LEFT_OUT.split()})) == names("unseen")


def test_the_untried_set_is_what_came_next_after_that() -> None:
    before = {*FRESH_LEFT_OUT.split(), *UNSEEN_LEFT_OUT.split(), *UNTRIED_LEFT_OUT.split()}
    assert sorted(drawn({*before, *names("fresh", "unseen")})) == names("untried")


@pytest.mark.parametrize("lot", WIDER, ids=lambda lot: lot["lot"])
def test_the_sets_of_a_wider_lot_are_its_names_in_their_order(lot: dict[str, Any]) -> None:
    sets = [name for name in lot["pools"][0] if name != "names"]
    before = {name for each in takewhile(lambda each: each != sets[0], SETS) for name in names(each)}
    taken: dict[str, list[str]] = {name: [] for name in sets}
    for pool in lot["pools"]:
        order = random.Random(lot["lot"]).sample(pool["names"], len(pool["names"]))
        left = iter([name for name in order if name not in {*lot["left_out"], *before}])
        for name in sets:
            taken[name] += islice(left, pool[name])
    assert {name: sorted(each) for name, each in taken.items()} == {name: names(name) for name in sets}


def drawn(left_out: set[str]) -> list[str]:
    """The first of each of the two lots, without these."""
    taken = []
    for pool, size in zip((FRESH_FIELD.split(), FRESH_GENERAL.split()), FRESH_SIZES, strict=True):
        order = random.Random(FRESH_LOT).sample(pool, len(pool))
        taken += [name for name in order if name not in left_out][:size]
    return taken


def test_nothing_of_the_pool_is_left_but_what_has_no_wheel() -> None:
    used = {*SCANNED.split(), *names("further", "last", "newest", "after", "closing", "rest")}
    assert {*POOL.split()} - used == {"salt", "borgbackup", "fairscale"}


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


SCANS = {
    "everything": ("dispatch", None, None, None),
    "one set": ("dispatch", None, "second", None),
    "one package": ("dispatch", None, None, ["keras"]),
    "one code": ("dispatch", "NSA104", None, None),
    "a code of the other scope": ("all", "NSA106", "first", None),
    "a code that has to be named": ("dispatch", "NSA301", None, ["sglang", "vllm", "trl"]),
    "the other scope": ("all", None, None, None),
}
Scan = tuple[str, str | None, str | None, list[str] | None]  # the scope, and what of the codes, sets and packages


def reportable(scan: Scan) -> list[Key]:
    """The labels of what a scan can report, worked out anew."""
    scope, code, one_set, only = scan
    packages = [name for each in ([one_set] if one_set else SETS) for name, _ in SETS[each]]
    codes = {code} if code else {key[-1] for key in labels()} | ({"NSA106"} if scope == "all" else set())
    every = [*labels(), *labels(opt_in=True)]
    return [key for key in every if key[0] in (only or packages) and key[-1] in codes]


@pytest.mark.parametrize("scan", SCANS.values(), ids=SCANS.keys())
class TestAScan:
    def test_agrees_where_exactly_the_labels_of_what_it_reads_are_reported(self, scan: Scan) -> None:
        expected = reportable(scan)
        assert expected
        assert Compared.of(expected, Wanted.of(*scan).labels()).agree

    def test_does_not_where_a_label_has_no_report(self, scan: Scan) -> None:
        gone, *rest = reportable(scan)
        compared = Compared.of(rest, Wanted.of(*scan).labels())
        assert compared == Compared((), (gone,))
        assert not compared.agree

    def test_does_not_where_a_report_has_no_label(self, scan: Scan) -> None:
        every = reportable(scan)
        package, version, path, _, _, code = every[0]
        new = (package, version, path, 1, "another", code)
        compared = Compared.of([*every, new], Wanted.of(*scan).labels())
        assert compared == Compared((new,), ())
        assert not compared.agree


def test_only_the_packages_that_are_named_are_scanned() -> None:
    assert Wanted.of("all", None, None, ["keras", "vllm"]).sets == {
        "first": [("vllm", "0.33.0")],
        "second": [("keras", "3.15.1")],
    }
    assert Wanted.of("all", None, "last", None).sets == {"last": list(SETS["last"])}


@pytest.mark.parametrize(
    "scan, message",
    [
        (("all", None, None, ["keras", "x"]), "argument --only: got x; expected packages of the sets"),
        (("all", None, "first", ["keras"]), "argument --only: got keras; expected packages of first"),
        (
            ("dispatch", "NSA106", None, None),
            "argument --code: NSA106 is not reported with --scope dispatch; expected --scope all",
        ),
    ],
)
def test_a_scan_that_would_compare_nothing_is_an_error(scan: Scan, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        Wanted.of(*scan)
    assert str(caught.value) == message


PARTIAL = [
    (("dispatch", None, None, ["keras"]), "--only keras"),
    (("dispatch", None, None, ["keras", "vllm"]), "--only vllm keras"),
    (("dispatch", None, "first", ["vllm"]), "--only vllm"),
    (("dispatch", "NSA104", None, None), "--code NSA104"),
    (("dispatch", "NSA301", "first", None), "--code NSA301"),
    (("all", None, None, None), "--scope all"),
    (("all", "NSA106", "second", ["pip"]), "--only pip --code NSA106 --scope all"),
]


@pytest.mark.parametrize("scan, given", PARTIAL)
def test_less_than_whole_sets_is_not_written_into_the_page(scan: Scan, given: str) -> None:
    with pytest.raises(ValueError) as caught:
        Wanted.of(*scan).check_whole()
    expected = "expected whole sets, all codes and --scope dispatch"
    assert str(caught.value) == f"argument --write: got {given} beside it; {expected}"


@pytest.mark.parametrize("one_set", [None, *SETS])
def test_whole_sets_are_written_into_the_page(one_set: str | None) -> None:
    Wanted.of("dispatch", None, one_set, None).check_whole()
    Wanted.of("dispatch", None, one_set, [name for name, _ in SETS[one_set or "first"]]).check_whole()


@pytest.mark.needs("process")
def test_the_command_refuses_it_before_anything_is_scanned() -> None:
    before = PAGE.read_bytes()
    command = [sys.executable, "-m", "tools.released", "--write", "--only", "keras"]
    done = subprocess.run(command, cwd=fetch.ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert not done.stdout
    assert "error: argument --write: got --only keras beside it; expected whole sets" in done.stderr
    assert PAGE.read_bytes() == before
