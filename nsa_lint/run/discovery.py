"""Which files below the paths given are checked.

flake8's `exclude` decides as it does in flake8. Beside it, folders that hold other people's code (virtual
environments, `node_modules`, build output) and what `.gitignore` and `.ignore` name are left out, unless `--no-ignore`.
A file that is named on the command line is checked whatever these say; `--force-exclude` holds it to them too, for
hooks, which name every changed file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nsa_lint.run.flake8_internals import matches, matches_name

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SKIPPED = frozenset(
    ".bzr .direnv .eggs .git .hg .ipynb_checkpoints .mypy_cache .nox .pants.d .pyenv .pytest_cache .ruff_cache .svn "
    ".tox .venv CVS __pycache__ __pypackages__ node_modules site-packages".split()
)
SKIPPED_UNLESS_PACKAGES = frozenset("_build build dist env venv".split())  # a package may have such a name
IGNORE_FILES = (".gitignore", ".ignore")


@dataclass(frozen=True, slots=True)
class Walk:
    """`exclude` and `filename` are flake8's patterns."""

    exclude: tuple[str, ...]
    filename: tuple[str, ...]
    no_ignore: bool = False
    force_exclude: bool = False
    stdin_name: str = "stdin"

    def excluded(self, path: str) -> bool:
        return matches(path, self.exclude)


def walk(paths: Sequence[str], rules: Walk) -> Iterator[str]:
    """The files to check; a path may come more than once. `-` is standard input."""
    for path in paths or ["."]:
        name = rules.stdin_name if path == "-" else path
        if name != "stdin" and rules.excluded(name):
            continue
        if rules.force_exclude and name != "stdin" and left_out(name, rules, os.getcwd()):
            continue
        if path != "-" and os.path.isdir(path):
            yield from _below(path, rules)
        else:
            yield path


def _below(top: str, rules: Walk) -> Iterator[str]:
    ignored = None if rules.no_ignore else Ignored.above(top)
    if ignored is not None and ignored.has(top, folder=True):
        ignored = Ignored()  # the command line names it
    stack: list[tuple[str, Ignored | None]] = [(top, ignored)]
    while stack:
        folder, ignored = stack.pop()
        if ignored is not None:
            ignored = ignored.inside(folder)
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            print(f"nsa-lint: warning: {folder} cannot be read: {error.strerror}; not checked", file=sys.stderr)
            continue
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if not _skipped(entry.path, True, rules, ignored):
                    stack.append((entry.path, ignored))
            elif os.path.isdir(entry.path):
                continue  # a link to a folder: not followed, as in flake8
            elif matches_name(entry.path, rules.filename) and not _skipped(entry.path, False, rules, ignored):
                yield entry.path


def _skipped(path: str, folder: bool, rules: Walk, ignored: Ignored | None) -> bool:
    if rules.excluded(path):
        return True
    if ignored is None:
        return False
    return (folder and others_code(path)) or ignored.has(path, folder)


def others_code(folder: str) -> bool:
    """Whether a folder holds code that its owner did not write."""
    name = os.path.basename(folder)
    if name in SKIPPED or name.endswith(".egg"):
        return True
    if name in SKIPPED_UNLESS_PACKAGES and not os.path.exists(os.path.join(folder, "__init__.py")):
        return True
    return os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def left_out(path: str, rules: Walk, top: str) -> bool:
    """Whether a walk from the folder `top` would not come to `path`; False where it lies elsewhere."""
    whole, start = Path(os.path.abspath(path)), Path(os.path.abspath(top))
    if not whole.is_relative_to(start):
        return False
    steps = [whole, *whole.parents]
    steps = steps[: steps.index(start)][::-1]
    ignored = None if rules.no_ignore else Ignored.above(top)
    if ignored is not None and ignored.has(top, folder=True):
        ignored = Ignored()  # a walk from there was asked for
    before = str(start)
    for step in steps:
        if ignored is not None:
            ignored = ignored.inside(before)
        if _skipped(str(step), step != whole or step.is_dir(), rules, ignored):
            return True
        before = str(step)
    return False


@dataclass(frozen=True)
class Ignored:
    """The ignore files that apply in one folder, the outermost first: (their folder, their lines)."""

    files: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def above(cls, folder: str) -> Ignored:
        """The ignore files between the root of the repository that holds `folder` and `folder` itself, exclusive."""
        whole = Path(os.path.abspath(folder))
        around = [whole, *whole.parents]
        roots = [number for number, each in enumerate(around) if (each / ".git").exists()]
        if not roots:
            return cls()
        ignored = cls().reading(str(around[roots[0]]), os.path.join(".git", "info", "exclude"))
        for each in reversed(around[1 : roots[0] + 1]):
            ignored = ignored.inside(str(each))
        return ignored

    def inside(self, folder: str) -> Ignored:
        """With the ignore files of a folder inside."""
        ignored = self
        for name in IGNORE_FILES:
            ignored = ignored.reading(folder, name)
        return ignored

    def reading(self, folder: str, name: str) -> Ignored:
        try:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                lines = tuple(file.read().splitlines())
        except OSError:
            return self
        return Ignored((*self.files, (os.path.abspath(folder), lines)))

    def has(self, path: str, folder: bool) -> bool:
        """What the innermost file that names `path` says of it."""
        if not self.files:
            return False
        whole = os.path.abspath(path)
        for base, spec in reversed(self._specs):
            said = spec.check_file(os.path.relpath(whole, base) + ("/" if folder else "")).include
            if said is not None:
                return bool(said)
        return False

    @cached_property
    def _specs(self) -> list[tuple[str, GitIgnoreSpec]]:
        from pathspec import GitIgnoreSpec

        return [(base, GitIgnoreSpec.from_lines(lines)) for base, lines in self.files]
