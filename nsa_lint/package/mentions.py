"""Which files of a package hold a word: a textual check, for what no import shows (`getattr`, patches, plug-ins).

The files are searched as bytes, not parsed. They are read once, and kept with what was found while no file of the
package changes in name, size or time; a cache of findings keeps a digest of the files that hold a word.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nsa_lint.package.deriving import may_derive
from nsa_lint.package.layout import Layout
from nsa_lint.syntax.source import Unreadable, read_bytes
from nsa_lint.syntax.text_index import SPACES

_MOST = 20_000  # files of a package; in a larger one, nothing is known of who mentions what
_LARGEST = 4_000_000  # bytes of one file
_KEPT = 100_000_000  # bytes of all files: what is beyond them is read for each search
_FRESH = 1.0  # seconds for which the names of the files are believed
_SEARCHES = 64  # of all files; then a search for a word goes through the words of each, not through its text
_MARK = "\0mentions\0"
_NAMES = "\0names\0"
_SETTING = "\0setting\0"
_STAMPED = "/"  # between the stamp of a package and a digest
_KEEPS_TIMES = os.name != "nt"  # Windows tells when a file was made, others when its record was last changed
_BY_TEXT = (b"setattr", b"delattr", b"__dict__", b"vars(", b"patch", b"setitem")  # what sets a name by its text
_SETS = (b"setattr", b"patch")  # the same of a string in quotes
_AROUND = 120  # bytes after a mention that show how it is meant
_STORED = re.compile(rb"\s*(?:=(?!=)|(?:[-+*/%@&|^]|//|\*\*|<<|>>)=|:[^\n=]*=(?!=)|[,)\]][^\n]*(?<![=!<>])=(?!=))")
_STORES = re.compile(rb"\b(?:for|as|del)\b")
_OF_SELF = re.compile(rb"(?<![\w.])self\.$")
_LETTER = re.compile(rb"\w")
_SPACES = SPACES.encode() + bytes(range(128, 256))  # the same for `bytes.translate`
_QUOTED = re.compile(rb"['\"]")


_Test = Callable[[bytes, bytes], bool]  # of a text and a word that occurs in it


@dataclass(slots=True)
class _Tree:
    """The Python files of a package; `stamp`: their names, sizes and times."""

    files: tuple[str, ...]
    stamp: str
    seen: float
    found: dict[tuple[_Test, str], tuple[str, ...]] = field(default_factory=dict)  # by test and word
    digests: dict[str, bytes] = field(default_factory=dict)  # of the name and the content of a file
    texts: _Texts | None = None
    names: frozenset[str] | None = None  # of the modules and folders, the root among them


class _Texts:
    """What the files hold: opening each of thousands takes far longer than to search it."""

    def __init__(self, files: Sequence[str]) -> None:
        self._files = files
        self._kept: dict[str, bytes] = {}
        self._searches = 0
        size = 0
        for path in files:
            data = _read(path)
            size += len(data)
            if size > _KEPT:
                break
            self._kept[path] = data

    def of(self, path: str) -> bytes:
        """The text of one of the files."""
        return self._kept[path] if path in self._kept else _read(path)

    def having(self, letters: bytes) -> tuple[str, ...]:
        """The files that have these letters somewhere.

        To go through the words takes a third of the time; to find them, as much as sixty searches of the texts. By
        default there are fewer, with scope all ten times as many.
        """
        self._searches += 1
        if self._searches > _SEARCHES and b" " not in letters.translate(_SPACES):
            return tuple(path for path, words in self._words.items() if letters in words)
        return tuple(path for path in self._files if letters in self.of(path))

    @cached_property
    def _words(self) -> dict[str, bytes]:
        """The words of each file, each once: a word is part of one of them wherever it is part of the text."""
        return {path: b" ".join({*self.of(path).translate(_SPACES).split()}) for path in self._files}


_trees: dict[str, _Tree] = {}


def mentioning(layout: Layout, words: Collection[str]) -> dict[str, tuple[str, ...]] | None:
    """The files of the package in whose text each word occurs, perhaps in another; None for a huge package."""
    found = {word: _search(layout, word, _has) for word in words}
    return None if None in found.values() else {word: files or () for word, files in found.items()}


def setting(layout: Layout, name: str) -> tuple[str, ...] | None:
    """The files that may set a name of a module from outside it, by their text; None for a huge package."""
    return _search(layout, name, _may_set)


def storing(layout: Layout, name: str) -> tuple[str, ...]:
    """The files that may set an attribute of something else than `self`, by their text; none of a huge package."""
    return _search(layout, name, _may_store) or ()


def defining(layout: Layout, name: str) -> tuple[str, ...] | None:
    """The files that may define an attribute of a class or store it, by their text; None for a huge package."""
    return _search(layout, name, _may_define)


def deriving(layout: Layout, name: str) -> tuple[str, ...]:
    """The files that may make a class of another one, by their text; none of a huge package."""
    return _search(layout, name, _may_derive) or ()


def _search(layout: Layout, word: str, holds: _Test) -> tuple[str, ...] | None:
    """The files that hold a word and pass a test, kept for the next who asks; None for a huge package.

    Only the files that have the word at all are tested, and of `module.name =` those that have the name of the module:
    that is asked for more than once, and looking for a word in all files takes most of the time.
    """
    tree = _tree(layout)
    if tree is None:
        return None
    if (holds, word) not in tree.found:
        first = word.partition(".")[0] if holds is _has else word
        letters, texts = word.encode(), _texts(tree)
        if holds is _has and first == word:
            tree.found[holds, word] = texts.having(letters)
        else:
            files = _search(layout, first, _has) or ()
            tree.found[holds, word] = tuple(path for path in files if holds(texts.of(path), letters))
    return tree.found[holds, word]


def _texts(tree: _Tree) -> _Texts:
    if tree.texts is None:
        for other in _trees.values():  # one package is kept at a time
            other.texts = None
        tree.texts = _Texts(tree.files)
    return tree.texts


def _has(data: bytes, word: bytes) -> bool:
    """Whether a word occurs at all."""
    return word in data


def _may_set(data: bytes, name: bytes) -> bool:
    """Whether a text has `.NAME =` or the like, or something that sets by text, and the name as one."""
    found = [*_occurrences(data, name)]
    if any(before.endswith(b".") and (_STORED.match(after) or _STORES.search(before)) for before, after in found):
        return True
    named = any(_QUOTED.match(after) or (after[:1] == b"=" and after[1:2] != b"=") for _, after in found)
    return named and any(each in data for each in _BY_TEXT)


def _may_store(data: bytes, name: bytes) -> bool:
    """The same of an attribute of something else than `self`, with what sets it by its text."""
    found = [*_occurrences(data, name)]
    attributes = ((before, after) for before, after in found if before.endswith(b".") and not _LETTER.match(after))
    for before, after in attributes:
        if _STORES.search(before) or (_STORED.match(after) and not _OF_SELF.search(before)):
            return True
    return _may_set_quoted(data, found)


def _may_define(data: bytes, name: bytes) -> bool:
    """Whether a text may define a method of a name, bind it in a class, or store an attribute of whatever object."""
    found = [*_occurrences(data, name)]
    for before, after in found:
        if _LETTER.match(after) or _LETTER.match(before[-1:]):
            continue
        if before.endswith(b"."):
            if _STORES.search(before) or _STORED.match(after):
                return True
        elif before.endswith(b"def ") or (b"(" not in before and (after[:1] == b":" or _STORED.match(after))):
            return True
    return _may_set_quoted(data, found)


def _may_set_quoted(data: bytes, found: list[tuple[bytes, bytes]]) -> bool:
    """Whether a text may set one of its strings: the rest of it is looked at where the name is one, which is rare."""
    quoted = any(_QUOTED.match(before[-1:]) and _QUOTED.match(after) for before, after in found)
    return quoted and any(each in data for each in _SETS)


def _may_derive(data: bytes, name: bytes) -> bool:
    """Whether a text may make a class of the one of this name. One character a byte: a name has the same everywhere."""
    return may_derive(data.decode("latin-1"), name.decode("latin-1"))


def _occurrences(data: bytes, name: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands on the line before each occurrence of a name, and what comes after it.

    Looked for one by one: a pattern with the name in its middle is tried at each place where one can begin, and took
    an eighth of a run with scope all.
    """
    place = data.find(name)
    while place >= 0:
        end = place + len(name)
        yield data[data.rfind(b"\n", 0, place) + 1 : place], data[end : end + _AROUND]
        place = data.find(name, end)


