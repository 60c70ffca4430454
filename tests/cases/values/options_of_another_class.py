"""Parsers of a class that has only the name of argparse's."""

import argparse

MODES = ["fast", "slow"]


class ArgumentParser(argparse.ArgumentParser):
    def parse_args(self, words=None):
        return argparse.Namespace(mode="auto")


def of_the_file(words):
    parser = ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_the_file([])


def of_argparse(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: of_argparse(["--mode", "slow"])


def of_argparse_by_another_name(words):
    from argparse import ArgumentParser as Parser

    parser = Parser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: of_argparse_by_another_name([])
