"""What checkers say of code that cannot fail: the examples of docs/false-positives.md, which the tests run.

`python -m tools.false_positives` prints the table of the page, with every checker that is installed in this environment
(`make peers` sets one up); `--write` puts it into the page.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lab.false_positives import PAGE, examples
from tools.peers import CHECKERS, run

_TABLE = re.compile(r"(?<=## What each tool says\n\n)(?:TABLE|\|.*?\n\n\(.*?\))(?=\n)", re.S)
SCOPE_ALL = "--nsa-scope=all"


def installed() -> list[str]:
    """The checkers of this environment."""
    names = []
    for tool in CHECKERS:
        try:
            version(tool)
        except PackageNotFoundError:
            continue
        names.append(tool)
    return names


def table() -> str:
    """One row an example, one column a tool: `quiet`, or the names that it reports."""
    tools = installed()
    rows = ["| | " + " | ".join(f"{tool} {version(tool)}" for tool in tools) + " |", "| --- " * (len(tools) + 1) + "|"]
    totals = dict.fromkeys(tools, 0)
    with tempfile.TemporaryDirectory() as folder:
        for title, text in examples():
            Path(folder, "example.py").write_text(text, encoding="utf-8")
            cells = []
            for tool in tools:
                command, names = CHECKERS[tool]
                extra = [SCOPE_ALL] if tool == "nsa-guard" else []
                reported = names(run(folder, [*command, *extra, "example.py"]))
                totals[tool] += bool(reported)
                cells.append(f"`{'`, `'.join(sorted(set(reported)))}`" if reported else "quiet")
            rows.append(f"| {title} | " + " | ".join(cells) + " |")
    count = len(examples())
    rows.append("| **false positives** | " + " | ".join(f"{totals[tool]} of {count}" for tool in tools) + " |")
    return "\n".join(rows)


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", metavar="DATE", help="put the table into the page, measured on this day")
    arguments = parser.parse_args()
    measured = table()
    print(measured)
    if arguments.write:
        where = f"in the environment of `make peers`, Python {sys.version.split()[0]}, {arguments.write}"
        how = f"(`python -m tools.false_positives` {where})"
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_TABLE.sub(lambda _: f"{measured}\n\n{how}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