def has_module(layout: Layout, name: str) -> bool:
    """Whether a file or a folder of the package may be a module of this name; a huge package may have any."""
    tree = _tree(layout)
    if tree is None:
        return True
    if tree.names is None:
        parts = {part for path in tree.files for part in os.path.relpath(path, layout.root).split(os.sep)}
        tree.names = frozenset({layout.name, *(part.removesuffix(".py") for part in parts)})
    return name in tree.names


def mark_of_module(layout: Layout, name: str) -> str:
    """What represents `whether a module has this name` where files are listed."""
    return _NAMES.join((layout.root, name))


def mark_of_setting(layout: Layout, name: str) -> str:
    """What represents `the files that may set this name` where files are listed."""
    return _SETTING.join((layout.root, name))


def mark(layout: Layout, word: str) -> str:
    """What stands for `all files that hold this word` where files are listed."""
    return _MARK.join((layout.root, word))


def digest_of_mark(path: str) -> str | None:
    """A hash of the files that hold a word, or whether there is such a module, by a mark; None for what is not one.

    Before it stands the stamp of the package, by which `unchanged` need not search the files again.
    """
    root, marked, name = path.partition(_NAMES)
    if marked:
        return str(has_module(Layout(root, os.path.basename(root)), name))
    for between, search in ((_MARK, _holding), (_SETTING, setting)):
        root, marked, word = path.partition(between)
        if marked:
            layout = Layout(root, os.path.basename(root))
            files = search(layout, word) or ()
            return f"{_stamp(layout)}{_STAMPED}{_digest_of(root, files)}"
    return None


def unchanged(path: str, digest: str) -> bool | None:
    """Whether a mark has this digest still; None for what is no mark.

    While no file of the package has another name, size or time, none is read: a third of a run with nothing to do.
    The time is that of the last change of anything in a file's record, which no program can set back.
    """
    stamp, stamped, content = digest.partition(_STAMPED)
    if stamped and _KEEPS_TIMES and stamp == _stamp(Layout(path.partition("\0")[0], "")):
        return True
    now = digest_of_mark(path)
    return None if now is None else now.rpartition(_STAMPED)[2] == (content or digest)


def _stamp(layout: Layout) -> str:
    tree = _tree(layout)
    return tree.stamp if tree is not None else "?"


def _holding(layout: Layout, word: str) -> tuple[str, ...]:
    return (mentioning(layout, (word,)) or {}).get(word, ())


def _digest_of(root: str, files: Sequence[str]) -> str:
    """A hash of the names of files and of their texts, as they were searched: they may have changed since."""
    tree = _trees[root]
    known, texts = tree.digests, _texts(tree)
    total = hashlib.blake2b(digest_size=16)
    for each in files:
        if each not in known:
            name = os.path.relpath(each, root).encode(errors="surrogateescape")
            known[each] = name + b"\0" + hashlib.blake2b(texts.of(each)).digest()
        total.update(known[each])
    return total.hexdigest()


def forget() -> None:
    """Look at the folders again: for a process that changes files and checks them within a second."""
    _trees.clear()


def _read(path: str) -> bytes:
    try:
        data = read_bytes(path)
    except Unreadable:
        return b""
    return data if len(data) <= _LARGEST else b""


def _tree(layout: Layout) -> _Tree | None:
    known = _trees.get(layout.root)
    now = time.monotonic()
    if known is None or now - known.seen > _FRESH:
        files, stamp = _files(layout)
        if known is None or known.stamp != stamp:
            known = _trees[layout.root] = _Tree(files, stamp, now)
        known.seen = now
    return known if len(known.files) <= _MOST else None


def _files(layout: Layout) -> tuple[tuple[str, ...], str]:
    """The files below the root, links that lead out of it left out, and a hash that changes with any of them."""
    found: list[str] = []
    stamps: list[str] = []
    folders = [layout.root]
    if os.path.isfile(layout.root):
        return (layout.root,), _hash([_record_of(layout.root, os.stat(layout.root))])
    while folders and len(found) <= _MOST:
        try:
            entries = sorted(os.scandir(folders.pop()), key=lambda each: each.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.name.endswith(".py") and (not entry.is_symlink() or layout.holds_target(entry.path)):
                try:
                    status = entry.stat()
                except OSError:
                    continue
                found.append(entry.path)
                stamps.append(_record_of(entry.path, status))
    return tuple(found), _hash(stamps)


def _record_of(path: str, status: os.stat_result) -> str:
    """What is different wherever a file has changed."""
    return f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}\0{status.st_ino}"


def _hash(stamps: list[str]) -> str:
    return hashlib.blake2b("\n".join(stamps).encode(errors="surrogateescape"), digest_size=16).hexdigest()
