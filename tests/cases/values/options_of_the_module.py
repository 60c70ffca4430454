"""A function sets another default for an option of a parser that is global."""

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--level", choices=["a", "b"], default="a")


def more():
    parser.set_defaults(level="c")


more()
args = parser.parse_args([])
if args.level == "a":
    x = 1
elif args.level == "b":
    x = 2
print(x)  # NSA201: x
# run:
