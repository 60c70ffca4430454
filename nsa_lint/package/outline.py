"""Modules by their text alone: which names one may bind under a condition only, and what it cannot be imported without.

Most files import no such name. They are not parsed again for that, and what is known of them needs no other file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nsa_lint.package.layout import INIT, Layout, layout_of
from nsa_lint.syntax.source import Unreadable, read_bytes
from nsa_lint.syntax.text_index import words_of

LARGEST = 4_000_000  # bytes; a larger neighbour is generated data
_REMEMBERED = 20_000  # modules
_NAMES = r"(\([^)]*\)|(?:[^\n\\]|\\.)*)"
_IMPORT = re.compile(rf"^[ \t]*from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import\b[ \t]*{_NAMES}", re.MULTILINE | re.DOTALL)
_ALWAYS = re.compile(
    rf"^(?:import[ \t]+{_NAMES}|from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import\b[ \t]*{_NAMES})", re.M | re.S
)
_BINDS = re.compile(r"^(?:(?:async[ \t]+)?def[ \t]+|class[ \t]+)?(\w+)[ \t]*(?=[(:=\[])(?!==|:[^=\n]*$)", re.MULTILINE)
_BLOCK = re.compile(r"^(?:if|elif|else|try|except|finally|with|for|while|match|async)\b", re.MULTILINE)
_OUTSIDE = re.compile(r"^(?![ \t\n#)\]}]|(?:elif|else|except|finally)\b)", re.MULTILINE)
_NOT_IMPORTED = re.compile(r"if[ \t]+(?:__name__\b|(?:typing\.)?TYPE_CHECKING[ \t]*:)")


@dataclass(frozen=True, slots=True)
class Outline:
    """`perhaps`: the words of its compound statements without the names that it binds outside them too.

    `needs`: the packages that it imports in any case; `imports`: the modules, as (level, module).
    """

    perhaps: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    imports: tuple[tuple[int, str], ...] = ()


def imports_conditionally(path: str, text: str) -> bool:
    """Whether a file may import a name that a module of its package binds in some arms only."""
    if "import" not in text or path.endswith(".ipynb") or path.startswith("<"):
        return False
    found = [match.groups() for match in _IMPORT.finditer(text)]
    layout = layout_of(path) if found else None
    if layout is None:
        return False
    path = os.path.realpath(path)
    return any(words_of(names) & outline(target).perhaps for target, names in _targets(layout, path, found))


def _targets(layout: Layout, path: str, found: list[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for dots, module, names in found:
        if dots or layout.may_be_own(module):
            target = module_file(layout.candidates(path, len(dots), module))
            if target and target != path:
                yield target, names


def module_file(candidates: list[str]) -> str:
    """The first file that exists; "" where none does."""
    return next((each for each in candidates if os.path.isfile(each)), "")


def needs_of(path: str, layout: Layout) -> frozenset[str]:
    """The packages without which a module cannot be imported: its own imports', and those of the modules it imports."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        known = outline(path)
        found |= known.needs
        around = path
        while (around := os.path.dirname(around)).startswith(layout.root):
            waiting.append(os.path.join(around, INIT))
        waiting += (module_file(layout.candidates(path, level, module)) for level, module in known.imports)
    return frozenset(found)


def stamp(path: str) -> tuple[int, int] | None:
    """What changes when a file is written; None for a file that is not there, or too large to be read."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size) if stat.st_size <= LARGEST else None


def outline(path: str) -> Outline:
    """What the text of a file says; nothing where it cannot be read."""
    now = stamp(path) if path else None
    return _outline(path, now) if now is not None else Outline()


@lru_cache(_REMEMBERED)
def _outline(path: str, _stamp: tuple[int, int]) -> Outline:
    try:
        text = read_bytes(path).decode(errors="replace").replace("\r\n", "\n")
    except Unreadable:
        return Outline()
    needs: set[str] = set()
    imports = []
    always = set(_BINDS.findall(text))
    for plain, dots, module, names in _ALWAYS.findall(text):
        always |= words_of(plain or names)
        given = [module] if module else [each.split()[0] for each in plain.split(",") if each.strip()]
        imports += [(len(dots), each) for each in given or [""]]
        needs.update(each.partition(".")[0] for each in given if not dots)
    perhaps = frozenset().union(*(words_of(block) for block in _blocks(text))) - always
    return Outline(perhaps, frozenset(needs), tuple(imports))


def _blocks(text: str) -> Iterator[str]:
    """The compound statements of a module, but for those that no import of it runs."""
    end = 0
    for start in _BLOCK.finditer(text):
        if start.start() >= end:
            after = _OUTSIDE.search(text, start.end())
            end = after.start() if after else len(text)
            if any(quotes in text[start.start() : end] for quotes in ('"""', "'''")):  # a line in it may begin anywhere
                end = len(text)
            if not _NOT_IMPORTED.match(text, start.start()):
                yield text[start.start() : end]
