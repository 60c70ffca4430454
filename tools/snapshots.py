"""What is reported of the cases and of real code, and the work: what differs from the files, or the files anew.

    python -m tools.snapshots          # shows what differs, and exits with 1 where something does
    python -m tools.snapshots --write

The files are `tests/cases/*/reports.txt`, of the cases in full, and `lab/data/real_code.txt`, a line for each of some
files of released packages, and for each of some holes in them.
"""

from __future__ import annotations

import argparse
import difflib
import sys

from lab import real_code, snapshots


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write these files anew")
    if parser.parse_args().write:
        snapshots.write()
        real_code.write()
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
    changed = [*difflib.unified_diff(real_code.lines(), real_code.today(), "kept", "now", lineterm="", n=0)]
    print(*changed, sep="\n", end="\n" if changed else "")
    return 1 if differ or changed else 0


if __name__ == "__main__":
    sys.exit(main())
