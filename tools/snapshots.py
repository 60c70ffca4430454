"""What is reported of the cases in full, and the work: what differs from the files, or the files anew.

    python -m tools.snapshots          # shows what differs, and exits with 1 where something does
    python -m tools.snapshots --write

The files are `tests/cases/*/reports.txt`.
"""

from __future__ import annotations

import argparse
import difflib
import sys

from lab import snapshots


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write tests/cases/*/reports.txt")
    if parser.parse_args().write:
        snapshots.write()
        return 0
    kept = snapshots.kept()
    differ = 0
    for case in snapshots.cases():
        before, now = kept.get(case.id, ""), snapshots.snapshot(case)
        if before != now:
            differ += 1
            lines = (before.splitlines(), now.splitlines())
            print(*difflib.unified_diff(*lines, case.id, case.id, lineterm="", n=1), sep="\n")
    print(f"{differ} cases differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
