"""Third-party source as text: fetched by package, version and sha256 with pip, cached, never imported, never run.

`python -m lab.fetch NAME==VERSION [sdist]` downloads one archive and prints the entry to pin it with.
The cache is `$NSA_GUARD_CACHE`, or `.cache/` in the checkout.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "lab" / "data" / "archives.json"
_NO_BUILD = Path(__file__).with_name("no_build")
_SEVERAL_RUNS = Path(__file__).with_name("pip_downloads.py")


@dataclass(frozen=True)
class Archive:
    """One file of a package index; a wheel or a source distribution, as its name says."""

    package: str
    version: str
    file: str
    sha256: str

    @property
    def wheel(self) -> bool:
        return self.file.endswith(".whl")


def cache_folder() -> Path:
    return Path(os.environ.get("NSA_GUARD_CACHE") or ROOT / ".cache")


@functools.cache
def pinned() -> dict[tuple[str, str], Archive]:
    """Every archive that the tests and tools may fetch, by (package, version)."""
    entries = [Archive(**entry) for entry in json.loads(PINS.read_text(encoding="utf-8"))]
    return {(entry.package, entry.version): entry for entry in entries}


def archive(package: str, version: str) -> Path:
    """The archive's path in the cache; downloaded when missing, its sha256 checked when it enters the cache."""
    archives([(package, version)])
    return _kept(pinned()[package, version])


def archives(wanted: Iterable[tuple[str, str]]) -> None:
    """Let the cache hold all of these; one start of pip, which takes most of the time, fetches many of them."""
    missing = [entry for entry in dict.fromkeys(map(_pinned, wanted)) if not _kept(entry).exists()]
    for entries in ([each for each in missing if each.wheel], [each for each in missing if not each.wheel]):
        if entries:
            _fetch(entries)


def _fetch(entries: Sequence[Archive]) -> None:
    """Fetch archives, all of them wheels or none, into the cache with one start of pip."""
    keep = cache_folder() / "archives"
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=keep) as folder:
        _download(entries, Path(folder))
        for entry in entries:
            fetched = Path(folder) / entry.file
            digest = _sha256(fetched)
            if digest != entry.sha256:
                raise ValueError(f"{entry.file} has sha256 {digest}; expected {entry.sha256}")
            os.replace(fetched, _kept(entry))


def _pinned(name: tuple[str, str]) -> Archive:
    entry = pinned().get(name)
    if entry is None:
        raise KeyError(f"{'=='.join(name)} is not pinned in {PINS}; expected one of its entries")
    return entry


def _kept(entry: Archive) -> Path:
    return cache_folder() / "archives" / entry.file


def members(package: str, version: str) -> list[str]:
    """The Python files of an archive: paths without the source distribution's top folder."""
    path = archive(package, version)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            names = wheel.namelist()
    else:
        with tarfile.open(path) as sdist:
            names = [member.name.partition("/")[2] for member in sdist.getmembers() if member.isfile()]
    return sorted(name for name in names if name.endswith(".py"))


@functools.lru_cache(maxsize=64)
def text(package: str, version: str, path: str) -> str:
    """One file of an archive, as text."""
    [(_, content)] = texts(package, version, (path,))
    return content


def texts(package: str, version: str, paths: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    """(path, text) of the files named, or of every Python file of the archive, in one pass over it."""
    wanted = members(package, version) if paths is None else list(paths)
    found = archive(package, version)
    if found.suffix == ".whl":
        with zipfile.ZipFile(found) as wheel:
            return [(name, _decode(wheel.read(name))) for name in wanted]
    contents: dict[str, str] = {}
    names = set(wanted)
    with tarfile.open(found) as sdist:
        for member in sdist:
            name = member.name.partition("/")[2]
            if name in names and (stream := sdist.extractfile(member)) is not None:
                contents[name] = _decode(stream.read())
    return [(name, contents[name]) for name in wanted]


def unpack(package: str, version: str, folder: Path) -> list[str]:
    """Write every Python file of an archive as text below a folder; the paths in it."""
    found = texts(package, version)
    for name, content in found:
        path = folder / name
        if folder.resolve() not in path.resolve().parents:
            raise ValueError(f"{package}=={version} has the file {name!r}; expected a path inside the archive")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [name for name, _ in found]


def _decode(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _download(entries: Sequence[Archive], folder: Path) -> None:
    """Let pip fetch exactly these files, all of them wheels or none, into the folder. It refuses any other hash."""
    runs, rest = [], list(entries)
    while rest:  # a run takes one version of a package, and one kind of file
        batch = {each.package: each for each in rest if _options(each) == _options(rest[0])}
        rest = [each for each in rest if batch.get(each.package) != each]
        runs.append(_run([*batch.values()], folder))
    environment = os.environ | ({} if entries[0].wheel else {"PYTHONPATH": str(_NO_BUILD)})
    command = [sys.executable, str(_SEVERAL_RUNS)]
    done = subprocess.run(command, input=json.dumps(runs), capture_output=True, text=True, env=environment)
    if done.returncode:  # it relies on the inside of pip, which other versions may have changed
        for each in entries:
            _download_alone(each, folder, environment)


def _download_alone(entry: Archive, folder: Path, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "pip", *_run([entry], folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"pip could not download {entry.package}=={entry.version}:\n{done.stdout}{done.stderr}")


def _run(entries: Sequence[Archive], folder: Path) -> list[str]:
    """The arguments of a run of pip that fetches these, of different packages, into the folder."""
    lines = [f"{each.package}=={each.version}" + (f" --hash=sha256:{each.sha256}" if each.sha256 else "")
             for each in entries]  # fmt: skip
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".txt", delete=False, encoding="utf-8") as requirements:
        requirements.write("\n".join(lines) + "\n")
    arguments = ["download", "--quiet", "--no-deps", "--disable-pip-version-check", "--ignore-requires-python"]
    arguments += ["--dest", str(folder), "--requirement", requirements.name]
    return [*arguments, *_options(entries[0])]


def _options(entry: Archive) -> list[str]:
    """What says to pip that this kind of file is wanted."""
    if not entry.wheel:
        return ["--no-binary=:all:", "--use-pep517", "--no-build-isolation"]
    python, abi, platform = entry.file.removesuffix(".whl").split("-")[-3:]
    options = ["--only-binary=:all:"]
    if platform != "any":  # a compiled wheel: its Python files are wanted under every interpreter
        options += ["--implementation", python[:2], "--python-version", python[2:], "--abi", abi]
        options += [word for name in platform.split(".") for word in ("--platform", name)]  # older pips take one each
    return options


def _pin(argument: str, wheel: bool) -> Archive:
    package, _, version = argument.partition("==")
    keep = cache_folder() / "archives"
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=keep) as folder:
        _download([Archive(package, version, "py3-none-any.whl" if wheel else "sdist", "")], Path(folder))
        [fetched] = [each for each in Path(folder).iterdir() if each.suffix != ".txt"]
        os.replace(fetched, keep / fetched.name)
    return Archive(package, version, fetched.name, _sha256(keep / fetched.name))


if __name__ == "__main__":
    print(json.dumps(vars(_pin(sys.argv[1], "sdist" not in sys.argv[2:]))))
