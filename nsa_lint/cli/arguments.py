"""The arguments of the command line, and their translation to flake8's, whose parser then reads the configuration."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from nsa_lint import __version__
from nsa_lint.report import DOCUMENTS, FORMATS

# (our option, flake8's, metavar, help): handed over as they are, each valid in `[flake8]` too.
_SHARED = (
    ("--scope", "--nsa-scope", "{dispatch,all}", "report unbound reads at a dispatch (default), or all of them"),
    ("--guards", "--nsa-guards", "REGEXES", "names matching any of these are also treated as dispatch guards"),
    ("--no-return", "--nsa-no-return", "NAMES", "dotted names of functions that never return"),
    (
        "--package",
        "--nsa-package",
        "{on,off}",
        "whether the other files of the package count as evidence (default: on)",
    ),
    ("--max-nodes", "--nsa-max-nodes", "N", "decision nodes that the conditions of one function may need"),
    ("--baseline", "--nsa-baseline", "FILE", "do not report the findings listed in this file"),
    ("--select", "--select", "CODES", "report only codes with these prefixes"),
    ("--extend-select", "--extend-select", "CODES", "also report these"),
    ("--ignore", "--ignore", "CODES", "ignore codes with these prefixes"),
    ("--extend-ignore", "--extend-ignore", "CODES", "also ignore these"),
    ("--per-file-ignores", "--per-file-ignores", "PAIRS", "path:codes pairs to ignore"),
    ("--exclude", "--exclude", "PATTERNS", "files and folders to exclude"),
    ("--extend-exclude", "--extend-exclude", "PATTERNS", "also exclude these"),
    ("--filename", "--filename", "PATTERNS", "which files of a folder to check (default: *.py, *.ipynb)"),
    ("--config", "--config", "FILE", "read this configuration file (.cfg, .ini or .toml) instead of those found"),
    ("--append-config", "--append-config", "FILE", "read this configuration file as well"),
    ("--stdin-filename", "--stdin-display-name", "PATH", "the name of standard input (`-`)"),
    ("--jobs", "--jobs", "N", "processes to use: a number, or auto (default)"),
)
TYPED = {theirs.removeprefix("--"): ours for ours, theirs, _, _ in _SHARED}  # for errors
_SHARED_FLAGS = (
    ("--isolated", "read no configuration file"),
    ("--disable-noqa", "ignore noqa comments"),
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line says of `check`. `flake8` holds the arguments for flake8's parser, paths included."""

    flake8: tuple[str, ...]
    paths: tuple[str, ...]
    output_format: str
    fix: bool
    unsafe_fixes: bool
    diff: bool
    add_noqa: bool
    write_baseline: str
    exit_zero: bool
    statistics: bool
    color: str
    cache: bool
    cache_dir: str
    no_ignore: bool
    force_exclude: bool


@dataclass(frozen=True, slots=True)
class Command:
    """Another command; `code` is the one to explain."""

    name: str
    code: str


