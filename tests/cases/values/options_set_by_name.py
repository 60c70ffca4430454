"""Options of argparse that something changes after they were parsed."""

import argparse

MODES = ["fast", "slow"]


def set_by_name(words, name):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    setattr(args, name, "auto")
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: set_by_name([], "mode")
