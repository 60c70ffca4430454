"""Parsers that are read for something else than to declare options and to parse."""

import argparse
import functools

MODES = ["fast", "slow"]


def extend(parser):
    parser.set_defaults(mode="auto")


def by_a_second_name():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    group = parser
    extend(group)
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_second_name()


def in_a_list():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    for each in [parser]:
        extend(each)
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: in_a_list()


def by_its_defaults():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    parser._defaults["mode"] = "auto"
    parser._actions[-1].default = "auto"
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_its_defaults()


def by_a_bound_method():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    change = parser.set_defaults
    change(mode="auto")
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_bound_method()


def by_a_partial():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    functools.partial(extend, parser)()
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_partial()


def by_a_closure():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")

    def change():
        extend(parser)

    change()
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_closure()


def by_a_default_of_a_parameter():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")

    def change(parser=parser):
        extend(parser)

    change()
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_default_of_a_parameter()


def by_a_group():
    parser = argparse.ArgumentParser()
    group = parser.add_argument_group()
    group.add_argument("--mode", choices=MODES, default="fast")
    extend(group)
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_group()


def by_a_group_without_a_name():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    extend(parser.add_argument_group())
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_group_without_a_name()


def by_the_action():
    parser = argparse.ArgumentParser()
    action = parser.add_argument("--mode", choices=MODES, default="fast")
    action.default = "auto"
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_the_action()


def by_a_subcommand():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    command = parser.add_subparsers().add_parser("run")
    command.set_defaults(mode="auto")
    args = parser.parse_args(["run"])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_subcommand()


def groups_of_one_name():
    parser = argparse.ArgumentParser()
    group = parser.add_argument_group("one")
    group.add_argument("--mode", choices=MODES, default="fast")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--other")
    parser.add_argument_group().add_argument("--more")
    parser.parse_known_args([])
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: groups_of_one_name()


def another_parser_of_the_same_name():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")

    def other():
        parser = argparse.ArgumentParser()
        extend(parser)

    other()
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: another_parser_of_the_same_name()
