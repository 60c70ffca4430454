"""What is reported of files of released packages, and the work that it takes, a line for each file and scope.

The cases in `tests/cases` hold what the analysis should say; here it is held to what it says of code that nobody wrote
for it, with the files around each as evidence. A line of `data/real_code.txt` has the numbers of findings, of walks
of functions and of decision nodes, and a digest of all findings (messages, arms, witnesses) and walks. What a change
of a digest means, `python -m tools.freeze` shows. `python -m tools.snapshots --write` writes the file anew.
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
from lab.walks import checked
from nsa_lint.checker import check_safely
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


def chosen() -> Iterator[tuple[Path, str]]:
    """The folder and path of each file that is looked at: by the digest of its path, not by what is in it."""
    for (package, version), share in PACKAGES.items():
        folder = unpacked(package, version)
        for name in fetch.members(package, version):
            if int(hashlib.sha256(name.encode()).hexdigest()[0], 16) < share:
                yield folder, name


def snapshot(folder: Path, name: str) -> list[str]:
    """The lines of a file; none for a scope in which nothing is walked."""
    source = Source.read(str(folder / name))
    if len(source.lines) > LINES or "except*" in source.text:  # Python 3.10 does not parse that
        return []
    return [line for scope in SCOPES if (line := _in_scope(source, folder, name, scope))]


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
    found = [line for folder, name in chosen() for line in snapshot(folder, name)]
    KEPT.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")


def _in_scope(source: Source, folder: Path, name: str, scope: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, walks = checked(source, Options(scope=scope), check_safely)
    if not found and not walks:
        return ""
    said = json.dumps([found, walks], sort_keys=True)
    for before in (str(folder), relative(str(folder))):
        said = said.replace(json.dumps(f"{before}/")[1:-1], "")
    nodes = sum(each[3] for each in walks)
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    return f"{name} {scope}: {len(found)} findings, {len(walks)} walks, {nodes} nodes, {digest}"
