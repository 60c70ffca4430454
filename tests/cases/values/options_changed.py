"""Options of argparse that something changes after they were parsed."""

import argparse

MODES = ["fast", "slow"]


def set_afterwards(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    if words:
        args.mode = "auto"
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: set_afterwards(["--mode", "slow"])


def parsed_and_changed():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args([])
    args.mode = "auto"
    return args


def changed_by_a_helper():
    args = parsed_and_changed()
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: changed_by_a_helper()


def changes(args):
    args.mode = "auto"


def changed_by_another_function(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    changes(args)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: changed_by_another_function([])
