"""`[tool.nsa-lint]` of a pyproject.toml, and `[tool.flake8]` where flake8 reads it (Flake8-pyproject)."""

from __future__ import annotations

import configparser
import os
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nsa_lint.run.flake8_internals import Section, WrongOption, shown

NAME = "pyproject.toml"
_LIST, _TEXT, _FLAG = "a string or a list of strings", "a string", "true or false"
_COUNT, _PAIRS, _NUMBER = "a number above 0 or auto", "a table", "a number"
# Our key, flake8's option, what its value is. `""`: not an option of flake8's.
KEYS: dict[str, tuple[str, str]] = {
    "scope": ("nsa-scope", _TEXT),
    "guards": ("nsa-guards", _LIST),
    "no-return": ("nsa-no-return", _LIST),
    "package": ("nsa-package", _TEXT),
    "max-nodes": ("nsa-max-nodes", _NUMBER),
    "baseline": ("nsa-baseline", _TEXT),
    "select": ("select", _LIST),
    "extend-select": ("extend-select", _LIST),
    "ignore": ("ignore", _LIST),
    "extend-ignore": ("extend-ignore", _LIST),
    "per-file-ignores": ("per-file-ignores", _PAIRS),
    "exclude": ("exclude", _LIST),
    "extend-exclude": ("extend-exclude", _LIST),
    "filename": ("filename", _LIST),
    "jobs": ("jobs", _COUNT),
    "disable-noqa": ("disable-noqa", _FLAG),
    "no-ignore": ("", _FLAG),
    "force-exclude": ("", _FLAG),
}
_MISTAKEN = frozenset(("nsa_lint", "nsalint", "nsa-guard", "nsa_guard"))
CODES = ("select", "extend-select", "ignore", "extend-ignore", "per-file-ignores")


@dataclass(frozen=True, slots=True)
class Table:
    """`section`: the keys that are flake8's options; `flags`: those that are ours alone; `codes`: by key."""

    path: str
    section: Section
    flags: frozenset[str]
    codes: dict[str, list[str]] = field(default_factory=dict)


def find(folder: str) -> str | None:
    """The nearest pyproject.toml with a `[tool.nsa-lint]`, in `folder` or above it in the same repository."""
    for above in (Path(folder), *Path(folder).parents):
        path = above / NAME
        if path.is_file() and "nsa-lint" in _tools(shown(str(path))):
            return shown(str(path))
        if (above / ".git").exists():
            break  # what lies above is another project's
    return None


def table(path: str) -> Table | None:
    """`[tool.nsa-lint]` of a file, each value checked; None where there is none."""
    given = _tools(path).get("nsa-lint")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise WrongOption(f"{path}: tool.nsa-lint is {given!r}; expected a table")
    keys = configparser.RawConfigParser()
    keys.add_section("flake8")
    flags, codes, written = set(), {}, {}
    for key, value in given.items():
        if key not in KEYS:
            raise WrongOption(f"{path}: [tool.nsa-lint] has {key!r}; expected one of {', '.join(KEYS)}")
        option, kind = KEYS[key]
        plain = _plain(path, key, kind, value)
        if option:
            keys.set("flake8", option, plain)  # type: ignore[arg-type]  # lists stay lists: patterns hold commas
            written[option] = (f"{path}: [tool.nsa-lint]", key)
        elif value:
            flags.add(key)
        if key in CODES:
            codes[key] = _codes(value)
    section = Section(keys, os.path.dirname(os.path.abspath(path)), written)
    return Table(path, section, frozenset(flags), codes)


def for_flake8(folder: str) -> Section | None:
    """`[tool.flake8]` of the folder, as Flake8-pyproject has flake8 read it; None where it would not be read."""
    path = os.path.join(folder, NAME)
    given = _tools(path).get("flake8") if os.path.isfile(path) else None
    if given is None:
        return None
    if find_spec("flake8p") is None:
        print(
            f"nsa-lint: warning: {NAME} has [tool.flake8], which flake8 reads only with Flake8-pyproject installed; "
            "not read. Expected [tool.nsa-lint] there, or [flake8] in setup.cfg, tox.ini or .flake8",
            file=sys.stderr,
        )
        return None
    keys = configparser.RawConfigParser()
    keys.add_section("flake8")
    for key, value in given.items():
        keys.set("flake8", key, str(value) if isinstance(value, bool | int | float) else value)
    written = {key.replace("_", "-"): (f"{NAME}: [tool.flake8]", key) for key in given}
    return Section(keys, os.path.abspath(folder), written)


def has_section(path: str, named: str) -> bool:
    """Whether a TOML file has anything to say to us; `named` starts the error if it cannot be read."""
    tools = _tools(path, named)
    return "nsa-lint" in tools or ("flake8" in tools and find_spec("flake8p") is not None)


def _tools(path: str, named: str = "") -> dict[str, Any]:
    if sys.version_info >= (3, 11):  # here, for most folders have no such file
        import tomllib
    else:
        import tomli as tomllib

    try:
        with open(path, "rb") as file:
            tools = tomllib.load(file).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise WrongOption(f"{named or path} cannot be read: {error}") from None
    tools = tools if isinstance(tools, dict) else {}
    for name in sorted(_MISTAKEN & tools.keys()):
        raise WrongOption(f"{path} has [tool.{name}], which is not read; expected [tool.nsa-lint]")
    return tools


def _plain(path: str, key: str, kind: str, value: object) -> str | list[str]:
    strings = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if kind == _FLAG and isinstance(value, bool):
        return str(value).lower()
    number = isinstance(value, int) and not isinstance(value, bool)
    above = isinstance(value, int) and value > 0
    if (kind == _NUMBER and number) or (kind == _COUNT and ((number and above) or value == "auto")):
        return str(value)
    if kind in (_TEXT, _LIST, _PAIRS) and isinstance(value, str):
        return value
    if kind == _LIST and isinstance(value, list) and strings:
        return value
    if kind == _PAIRS and isinstance(value, dict) and value and all(map(_codes, value.values())):
        return "\n".join(f"{pattern}:{','.join(_codes(codes))}" for pattern, codes in value.items())
    expected = 'a table such as {"tests/*" = ["NSA104"]}' if kind == _PAIRS else kind
    raise WrongOption(f"{path}: [tool.nsa-lint] {key} is {value!r}; expected {expected}")


def _codes(value: object) -> list[str]:
    if isinstance(value, str):
        return [each for each in value.replace(",", " ").split() if ":" not in each]
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [code for each in values for code in ([each] if isinstance(each, str) else _codes(each))]
