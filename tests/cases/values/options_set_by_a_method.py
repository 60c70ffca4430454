# `__setattr__` sets an attribute as `setattr` does.
import argparse


def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    return parser


def load(args):
    for key, value in {"mode": "auto"}.items():
        args.__setattr__(key, value)


def of_the_object(words):
    args = build().parse_args(words)
    load(args)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_the_object([])


def of_object(words):
    args = build().parse_args(words)
    object.__setattr__(args, "mode", "auto")
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_object([])
