"""Functions declare other options of a parser that is global, and have parsers of their own of the same name."""

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--level", choices=["a", "b"], default="a")


def more():
    parser.add_argument("--other")


def extend(parser):
    parser.set_defaults(level="c")


def another():
    parser = argparse.ArgumentParser()
    parser.add_argument("--level", default="c")
    extend(parser)


more()
another()
args = parser.parse_args([])
if args.level == "a":
    x = 1
elif args.level == "b":
    x = 2
print(x)
# run:
