"""Options of argparse: `args.mode` is one of the `choices`, or the default."""

import argparse
from enum import Enum

MODES = ["fast", "slow"]


class Kind(Enum):
    FAST = "fast"
    SLOW = "slow"


def one_of_the_choices(words):
    parser = argparse.ArgumentParser(description="one of two")
    parser.add_argument("--mode", choices=["fast", "slow"], default="slow", help="how")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: one_of_the_choices(["--mode", "fast"])
# run: one_of_the_choices([])


def one_of_more_choices(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow", "none"], default="slow")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: one_of_more_choices(["--mode", "none"])


def no_default(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"])
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: no_default([])


def another_default(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="auto")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: another_default([])


def required(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, required=True, type=str)
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: required(["--mode", "fast"])


def required_perhaps(words, required):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, required=required)
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: required_perhaps([], False)


def positional(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=("fast", "slow"))
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: positional(["slow"])


def positional_perhaps(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=("fast", "slow"), nargs="?")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: positional_perhaps([])


def by_its_destination(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("-m", "--the-mode", dest="mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: by_its_destination(["-m", "slow"])


def numbers(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--bits", choices=[4, 8], type=int, default=8)
    args = parser.parse_args(words)
    if args.bits == 4:
        x = 1
    elif args.bits == 8:
        x = 2
    use(x)
# run: numbers(["--bits", "4"])


def a_default_that_is_converted(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--bits", choices=[4, 8], type=int, default="16")
    args = parser.parse_args(words)
    if args.bits == 4:
        x = 1
    elif args.bits == 8:
        x = 2
    elif args.bits == "16":
        x = 3
    use(x)  # NSA201: x
# run: a_default_that_is_converted([])


def a_flag(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--fast", action="store_true")
    args = parser.parse_args(words)
    if args.fast is True:
        x = 1
    elif args.fast is False:
        x = 2
    use(x)
# run: a_flag(["--fast"])
# run: a_flag([])


def a_flag_with_a_default(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--fast", action="store_true", default=None)
    args = parser.parse_args(words)
    if args.fast is True:
        x = 1
    elif args.fast is False:
        x = 2
    use(x)  # NSA201: x
# run: a_flag_with_a_default([])


def members(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", type=Kind, default=Kind.SLOW)
    args = parser.parse_args(words)
    if args.kind is Kind.FAST:
        x = 1
    elif args.kind is Kind.SLOW:
        x = 2
    use(x)
# run: members(["--kind", "fast"])
# run: members([])


def members_without_a_default(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", type=Kind)
    args = parser.parse_args(words)
    if args.kind is Kind.FAST:
        x = 1
    elif args.kind is Kind.SLOW:
        x = 2
    use(x)  # NSA201: x
# run: members_without_a_default([])


def in_a_group(words):
    parser = argparse.ArgumentParser()
    group = parser.add_argument_group("modes")
    group.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: in_a_group([])


def with_other_defaults(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    parser.set_defaults(mode="auto")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: with_other_defaults([])


def no_default_at_all(words):
    parser = argparse.ArgumentParser(argument_default="auto")
    parser.add_argument("--mode", choices=MODES, required=False)
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    elif args.mode is None:
        x = 3
    use(x)  # NSA201: x
# run: no_default_at_all([])


def of_a_namespace(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words, argparse.Namespace(mode="auto"))
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_a_namespace([])


def handed_on(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    changes(parser)
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def changes(parser):
    parser.set_defaults(mode="auto")
# run: handed_on([])


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    return parser.parse_args([])


def parsed_by_a_helper():
    args = parsed()
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: parsed_by_a_helper()


def made():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    return parser


def made_by_a_helper(words):
    parser = made()
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
# run: made_by_a_helper(["--mode", "slow"])


def made_by_a_helper_with_other_defaults(words):
    parser = made()
    parser.set_defaults(mode="auto")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: made_by_a_helper_with_other_defaults([])


def declared_twice(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    parser.add_argument("--auto", dest="mode", action="store_const", const="auto")
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: declared_twice(["--auto"])


def one_of_two_parsers(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    if words:
        parser = argparse.ArgumentParser()
        parser.add_argument("--mode", default="auto")
    args = parser.parse_args([])
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: one_of_two_parsers(["x"])


class Keeps:
    def __init__(self, args):
        self.mode = args.mode


def kept(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=MODES, default="fast")
    args = parser.parse_args(words)
    keeps = Keeps(args)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x, keeps)
# run: kept([])
