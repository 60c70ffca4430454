"""The picture of the README: the report on a file with the bug, as a terminal shows it.

`python -m tools.picture` writes docs/report.svg; `--check` fails where the file is not what it would write.
"""

from __future__ import annotations

import argparse
import sys

from lab.picture import PICTURE, report, svg, words


def main() -> None:
    """Write the picture, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the picture is out of date")
    arguments = parser.parse_args()
    drawn = svg(report())
    if not arguments.check:
        PICTURE.write_text(drawn, encoding="utf-8")
        print(f"{PICTURE}: {len(drawn)} bytes")
    elif words(PICTURE.read_text(encoding="utf-8")) != words(drawn):
        sys.exit(f"{PICTURE} is out of date; write it again with python -m tools.picture")


if __name__ == "__main__":
    main()
