"""A function declares the same option again, in a group of a parser that is global."""

import argparse

parser = argparse.ArgumentParser()
group = parser.add_argument_group()
group.add_argument("--level", choices=["a", "b"], default="a")


def more():
    group.add_argument("--other", dest="level", action="store_const", const="c")


more()
args = parser.parse_args(["--other"])
if args.level == "a":
    x = 1
elif args.level == "b":
    x = 2
print(x)  # NSA201: x
# run:
