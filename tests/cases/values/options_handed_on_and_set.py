"""An option that the file sets may have any value wherever it was handed to."""

import argparse


def set_by_another(args):
    args.mode = "other"


def handed(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    args = parser.parse_args(words)
    set_by_another(args)
    handed(args)
# run: calls([])


def calls_at_once(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    handed(parser.parse_args(words))
# run: calls_at_once([])
