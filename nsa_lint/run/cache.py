"""Caches findings under a hash of everything they depend on, so that a second run need not find them again.

One entry a file content, in the user's cache folder. Its name is the hash of the bytes of the file, of the options,
of this package's own source and of the Python that runs it: an entry is never out of date, and runs of any version,
with any options, at the same time, can share the folder. `noqa`, select and ignore are applied afterwards.

Nearly all files have no findings: their names are lines of one file, each appended in one write. To make a file
for each took a tenth of a first run. An entry that cannot be read back for any reason counts as missing; a folder that
cannot be written costs only time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from nsa_lint import __version__
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.package.index import unchanged

_DAY = 24 * 3600
_UNUSED_FOR = 30 * _DAY  # then the entries of another version, or of other options, are removed


@dataclass(frozen=True, slots=True)
class Consulted:
    """A file of the package, with a digest of its content."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Known:
    """One entry: the findings before `noqa` comments are applied, and whether there is any such comment.

    `path`, `consulted`: where the findings depend on other files, whose they are, and those files with their digests.
    """

    diagnostics: tuple[Diagnostic, ...]
    noqa: bool
    path: str = ""
    consulted: tuple[Consulted, ...] = ()

    def holds_for(self, path: str) -> bool:
        """Whether the findings are those of the file `path`, and the files that they depend on are as they were."""
        if not self.consulted:
            return True
        return self.path == os.path.abspath(path) and all(unchanged(each.path, each.digest) for each in self.consulted)


@dataclass(frozen=True, slots=True)
class Cache:
    """`folder` holds what was found with one set of options by one version of this package."""

    folder: str
    clean: frozenset[bytes] = field(default=frozenset(), repr=False)  # contents without findings

    def get(self, name: str) -> Known | None:
        """The findings of a file, by the name of its content; None where they are not known."""
        if name.encode() in self.clean:
            return _NOTHING
        try:
            with open(self._place(name), "rb") as file:
                digest, _, body = file.read().partition(b"\n")
            if digest != _digest(body):
                return None
            known: Known = _decoded(Known, json.loads(body))
            return known
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def put(self, name: str, known: Known) -> None:
        """Keep the findings of a file with this content."""
        if known == _NOTHING:
            with contextlib.suppress(OSError):
                _append(os.path.join(self.folder, _CLEAN), f"{name}\n".encode())
            return
        place = self._place(name)
        body = json.dumps(_encoded(known), ensure_ascii=True).encode()
        temporary = f"{place}.{os.getpid()}.tmp"
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(temporary, "xb") as file:
                file.write(_digest(body) + b"\n" + body)
            os.replace(temporary, place)

    def _place(self, name: str) -> str:
        return os.path.join(self.folder, name[:2], name[2:])


_NOTHING = Known((), False)
_CLEAN = "clean"


def name_of(data: bytes) -> str:
    """What the entry of a content is called."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _append(path: str, line: bytes) -> None:
    """One write after what is there: concurrent runs do not part each other's lines."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line)
    finally:
        os.close(file)


def _clean(place: Path) -> frozenset[bytes]:
    """Lines that lost a part, or were run together, are names of nothing."""
    with contextlib.suppress(OSError):
        return frozenset((place / _CLEAN).read_bytes().split(b"\n"))
    return frozenset()


def open_cache(folder: Path, options: Options) -> Cache:
    """The entries below `folder` for these options; the folder is made. Raises OSError where that is not possible."""
    version = f"{__version__}-{_own_source()}"
    key = repr((version, sys.version, sys.implementation.cache_tag, options))
    place = folder / f"v1-{hashlib.blake2b(key.encode(), digest_size=12).hexdigest()}"
    if not place.is_dir():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _label(folder)
        _remove_unused(folder, place)
    with contextlib.suppress(OSError):
        if time.time() - place.stat().st_mtime > _DAY:
            os.utime(place)  # it is in use
    return Cache(str(place), _clean(place))


def user_folder() -> Path:
    """Where this user's caches are, by the custom of the system."""
    if sys.platform == "win32":
        around = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        around = Path.home() / "Library" / "Caches"
    else:
        given = os.environ.get("XDG_CACHE_HOME", "")
        around = Path(given) if os.path.isabs(given) else Path.home() / ".cache"
    return around / "nsa-lint"


@cache  # a process runs the modules that it has loaded, whatever lies there later
def _own_source() -> str:
    """A hash of every module of this package: a changed checker has found nothing yet."""
    digest = hashlib.blake2b(digest_size=20)
    here = Path(__file__).parents[1]
    for path in sorted(here.rglob("*.py")):
        digest.update(f"{path.relative_to(here)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _label(folder: Path) -> None:
    """Mark the folder for backup programs and git as one that need not be kept."""
    for name, text in (
        ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Results of nsa-lint; may be removed.\n"),
        (".gitignore", "*\n"),
    ):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")


def _remove_unused(folder: Path, kept: Path) -> None:
    """Entries of versions and options that nobody has used in a month; only what this module has written."""
    for other in folder.glob("v1-*"):
        with contextlib.suppress(OSError):
            if other == kept or other.is_symlink() or time.time() - other.stat().st_mtime < _UNUSED_FOR:
                continue
            (other / _CLEAN).unlink(missing_ok=True)
            for entry in other.glob("??/*"):
                entry.unlink(missing_ok=True)
            for below in other.glob("??"):
                below.rmdir()
            other.rmdir()


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).hexdigest().encode()


def _encoded(value: Any) -> Any:
    """Frozen types as lists of their fields, in order."""
    if is_dataclass(value):
        return [_encoded(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, tuple):
        return [_encoded(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _decoded(kind: Any, value: Any) -> Any:
    """The inverse; raises ValueError or TypeError where `value` is not one."""
    if get_origin(kind) is UnionType:
        [kind] = [each for each in get_args(kind) if each is not type(None)]
        return None if value is None else _decoded(kind, value)
    if get_origin(kind) is tuple:
        return tuple(_decoded(get_args(kind)[0], each) for each in value)
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return kind(*(_decoded(each, part) for each, part in zip(_kinds(kind), value, strict=True)))
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not a {kind.__name__}")
    return value


@cache
def _kinds(kind: type) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[each.name] for each in fields(kind))
