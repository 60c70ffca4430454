"""Options that a function of the file parses, whatever way it gives them back, or that another call parses."""

import argparse

MODES = ["fast", "slow"]


def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    return parser


def build_open():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES)
    return parser


def the_parser_of_a_helper(words):
    args = build().parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: the_parser_of_a_helper([])
# run: the_parser_of_a_helper(["--mode", "slow"])


def without_a_default(words):
    args = build_open().parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: without_a_default([])


def and_the_rest(words):
    args, rest = build().parse_known_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x, rest)
# run: and_the_rest(["--other"])


def without_the_rest(words):
    args = build().parse_known_args(words)[0]
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: without_the_rest(["--other"])


def of_a_parser_here(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, required=True)
    args, _ = parser.parse_known_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: of_a_parser_here(["--mode", "fast"])


def of_a_parser_here_without_a_default(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES)
    args, _ = parser.parse_known_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_a_parser_here_without_a_default([])


def parsed(words):
    args, rest = build().parse_known_args(words)
    if rest:
        raise ValueError
    return args


def by_a_helper(words):
    args = parsed(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: by_a_helper(["--mode", "slow"])


def both(words):
    parser = build()
    args, rest = parser.parse_known_args(words)
    return args, rest


def by_a_helper_that_gives_both(words):
    args, rest = both(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x, rest)
# run: by_a_helper_that_gives_both(["--mode", "slow"])


def direct(words):
    return build().parse_args(words)


def again(words):
    return direct(words)


def by_a_helper_of_a_helper(words):
    args = again(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: by_a_helper_of_a_helper([])


def turned(words):
    args, rest = build().parse_known_args(words)
    return rest, args


def in_the_other_order(words):
    args, rest = turned(words)
    if rest.mode == "fast":
        x = 1
    elif rest.mode == "slow":
        x = 2
    use(x, args)  # NSA201: x
# not run: more is reported than there is


def replaced(words):
    args = build().parse_args(words)
    if not words:
        args = argparse.Namespace(mode="auto")
    return args


def by_a_helper_that_gives_something_else(words):
    args = replaced(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_helper_that_gives_something_else([])


def into_a_namespace(words):
    args, _ = build().parse_known_args(words, argparse.Namespace(mode="auto"))
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: into_a_namespace([])


def swapped(words):
    rest, args = build().parse_known_args(words)
    if args and args[0].mode == "fast":
        x = 1
    elif args and args[0].mode == "slow":
        x = 2
    use(x, rest)  # NSA201: x
# run: swapped([])


def given(words):
    return build().parse_args(words)


def of_a_local_name(words, given):
    args = given(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_a_local_name([], lambda words: argparse.Namespace(mode="auto"))
