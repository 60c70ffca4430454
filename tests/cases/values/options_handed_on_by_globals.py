"""A function that `globals()` may give is called with anything."""

import argparse


def main(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    return x  # NSA201: x


def calls(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    return main(parser.parse_args(words))


def run(name):
    return globals()[name](argparse.Namespace(mode="other"))
# run: calls([])
# run: run("main")
