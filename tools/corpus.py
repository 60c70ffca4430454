"""Every real bug, its fix, and every near-miss: what is said of it, and whether that is what is written down.

    python -m tools.corpus

fetches all archives (120 MB), prints one line for each entry, and fails where one differs from `lab/data/*.json`.
"""

from __future__ import annotations

import sys

from lab.corpus import bugs, near_misses


def main() -> int:
    wrong = 0
    for bug in bugs():
        told = [each for each in bug.bug.reports(bug.name) if each.line == bug.line]
        fixed = {each.line for each in bug.fix.reports(bug.name)} if bug.fix else set()
        as_written = bool(told) != bool(bug.missed) and fixed == ({bug.fix_line} if bug.fix_line else set())
        wrong += not as_written
        said = f"{told[0].code} at line {bug.line}" if told else f"missed: {bug.missed}"
        after = (
            "no fixed version" if bug.fix is None else f"its fix: {sorted(fixed) or 'clean'} {bug.fix_note}".rstrip()
        )
        print(f"{' ' if as_written else '!'} bug {bug.id}: {said}; {after}")
    misses = near_misses()
    for miss in misses:
        told = [each for each in miss.at.reports(miss.name) if each.line == miss.line]
        as_written = bool(told) == bool(miss.reported)
        wrong += not as_written
        said = f"{told[0].code} at line {miss.line}: {miss.reported}" if told else "left alone"
        print(f"{' ' if as_written else '!'} near-miss {miss.id}: {said}")
    missed = sum(bool(bug.missed) for bug in bugs())
    reported = sum(bool(miss.reported) for miss in misses)
    print(f"{len(bugs()) - missed} of {len(bugs())} bugs reported, {reported} of {len(misses)} near-misses;")
    print(f"{wrong} entries not as written")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
