"""What the checker reports on released packages, frozen in a file, and what differs between two such files.

    python -m tools.freeze write OUT.json                # every package, both scopes
    python -m tools.freeze write OUT.json --package sglang==0.5.10 --scope all
    python -m tools.freeze compare BEFORE.json AFTER.json

A file holds, for each package and scope, every finding as `nsa-lint check --output-format json` gives it (with its
message, chain, arms and witness, without fixes), and for every walk of a function how many decision nodes it took and
in which attempt it succeeded. `compare` looks at the packages and scopes that both files hold. It exits with 1 where a
finding differs; a difference in nodes or attempts alone is summarised.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from lab import fetch
from lab.released_sets import PACKAGES as RELEASED
from lab.walks import Walk, checked
from nsa_lint.options import SCOPES, Options
from nsa_lint.syntax.source import Source, Unreadable

PACKAGES = (("sglang", "0.5.10"), *RELEASED)
CHUNK = 40  # files that a worker takes at a time
WORST = 20  # differences in nodes that are printed
LARGE = 2_000  # nodes: a difference in a function this large may decide an attempt

Finding = dict[str, Any]
File = dict[str, Any]  # {"findings": [Finding], "walks": [Walk]}


# -- writing -----------------------------------------------------------------------------------------------------


def write(packages: list[tuple[str, str]], scopes: list[str], jobs: int, out: Path) -> None:
    """Everything that is compared, and how long each part took; written anew after each package and scope."""
    runs: dict[str, Any] = {}
    with ProcessPoolExecutor(jobs) as pool:
        for package, version in packages:
            texts = fetch.texts(package, version)
            chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
            for scope in scopes:
                start = time.perf_counter()
                files: dict[str, File] = {}
                for part in pool.map(check_texts, chunks, [scope] * len(chunks)):
                    files.update(part)
                seconds = round(time.perf_counter() - start, 1)
                findings, walks = (sum(len(each[key]) for each in files.values()) for key in ("findings", "walks"))
                run = f"{package}=={version} {scope}"
                print(f"{run}: {findings} findings, {walks} walks, {seconds} s", flush=True)
                runs[run] = {"seconds": seconds, "files": files}
                dump({"python": platform.python_version(), "runs": runs}, out)


def check_texts(texts: list[tuple[str, str]], scope: str) -> dict[str, File]:
    """One worker's share: the files with anything to record, by path."""
    warnings.simplefilter("ignore")
    options = Options(scope=scope)
    files: dict[str, File] = {}
    for path, text in texts:
        try:
            source = Source.of_text(path, text)
        except Unreadable:
            continue
        findings, walks = checked(source, options)
        if findings or walks:
            files[path] = {"findings": findings, "walks": walks}
    return files


def dump(frozen: dict[str, Any], path: Path) -> None:
    """One line a file, so that two of them can be read with `diff`, too."""
    runs = []
    for name, run in frozen["runs"].items():
        files = ",\n".join(f"{json.dumps(file)}: {json.dumps(each)}" for file, each in sorted(run["files"].items()))
        runs.append(f'{json.dumps(name)}: {{"seconds": {run["seconds"]}, "files": {{\n{files}\n}}}}')
    text = f'{{"python": {json.dumps(frozen["python"])}, "runs": {{\n' + ",\n".join(runs) + "\n}}\n"
    path.write_text(text, encoding="utf-8")


# -- comparing ---------------------------------------------------------------------------------------------------

READ = ("line", "column", "end_line", "end_column", "code", "name")
WITNESS = "witness changed"


def read(path: Path) -> dict[str, Any]:
    """A file that `write` has written."""
    try:
        frozen: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if "runs" in frozen:
            return frozen
    except (OSError, ValueError) as error:
        sys.exit(f"freeze: {path} cannot be read: {error}; expected a file of `tools.freeze write`")
    sys.exit(f"freeze: {path} has no 'runs'; expected a file of `tools.freeze write`")


def compare(before: dict[str, Any], after: dict[str, Any]) -> int:
    """Prints what differs; how many findings do."""
    runs = [run for run in before["runs"] if run in after["runs"]]
    for run in sorted(before["runs"].keys() ^ after["runs"].keys()):
        print(f"not compared, in one of the files only: {run}")
    if not runs:
        sys.exit("freeze: the two files share no package and scope; expected at least one")
    kinds: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    walks = Walks()
    for run in runs:
        old, new = before["runs"][run]["files"], after["runs"][run]["files"]
        for path in sorted(old.keys() | new.keys()):
            was, now = (each.get(path, {"findings": [], "walks": []}) for each in (old, new))
            for kind, finding, other in findings_that_differ(was["findings"], now["findings"], alone):
                kinds[kind] += 1
                print(f"{kind}: {run} {path}:{finding['line']}:{finding['column']} {finding['code']}")
                print(f"    {finding['message']}")
                if other:
                    print("".join(f"    {line}\n" for line in details(finding, other)), end="")
            walks.compare(f"{run} {path}", was["walks"], now["walks"])
    total = sum(len(each["findings"]) for run in runs for each in before["runs"][run]["files"].values())
    print(f"{len(runs)} runs, {total} findings before; differing: {dict(kinds) or 'none'}")
    if alone:
        print(f"fields that one of the files lacks, not compared: {', '.join(sorted(alone))}")
    walks.summarise()
    return sum(kinds.values())


