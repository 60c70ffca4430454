"""What the default scope says of released code, beside what a person says of it after reading each place.

    python -m tools.released            # the tables of docs/released.md, and what is not labelled
    python -m tools.released --list     # every report with its label
    python -m tools.released --set tuning
    python -m tools.released --write    # the tables into docs/released.md; with --set, that of one set
    python -m tools.released --scope all --code NSA106
    python -m tools.released --code NSA301      # which has to be named

Exits with status 1 where a report has no label, or where a label has no report: the labels of the packages, the code
and the scope that are scanned. They are in `lab/data/released.json` and `released_opt_in.json`, each with its reason;
`lab/released.py` says what each means.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from lab import fetch
from lab.check import separate
from lab.released import LABELS, PAGE, Compared, Key, Wanted
from lab.released_sets import SETS
from nsa_lint.checker import check_safely
from nsa_lint.model import Diagnostic
from nsa_lint.options import SCOPES, Options
from nsa_lint.rules import RULES
from nsa_lint.syntax.source import Source, Unreadable

CHUNK = 40  # files that a worker takes at a time
GIVEN_UP = "NSA901"
START, END = "<!-- the set '{}', written by tools/released.py -->", "<!-- end -->"


@dataclass(frozen=True)
class Scan:
    """One package: how many lines were read, and what was said of them."""

    package: str
    version: str
    files: int
    lines: int
    said: int  # reports; one may be about several places
    reports: tuple[tuple[str, Diagnostic], ...]  # the places
    given_up: tuple[tuple[str, Diagnostic], ...]  # NSA901: not analysed, so nothing to label

    def told(self) -> Iterator[Key]:
        for path, each in self.reports:
            yield self.package, self.version, path, each.line, each.name, each.code


Part = tuple[int, int, int, list[tuple[str, Diagnostic]]]  # files, lines, reports, places


def scan(package: str, version: str, options: Options, pool: Executor) -> Scan:
    """Check every Python file of an archive that this Python can parse, each with its package around it."""
    with tempfile.TemporaryDirectory() as folder:
        paths = fetch.unpack(package, version, Path(folder))
        chunks = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
        parts: list[Part] = list(pool.map(check_files, [folder] * len(chunks), chunks, [options] * len(chunks)))
    told = [report for *_, found in parts for report in found]
    # a place that two arms leave unbound is told for each, and read by a person once
    places = {(path, each.line, each.name, each.code): (path, each) for path, each in told if each.code != GIVEN_UP}
    reports = tuple(places.values())
    given_up = tuple(each for each in told if each[1].code == GIVEN_UP)
    files, lines, said = (sum(numbers) for numbers in zip(*(part[:3] for part in parts), strict=True))
    return Scan(package, version, files, lines, said, reports, given_up)


def check_files(folder: str, paths: list[str], options: Options) -> Part:
    """One worker's share."""
    warnings.simplefilter("ignore")
    files = lines = said = 0
    places = []
    for path in paths:
        try:
            source = Source.read(f"{folder}/{path}")
        except Unreadable:
            continue
        files += 1
        lines += len(source.lines)
        found = check_safely(source, options)
        said += sum(each.code != GIVEN_UP for each in found)
        places += [(path, each) for report in found for each in separate(report) if _is_first(each)]
    return files, lines, said, places


def _is_first(found: Diagnostic) -> bool:
    """Whether no other read of the same name in the same function is reported for the same reason."""
    return found.proof is None or not found.proof.further


def table(name: str, scans: list[Scan], known: dict[Key, dict[str, str]]) -> Iterator[str]:
    """Markdown of one set: one row a package, and one for all."""
    heads = (
        "package",
        "files",
        "lines",
        "reports",
        "in 20,000 lines",
        "places",
        *LABELS,
        "not labelled",
        "not analysed",
    )
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    total: Counter[str] = Counter()
    for each in scans:
        counts = Counter(files=each.files, lines=each.lines, reports=each.said, places=len(each.reports))
        counts["given_up"] = len(each.given_up)
        counts.update(known.get(key, {}).get("label", "") for key in each.told())
        total += counts
        yield row(f"{each.package} {each.version}", counts)
    yield row(f"**{name}**", total)


def write(name: str, rows: str) -> None:
    """The table of one set into its place on the page."""
    before, start, rest = PAGE.read_text(encoding="utf-8").partition(START.format(name))
    if END not in rest:
        sys.exit(f"released: {PAGE} has no place for the set {name!r}; expected {START.format(name)} and {END}")
    stamp = f"{datetime.date.today()}, Python {platform.python_version()}, `python -m tools.released --set {name}`"
    PAGE.write_text(f"{before}{start}\n{stamp}\n\n{rows}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def row(name: str, counts: Counter[str]) -> str:
    cells = [f"{counts['files']:,}", f"{counts['lines']:,}", f"{counts['reports']}"]
    cells += [f"{20_000 * counts['reports'] / counts['lines']:.2f}", f"{counts['places']}"]
    return f"| {' | '.join([name, *cells, *(str(counts[label]) for label in (*LABELS, '', 'given_up'))])} |"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scope", choices=SCOPES, default="dispatch")
    parser.add_argument("--code", choices=RULES, help="reports of this code only")
    parser.add_argument("--set", choices=SETS, help="the packages of this set; without it, of all")
    parser.add_argument("--only", nargs="+", help="these packages")
    parser.add_argument("--list", action="store_true", help="every report with its label")
    parser.add_argument("--json", type=Path, help="write the reports here, to be labelled")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"the tables into {PAGE.relative_to(fetch.ROOT)}")
    options = parser.parse_args()
    try:
        options.wanted = Wanted.of(options.scope, options.code, options.set, options.only)
        if options.write:
            options.wanted.check_whole()
    except ValueError as error:
        parser.error(str(error))
    return options


def main() -> int:
    options = arguments()
    named = bool(options.code) and RULES[options.code].by_name
    known = options.wanted.labels()
    wanted_options = Options(scope=options.scope, also=(options.code,) if named else ())
    scans: list[Scan] = []
    for name, wanted in options.wanted.sets.items():
        with ProcessPoolExecutor(options.jobs) as pool:
            found = [scan(package, version, wanted_options, pool) for package, version in wanted]
        if options.code:
            found = [replace(s, reports=tuple(r for r in s.reports if r[1].code == options.code)) for s in found]
        rows = "\n".join(table(name, found, known))
        print(rows, flush=True)
        if options.write:
            write(name, rows)
        scans += found
    told = {key: diagnostic for each in scans for key, (_, diagnostic) in zip(each.told(), each.reports, strict=True)}
    if options.json:
        fields = ("package", "version", "path", "line", "name", "code")
        entries = [dict(zip(fields, key, strict=True)) | {"label": "", "reason": ""} for key in told]
        options.json.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
    compared = Compared.of(told, known)
    for key, diagnostic in told.items():
        if options.list or key in compared.unlabelled:
            package, version, path, line, _, code = key
            print(f"\n{package}=={version} {path}:{line} {code} {diagnostic.message}")
            print(f"    {known[key]['label']}: {known[key]['reason']}" if key in known else "    not labelled")
    for key in compared.gone:
        print(f"\nno longer reported: {key}")
    return 0 if compared.agree else 1


if __name__ == "__main__":
    sys.exit(main())
