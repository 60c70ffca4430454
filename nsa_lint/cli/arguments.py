"""The arguments of the command line, and their translation to flake8's, whose parser then reads the configuration."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from nsa_lint import __version__

FORMATS = ("text", "concise", "json", "sarif", "github")

# (our option, flake8's, metavar, help): handed over as they are, each valid in `[flake8]` too.
_SHARED = (
    ("--scope", "--nsa-scope", "{dispatch,all}", "tell unbound reads at a dispatch (default), or all of them"),
    ("--guards", "--nsa-guards", "REGEXES", "names that one of these finds are dispatch guards too"),
    ("--no-return", "--nsa-no-return", "NAMES", "dotted names of functions that never return"),
    ("--select", "--select", "CODES", "tell only codes that start with one of these"),
    ("--extend-select", "--extend-select", "CODES", "tell these too"),
    ("--ignore", "--ignore", "CODES", "do not tell codes that start with one of these"),
    ("--extend-ignore", "--extend-ignore", "CODES", "do not tell these either"),
    ("--per-file-ignores", "--per-file-ignores", "PAIRS", "path:codes pairs not to tell"),
    ("--exclude", "--exclude", "PATTERNS", "files and folders to leave out"),
    ("--extend-exclude", "--extend-exclude", "PATTERNS", "further ones to leave out"),
    ("--filename", "--filename", "PATTERNS", "which files of a folder to check (default: *.py)"),
    ("--config", "--config", "FILE", "read this configuration file instead of setup.cfg, tox.ini or .flake8"),
    ("--append-config", "--append-config", "FILE", "read this configuration file as well"),
    ("--stdin-filename", "--stdin-display-name", "PATH", "what to call standard input (`-`)"),
    ("--jobs", "--jobs", "N", "processes to use: a number, or auto (default)"),
)
_SHARED_FLAGS = (
    ("--isolated", "read no configuration file"),
    ("--disable-noqa", "take no notice of noqa comments"),
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was asked for. `flake8` holds the arguments for flake8's parser, paths included."""

    command: str
    flake8: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    output_format: str = "text"
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    exit_zero: bool = False
    statistics: bool = False
    color: str = "auto"
    cache: bool = True
    cache_dir: str = ""
    code: str = ""


def parse(argv: Sequence[str]) -> Arguments:
    """Parse the command line; exits with status 2 where it makes no sense."""
    parser = _parser()
    given = parser.parse_args(argv)
    if given.command != "check":
        return Arguments(given.command, code=getattr(given, "code", "").upper())
    if "-" in given.paths and given.fix and not given.diff:
        parser.error("--fix with standard input (`-`): there is no file to write; add --diff to see the change")
    return Arguments(
        "check",
        tuple(_flake8_arguments(given)),
        tuple(given.paths),
        given.output_format,
        given.fix or given.diff,
        given.unsafe_fixes,
        given.diff,
        given.exit_zero,
        given.statistics,
        given.color,
        not given.no_cache,
        given.cache_dir or "",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "nsa-lint", description="Find variables that only some arms of a Triton-vs-fallback dispatch define."
    )
    parser.add_argument("--version", action="version", version=f"nsa-lint {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check files and folders")
    check.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .); `-` is standard input")
    for ours, _, metavar, text in _SHARED:
        names = ("-j", ours) if ours == "--jobs" else (ours,)
        action = "append" if ours == "--append-config" else "store"
        check.add_argument(*names, metavar=metavar, help=text, action=action)
    for flag, text in _SHARED_FLAGS:
        check.add_argument(flag, action="store_true", help=text)
    check.add_argument("--fix", action="store_true", help="write the fixes that are safe")
    check.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: those that need a look, too")
    check.add_argument("--diff", action="store_true", help="show what --fix would change, and write nothing")
    check.add_argument("--output-format", choices=FORMATS, default="text", help="default: %(default)s")
    check.add_argument("--exit-zero", action="store_true", help="exit with status 0 also where something was found")
    check.add_argument("--statistics", action="store_true", help="count the findings of each code")
    check.add_argument("--no-cache", action="store_true", help="neither read nor keep what earlier runs found")
    check.add_argument("--cache-dir", metavar="DIR", help="keep it here (default: nsa-lint in the user's caches)")
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: %(default)s")
    explain = commands.add_parser("explain", help="tell what a code means")
    explain.add_argument("code", metavar="CODE", help="for example NSA101")
    commands.add_parser("rules", help="list all codes")
    commands.add_parser("server", help="speak the Language Server Protocol over standard input and output")
    return parser


def _flake8_arguments(given: argparse.Namespace) -> list[str]:
    arguments: list[str] = []
    for ours, theirs, _, _ in _SHARED:
        value = getattr(given, ours[2:].replace("-", "_"))
        for each in value if isinstance(value, list) else [value] if value is not None else []:
            arguments.append(f"{theirs}={each}")
    arguments += [flag for flag, _ in _SHARED_FLAGS if getattr(given, flag[2:].replace("-", "_"))]
    return [*arguments, "--", *given.paths]