def shared(one: Any, other: Any, alone: Counter[str]) -> tuple[Any, Any]:
    """Both without the fields that only one of the two has, because the report has grown; these are counted."""
    if isinstance(one, dict) and isinstance(other, dict):
        alone.update(one.keys() ^ other.keys())
        pairs = {key: shared(one[key], other[key], alone) for key in one if key in other}
        return {key: left for key, (left, _) in pairs.items()}, {key: right for key, (_, right) in pairs.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        both = [shared(left, right, alone) for left, right in zip(one, other, strict=True)]
        return [left for left, _ in both], [right for _, right in both]
    return one, other


def findings_that_differ(
    before: list[Finding], after: list[Finding], alone: Counter[str]
) -> Iterator[tuple[str, Finding, Finding | None]]:
    """(kind, finding, the same finding as it is now) for each finding of a file that is not in both."""
    right = [*after]
    for each in before:
        same = [other for other in right if all(each[field] == other[field] for field in READ)]
        if not same:
            yield "missing", each, None
            continue
        # a read that two arms leave unbound is two findings: the equal one, or one with the same message, is the same
        pairs = [shared(each, other, alone) for other in same]
        ranks = [(old != new, old["message"] != new["message"]) for old, new in pairs]
        best = ranks.index(min(ranks))
        right.remove(same[best])
        if ranks[best][0]:
            yield "message changed" if ranks[best][1] else WITNESS, *pairs[best]
    for each in right:
        yield "added", each, None


def details(before: Finding, after: Finding) -> Iterator[str]:
    """The fields that differ."""
    for field in before:
        if field != "proof" and before[field] != after[field]:
            yield f"{field}: {before[field]!r} -> {after[field]!r}"
    old, new = before["proof"] or {}, after["proof"] or {}
    for field in old:
        if old[field] != new.get(field):
            yield f"{field}: {json.dumps(old[field])} -> {json.dumps(new.get(field))}"


class Walks:
    """Differences in nodes and attempts, collected over files."""

    def __init__(self) -> None:
        self.functions = 0
        self.nodes = [0, 0]
        self.differing: list[tuple[int, int, str]] = []  # nodes before, nodes after, where
        self.attempts: list[str] = []
        self.only: Counter[str] = Counter()  # walked before or after only

    def compare(self, where: str, before: list[Walk], after: list[Walk]) -> None:
        old, new = by_function(before), by_function(after)
        for function in sorted(old.keys() | new.keys()):
            name = f"{where}:{function[1]} {function[0]}"
            self.functions += 1
            if function not in old or function not in new:
                self.only["before" if function in old else "after"] += 1
                continue
            (was, nodes), (now, other) = old[function], new[function]
            self.nodes = [self.nodes[0] + nodes, self.nodes[1] + other]
            if was != now:
                self.attempts.append(f"{name}: attempts {was} -> {now}")
            if nodes != other:
                self.differing.append((nodes, other, name))

    def summarise(self) -> None:
        larger = sum(after > before for before, after, _ in self.differing)
        print(
            f"{self.functions} functions walked; walked before only: {self.only['before']}, after only: "
            f"{self.only['after']}"
        )
        print(
            f"nodes of those walked in both: {self.nodes[0]:,} -> {self.nodes[1]:,}; differing in "
            f"{len(self.differing)} ({larger} larger), attempts in {len(self.attempts)}"
        )
        print(f"    of these with over {LARGE:,} nodes: {sum(max(each[:2]) > LARGE for each in self.differing)}")
        for line in self.attempts[:WORST]:
            print(f"  {line}")
        for before, after, name in sorted(self.differing, key=lambda each: -abs(each[0] - each[1]))[:WORST]:
            print(f"  {name}: {before} -> {after} nodes")


def by_function(walks: list[Walk]) -> dict[tuple[str, int], tuple[list[int | None], int]]:
    """The attempts and all nodes of the walks of each function."""
    found: dict[tuple[str, int], tuple[list[int | None], int]] = defaultdict(lambda: ([], 0))
    for name, line, attempt, nodes in walks:
        attempts, total = found[name, line]
        found[name, line] = ([*attempts, attempt], total + nodes)
    return found


# -- the command -------------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write", help="freeze what the checker reports")
    writing.add_argument("out", type=Path)
    writing.add_argument(
        "--package",
        action="append",
        choices=[*("==".join(each) for each in PACKAGES), *sorted({each[0] for each in PACKAGES})],
        help="this package only (may be repeated)",
    )
    writing.add_argument("--scope", choices=SCOPES, help="this scope only")
    writing.add_argument("--jobs", type=int, default=2)
    comparing = commands.add_parser("compare", help="what differs between two files")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    options = parser.parse_args()
    if options.command == "compare":
        before, after = (read(path) for path in (options.before, options.after))
        return 1 if compare(before, after) else 0
    wanted = [
        each
        for each in PACKAGES
        if not options.package or each[0] in options.package or "==".join(each) in options.package
    ]
    write(wanted, [options.scope] if options.scope else list(SCOPES), options.jobs, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
