# A method, or a function within another, is not what its bare name stands for.
import argparse
import builtins


class Tool:
    def build(self):
        parser = argparse.ArgumentParser()
        parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
        return parser

    def parse(words):
        return Tool().build().parse_args(words)


def around():
    def make():
        parser = argparse.ArgumentParser()
        parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
        return parser
    return make


def other():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", default="auto")
    return parser


builtins.build = builtins.make = other
builtins.parse = lambda words: other().parse_args(words)


def of_a_method(words):
    args = build().parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_a_method([])


def of_a_method_as_a_pair(words):
    args, _ = build().parse_known_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_a_method_as_a_pair([])


def by_a_name(words):
    parser = build()
    args = parser.parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: by_a_name([])


def of_a_function_within_another(words):
    args = make().parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: of_a_function_within_another([])


def parsed_by_a_method(words):
    args = parse(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: parsed_by_a_method([])
