"""What is reported of files of released packages, and the work that it takes, a line for each file and scope.

The cases in `tests/cases` hold what the analysis should say; here it is held to what it says of code that nobody wrote
for it, with the files around each as evidence, and of the same code with a hole (`lab/holes.py`), with scope all. A
line of `data/real_code.txt` has the numbers of findings, of walks of functions, of decision nodes and of files and
names that the package was asked for, and a digest of all of these (messages, arms, witnesses, fixes and advice). What
a change of a digest means, `python -m tools.freeze` shows. `python -m tools.snapshots --write` writes the file anew.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from lab import fetch
from lab.holes import holes_of
from lab.walks import checked
from nsa_lint.checker import check_alone, in_package
from nsa_lint.fixes import remedies_for
from nsa_lint.model import Diagnostic
from nsa_lint.options import SCOPES, Options
from nsa_lint.report.uris import relative
from nsa_lint.syntax.source import Source

KEPT = fetch.ROOT / "lab" / "data" / "real_code.txt"
# Of how many in 16 of the files of a package
PACKAGES = {
    ("sglang", "0.5.8"): 6,
    ("flash-linear-attention", "0.6.0"): 16,
    ("celery", "5.7.0"): 16,
    ("accelerate", "1.15.0"): 16,
}
LINES = 500  # of a file: those of a thousand and more take most of the time
HOLES = 32  # of how many in 256 that can be made in their functions; in the modules themselves there are few


@functools.cache
def unpacked(package: str, version: str) -> Path:
    """The folder with the Python files of a package."""
    folder = fetch.cache_folder() / "unpacked" / f"{package}-{version}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            new = Path(name) / "new"
            fetch.unpack(package, version, new)
            with contextlib.suppress(OSError):  # another process has been faster
                new.rename(folder)
    return folder


def folder_of(name: str) -> Path:
    """The folder of the package that has a file."""
    return next(unpacked(*each) for each in PACKAGES if name in fetch.members(*each))


def chosen() -> Iterator[tuple[Path, str]]:
    """The folder and path of each file that is looked at: by the digest of its path, not by what is in it."""
    for (package, version), share in PACKAGES.items():
        folder = unpacked(package, version)
        for name in fetch.members(package, version):
            if int(hashlib.sha256(name.encode()).hexdigest()[0], 16) < share:
                yield folder, name


def snapshot(folder: Path, name: str) -> list[str]:
    """The lines of a file; none for a scope in which nothing is walked."""
    source = _read(folder, name)
    return [line for scope in SCOPES if (line := _in_scope(source, folder, name, scope))] if source is not None else []


def with_holes() -> Iterator[tuple[Path, str, int]]:
    """The folder and path of each file that has a hole, and the line of the hole."""
    for folder, name in chosen():
        source = _read(folder, name)
        for hole in holes_of(source) if source is not None else ():
            if hole.of_module or hashlib.sha256(f"{name}:{hole.line}".encode()).digest()[0] < HOLES:
                yield folder, name, hole.line


def snapshot_of(folder: Path, name: str, line: int) -> list[str]:
    """The line of a file with a hole in this line, if it still parses."""
    source = Source.read(str(folder / name))
    hole = next(each for each in holes_of(source) if each.line == line)
    found = hole.made_in(source)
    said = _in_scope(found, folder, f"{name}:{line}", "all") if found is not None else ""
    return [said] if said else []


def _read(folder: Path, name: str) -> Source | None:
    """A file, if it is not too large and parses with every Python that the checker runs on."""
    source = Source.read(str(folder / name))
    return source if len(source.lines) <= LINES and "except*" not in source.text else None


def today() -> list[str]:
    """All lines, as they are now."""
    found = [line for folder, name in chosen() for line in snapshot(folder, name)]
    return found + [line for folder, name, hole in with_holes() for line in snapshot_of(folder, name, hole)]


def lines() -> list[str]:
    """Those that are kept."""
    return KEPT.read_text(encoding="utf-8").splitlines()


def kept() -> dict[str, list[str]]:
    """The lines of each file that has any."""
    found: dict[str, list[str]] = {}
    for line in lines():
        found.setdefault(line.partition(" ")[0], []).append(line)
    return found


def write() -> None:
    """All lines anew."""
    KEPT.write_text("".join(f"{line}\n" for line in today()), encoding="utf-8")


def _in_scope(source: Source, folder: Path, name: str, scope: str) -> str:
    asked: list[str] = []
    remedies: list[str] = []

    def check(source: Source, options: Options) -> list[Diagnostic]:
        found = in_package(source, options, check_alone(source, options))
        asked.extend(sorted(each for each in found.consulted if each.startswith(str(folder))))
        remedies.extend(map(repr, remedies_for(source, found.diagnostics)))
        return found.diagnostics

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, walks = checked(source, Options(scope=scope), check)
    if not found and not walks:
        return ""
    said = json.dumps([found, walks, asked, remedies], sort_keys=True)
    for before in (str(folder), relative(str(folder))):
        said = said.replace(json.dumps(before)[1:-1], "")
    nodes = sum(each[3] for each in walks)
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    numbers = f"{len(found)} findings, {len(walks)} walks, {nodes} nodes, {len(asked)} asked"
    return f"{name} {scope}: {numbers}, {digest}"
