"""`--fix`, `--add-noqa` and `--diff`: change a file, check the result again, and write it or show it."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nsa_lint.fixes import apply, fixes_for
from nsa_lint.model import Diagnostic
from nsa_lint.report.changes import UNUSED_NOQA, without_noqa
from nsa_lint.report.fingerprint import fingerprint
from nsa_lint.run.atomic import write_atomically
from nsa_lint.run.files import Checked, check_source
from nsa_lint.run.settings import Settings
from nsa_lint.syntax.source import Source, Unreadable

ROUNDS = 10  # of fixing and checking again; one is enough for all but one in some 300,000 generated inputs


@dataclass(frozen=True, slots=True)
class Fixed:
    """The file before and after; `after` is checked anew. `count`: the findings that are gone."""

    before: Source
    after: Source
    checked: Checked
    count: int


def fix(source: Source, checked: Checked, settings: Settings, *, unsafe: bool) -> Fixed | None:
    """All safe fixes of a file, with `unsafe` the others too, until nothing is left to fix; None where nothing changes.

    A read that always fails hides what would fail after it: with the one mended, the next one may be found.
    """
    after, left = source, checked
    for _ in range(ROUNDS):
        fixed = _round(after, left, settings, unsafe)
        if fixed is None:
            break
        after, left = fixed.after, fixed.checked
    return None if after is source else Fixed(source, after, left, gone(checked.diagnostics, left.diagnostics))


def _round(source: Source, checked: Checked, settings: Settings, unsafe: bool) -> Fixed | None:
    """The fixes of what has been found; where there are none, the text without `noqa` comments that hide nothing."""
    fixes = [each for each in fixes_for(source, checked.diagnostics) if each and (unsafe or each.safety == "safe")]
    fixed = changed(source, apply(source, fixes), checked, settings)
    if fixed is not None:
        return fixed
    unused = [each for each in checked.diagnostics if each.code == UNUSED_NOQA]
    return changed(source, without_noqa(source.text, unused), checked, settings) if unused else None


def changed(source: Source, text: str, checked: Checked, settings: Settings) -> Fixed | None:
    """`source` with another text, checked again; None where that is the same text, or could not be read back."""
    if text == source.text:
        return None
    try:
        after = Source.of_bytes(source.path, source.encode(text))
    except (Unreadable, UnicodeEncodeError):  # never write what could not be read back
        return None
    if after.text != text:
        return None
    again = check_source(after, settings)
    return Fixed(source, after, again, gone(checked.diagnostics, again.diagnostics))


def gone(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> int:
    """How many findings a change has removed; one that it uncovers takes nothing away from that."""
    return (Counter(map(fingerprint, before)) - Counter(map(fingerprint, after))).total()


def write(fixed: Fixed, root: str) -> None:
    """Put the fixed text in the place of the file, unless a link leads out of `root`; raises OSError."""
    write_atomically(Path(fixed.before.path), fixed.after.encode(fixed.after.text), root=Path(root))


def root_of(path: str, given: list[str]) -> str:
    """The tree that `path` was found in: the folder given, or the folder of the file given."""
    around = [each for each in given or ["."] if os.path.isdir(each) and _below(path, each)]
    return max(around, key=len) if around else os.path.dirname(path) or "."


def _below(path: str, folder: str) -> bool:
    return os.path.commonpath([os.path.abspath(path), os.path.abspath(folder)]) == os.path.abspath(folder)


def diff(fixed: Fixed) -> Iterator[str]:
    """The change as a unified diff, one line at a time, without newlines."""
    before, after = fixed.before.lines, fixed.after.lines
    for line in difflib.unified_diff(before, after, fixed.before.path, fixed.before.path, n=3):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