class _Parser(argparse.ArgumentParser):
    """Its errors are one sentence, as all of ours; argparse prints every option before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"nsa-lint: error: {message}; see {self.prog} --help\n")


def parse(argv: Sequence[str]) -> Arguments | Command:
    """Parse the command line; exits with status 2 where it makes no sense."""
    parser = _parser()
    given = parser.parse_args(argv)
    if given.command != "check":
        return Command(given.command, getattr(given, "code", "").upper())
    problem = _contradiction(given)
    if problem:
        parser.error(problem)
    return Arguments(
        tuple(_flake8_arguments(given)),
        tuple(given.paths),
        given.output_format,
        (given.fix or given.diff) and not given.add_noqa,
        given.unsafe_fixes,
        given.diff,
        given.add_noqa,
        given.write_baseline or "",
        given.exit_zero,
        given.statistics,
        given.color,
        not given.no_cache,
        given.cache_dir or "",
        given.no_ignore,
        given.force_exclude,
    )


def _contradiction(given: argparse.Namespace) -> str:
    """What does not go together; "" where all does."""
    writes = [f"--{name.replace('_', '-')}" for name in ("fix", "add_noqa") if getattr(given, name)]
    if "-" in given.paths and writes and not given.diff:
        return f"{writes[0]} with standard input (`-`): there is no file to write; add --diff to see the change"
    if len(writes) > 1:
        return f"{' and '.join(writes)} contradict each other; expected one of them"
    if given.write_baseline is not None and (writes or given.diff):
        return f"--write-baseline and {[*writes, '--diff'][0]} contradict each other; expected one of them"
    if given.diff and given.output_format in DOCUMENTS:
        return f"--diff prints a diff, --output-format {given.output_format} another document; expected one of them"
    if given.unsafe_fixes and not (given.fix or given.diff):
        return "--unsafe-fixes alone does nothing; expected --fix or --diff beside it"
    return ""


@functools.cache
def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "nsa-lint", description="Find variables that only some arms of a Triton-vs-fallback dispatch define."
    )
    parser.add_argument("--version", action="version", version=f"nsa-lint {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check files and folders")
    check.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .); `-` is standard input")
    for ours, _, metavar, text in _SHARED:
        names = ("-j", ours) if ours == "--jobs" else (ours,)
        action = "append" if ours == "--append-config" else "store"
        check.add_argument(*names, metavar=metavar, help=text, action=action, type=_CHECKED.get(ours, str))
    check.add_argument(
        "--no-package", action="store_const", const="off", dest="package", help="the same as --package off"
    )
    for flag, text in _SHARED_FLAGS:
        check.add_argument(flag, action="store_true", help=text)
    check.add_argument("--no-ignore", action="store_true", help="check what ignore files and defaults leave out, too")
    check.add_argument(
        "--force-exclude", action="store_true", help="exclude files that are named on the command line, too"
    )
    check.add_argument("--fix", action="store_true", help="write the fixes that are safe")
    check.add_argument("--unsafe-fixes", action="store_true", help="also apply fixes that need review")
    check.add_argument("--diff", action="store_true", help="show the changes instead of writing them")
    check.add_argument("--add-noqa", action="store_true", help="add a noqa comment to the line of each finding")
    check.add_argument(
        "--write-baseline", metavar="FILE", type=_given, help="list all findings in this file; see --baseline"
    )
    check.add_argument("--output-format", choices=FORMATS, default="text", help="default: %(default)s")
    check.add_argument("--exit-zero", action="store_true", help="exit with status 0 even with findings")
    check.add_argument(
        "--statistics", action="store_true", help="count the findings of each code, and the files that were analysed"
    )
    check.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    check.add_argument(
        "--cache-dir", metavar="DIR", type=_given, help="the cache (default: nsa-lint in the user's caches)"
    )
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: %(default)s")
    explain = commands.add_parser("explain", help="explain a code")
    explain.add_argument("code", metavar="CODE", help="for example NSA101")
    commands.add_parser("rules", help="list all codes")
    commands.add_parser("server", help="speak the Language Server Protocol over standard input and output")
    return parser


def _jobs(text: str) -> str:
    if text != "auto" and not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} must be 'auto' or an integer above 0")
    return text


def _number(text: str) -> str:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} must be an integer above 0")
    return text


def _given(text: str) -> str:
    """Where "" would silently be the default: a variable of a shell that is not set."""
    if not text:
        raise argparse.ArgumentTypeError("'' is empty; expected a value")
    return text


_CHECKED: Mapping[str, Callable[[str], str]] = {
    "--jobs": _jobs,
    "--max-nodes": _number,
    "--select": _given,
    "--extend-select": _given,
    "--filename": _given,
    "--stdin-filename": _given,
}


def _flake8_arguments(given: argparse.Namespace) -> list[str]:
    arguments: list[str] = []
    for ours, theirs, _, _ in _SHARED:
        value = getattr(given, ours[2:].replace("-", "_"))
        for each in value if isinstance(value, list) else [value] if value is not None else []:
            arguments.append(f"{theirs}={each}")
    arguments += [flag for flag, _ in _SHARED_FLAGS if getattr(given, flag[2:].replace("-", "_"))]
    return [*arguments, "--", *given.paths]
