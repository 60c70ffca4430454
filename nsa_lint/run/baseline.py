"""A file of findings that are known and not reported: `--write-baseline FILE` writes it, `baseline = FILE` applies it.

An entry is a path (from the folder of the file), a code, a name and a fingerprint, which stays the same while lines
move; `count` where a file has several findings with one fingerprint. An entry that nothing matches is reported, so that
the file only shrinks.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nsa_lint.model import Diagnostic
from nsa_lint.options import WrongValue
from nsa_lint.report.fingerprint import fingerprint

VERSION = 1
_WRITER = "`nsa-lint check --write-baseline`"
_FIELDS = {"path": str, "code": str, "name": str, "fingerprint": str, "count": int}


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One kind of finding in one file; `name` is for the reader."""

    path: str
    code: str
    name: str
    fingerprint: str


@dataclass(frozen=True)
class Baseline:
    """`entries`: how many findings of each kind are known. `folder`: what the paths start from."""

    folder: str
    entries: Mapping[Entry, int]

    @classmethod
    def read(cls, path: str) -> Baseline:
        """The file's entries; raises `WrongValue` where there is no such file, or it is not a baseline."""
        try:
            document = json.loads(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise _wrong(f"is {path!r}; expected a file that {_WRITER} wrote: {error.strerror}") from None
        except (ValueError, RecursionError) as error:
            raise _wrong(f"is {path!r}, which is not JSON: {error}; expected a file that {_WRITER} wrote") from None
        if not isinstance(document, dict) or document.get("version") != VERSION:
            raise _wrong(f"is {path!r}, which has no version {VERSION}; expected a file that {_WRITER} wrote")
        return cls(_folder(path), _entries(path, document.get("findings")))

    @classmethod
    def of(cls, path: str, found: Mapping[str, Sequence[Diagnostic]]) -> Baseline:
        """A baseline at `path` of these findings by file."""
        folder = _folder(path)
        counted: Counter[Entry] = Counter()
        for file, diagnostics in found.items():
            counted.update(_entry(folder, file, each) for each in diagnostics)
        return cls(folder, counted)

    def new(self, path: str, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings of a file that are not in the baseline."""
        left = Counter(self._of_file(path))
        new = []
        for each in found:
            entry = _entry(self.folder, path, each)
            if left[entry] > 0:
                left[entry] -= 1
            else:
                new.append(each)
        return new

    def no_longer_needed(self, path: str, found: Iterable[Diagnostic]) -> list[Entry]:
        """The entries of a file that match more findings than it has."""
        have = Counter(_entry(self.folder, path, each) for each in found)
        return [entry for entry, count in self._of_file(path).items() if count > have[entry]]

    def gone(self) -> list[Entry]:
        """The entries of files that do not exist."""
        return [entry for entry in self.entries if not os.path.exists(os.path.join(self.folder, entry.path))]

    def without(self, paths: Iterable[str]) -> dict[Entry, int]:
        """The entries of other files that still exist."""
        away = {_relative(self.folder, path) for path in paths}
        gone = set(self.gone())
        return {entry: count for entry, count in self.entries.items() if entry.path not in away and entry not in gone}

    def text(self) -> str:
        """The file: one entry a line, sorted, so that a change of one finding is a change of one line."""
        lines = []
        for entry, count in sorted(self.entries.items()):
            fields = {"path": entry.path, "code": entry.code, "name": entry.name, "fingerprint": entry.fingerprint}
            lines.append("  " + json.dumps(fields | ({"count": count} if count > 1 else {}), ensure_ascii=False))
        body = ",\n".join(lines)
        return f'{{"tool": "nsa-lint", "version": {VERSION}, "findings": [\n{body}\n]}}\n'

    def _of_file(self, path: str) -> Mapping[Entry, int]:
        return self._by_file.get(_relative(self.folder, path), {})

    @cached_property
    def _by_file(self) -> dict[str, dict[Entry, int]]:
        files: dict[str, dict[Entry, int]] = {}
        for entry, count in self.entries.items():
            files.setdefault(entry.path, {})[entry] = count
        return files


def _entries(path: str, findings: object) -> dict[Entry, int]:
    if not isinstance(findings, list):
        raise _wrong(f"is {path!r}, which has no list of findings; expected a file that {_WRITER} wrote")
    entries: Counter[Entry] = Counter()
    for number, given in enumerate(findings, 1):
        each: dict[str, Any] = {"count": 1, **given} if isinstance(given, dict) else {}
        for name, kind in _FIELDS.items():
            if not isinstance(each.get(name), kind):
                what = f"the {name} of finding {number} is {each.get(name)!r}; expected a {kind.__name__}"
                raise _wrong(f"is {path!r}, where {what}")
        entries[Entry(each["path"], each["code"], each["name"], each["fingerprint"])] += each["count"]
    return entries


def _wrong(what: str) -> WrongValue:
    return WrongValue("baseline", what)


def _entry(folder: str, path: str, found: Diagnostic) -> Entry:
    return Entry(_relative(folder, path), found.code, found.name, fingerprint(found))


def _folder(path: str) -> str:
    return os.path.dirname(os.path.abspath(path))


def _relative(folder: str, path: str) -> str:
    try:
        return Path(os.path.relpath(os.path.abspath(path), folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).as_posix()
