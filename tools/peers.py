"""What other checkers say of the real file with the bug and without it: `make peers` prints the table of the README.

A tool sees the bug if it says something of the broken file that it does not say of the fixed one. Each runs with its
check for possibly unbound names switched on, in a folder that holds nothing but the two files.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from lab import fetch, surgery
from lab.surgery import FILE, PACKAGE, VERSION

BROKEN, FIXED = "broken.py", "fixed.py"
_ALONE = ("--follow-imports=skip", "--ignore-missing-imports")
PYLINT = "used-before-assignment,possibly-used-before-assignment,undefined-variable,undefined-loop-variable"


def lines(pattern: str) -> Callable[[str], list[str]]:
    """The names in the lines that the pattern finds; its group is the name."""
    return lambda out: re.findall(pattern, out, re.MULTILINE)


def pyright_names(out: str) -> list[str]:
    """Names out of pyright's JSON."""
    rules = ("reportPossiblyUnboundVariable", "reportPossiblyUnbound", "reportUnboundVariable")
    said = [each for each in json.loads(out)["generalDiagnostics"] if each.get("rule") in rules]
    return [re.findall(r'"(\w+)"', each["message"])[0] for each in said]


def pyrefly_names(out: str) -> list[str]:
    """Names out of pyrefly's JSON."""
    said = [each for each in json.loads(out)["errors"] if each["name"] == "unbound-name"]
    return [re.findall(r"`(\w+)`", each["description"])[0] for each in said]


CHECKERS: dict[str, tuple[list[str], Callable[[str], list[str]]]] = {
    "pylint": (["pylint", "--disable=all", f"--enable={PYLINT}"], lines(r": E06\d\d: .*?'(\w+)'")),
    "pyrefly": (["pyrefly", "check", "--output-format=json", "--error=unbound-name"], pyrefly_names),
    "mypy": (
        ["mypy", "--enable-error-code=possibly-undefined", "--check-untyped-defs", *_ALONE],
        lines(r'"(\w+)" (?:may be undefined|is used before definition)'),
    ),
    "ty": (
        ["ty", "check", "--output-format=concise", "--error=possibly-unresolved-reference"],
        lines(r"\[(?:possibly-)?unresolved-reference\] Name `(\w+)` "),
    ),
    "pyright": (["pyright", "--outputjson"], pyright_names),
    "nsa-guard": (["flake8", "--isolated", "--select=NSA"], lines(r": NSA\d+ '(\w+)'")),
}


def main() -> None:
    """Run every checker on both files and print the table; fails where one said nothing at all, or we are wrong."""
    original = fetch.text(PACKAGE, VERSION, FILE)
    print(f"{PACKAGE}=={VERSION} {FILE}, Python {sys.version.split()[0]}\n")
    print("| tool | reports, broken file | reports, fixed file | said of the broken file only |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, BROKEN).write_text(surgery.broken(original), encoding="utf-8")
        Path(folder, FIXED).write_text(surgery.fixed(original), encoding="utf-8")
        for tool, (command, names) in CHECKERS.items():
            broken, fixed = (Counter(names(run(folder, [*command, file]))) for file in (BROKEN, FIXED))
            only = sorted((broken - fixed).elements())
            print(f"| {tool} {version(tool)} | {broken.total()} | {fixed.total()} | {', '.join(only) or 'nothing'} |")
            if tool == "nsa-guard" and (only != sorted(surgery.NAMES) or fixed):
                sys.exit("expected the two names, and silence on the fixed file")
            if not broken:
                sys.exit(f"{tool} said nothing at all: was its check on?")


def run(folder: str, command: list[str]) -> str:
    """What the command prints."""
    program = Path(sys.executable).with_name(command[0])
    return subprocess.run([program, *command[1:]], cwd=folder, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
