"""What was parsed is handed to functions of the file: each of its options has one of its values there, too."""

import argparse




def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    parser.add_argument("--quick", action="store_true")
    return parser


def build_open():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"])
    return parser


def build_wide():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow", "both"], default="fast")
    return parser


def main(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)


if __name__ != "":
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    args = parser.parse_args([])
    main(args)


def by_position(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)


def calls_by_position(words):
    args = build().parse_args(words)
    by_position(args)
# run: calls_by_position([])
# run: calls_by_position(["--mode", "slow"])


def at_once(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)


def calls_at_once(words):
    at_once(build().parse_args(words))
# run: calls_at_once(["--mode", "slow"])


def by_name(count, args):
    if args.mode == "fast":
        x = count
    elif args.mode == "slow":
        x = 2
    use(x)


def calls_by_name(words):
    options = build().parse_args(words)
    by_name(args=options, count=3)
# run: calls_by_name([])


def handed_on_twice(args):
    inner(args, 1)


def inner(given, n):
    if given.mode == "fast":
        x = n
    elif given.mode == "slow":
        x = 2
    use(x)


def calls_handed_on_twice(words):
    handed_on_twice(build().parse_args(words))
# run: calls_handed_on_twice(["--mode", "slow"])


def in_a_class(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)


class Runner:
    def __init__(self, words):
        args = build().parse_args(words)
        self.mode = args.mode
        in_a_class(args)
# run: Runner(["--mode", "slow"])


def calls_itself(args, depth):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)
    if depth:
        calls_itself(args, depth - 1)


def calls_what_calls_itself(words):
    calls_itself(build().parse_args(words), 2)
# run: calls_what_calls_itself([])


def of_two_parsers(args):
    if args.mode == "fast":
        x = 1
    elif args.mode in ("slow", "both"):
        x = 2
    use(x)
    if args.mode == "fast":
        y = 1
    elif args.mode == "slow":
        y = 2
    use(y)  # NSA201: y


def calls_of_two_parsers(words, wide):
    if wide:
        of_two_parsers(build_wide().parse_args(words))
    else:
        of_two_parsers(build().parse_args(words))
# run: calls_of_two_parsers([], False)
# run: calls_of_two_parsers(["--mode", "both"], True)


def without_a_default(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_without_a_default(words):
    without_a_default(build_open().parse_args(words))
# run: calls_without_a_default([])


def of_another_object_too(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_of_another_object(words):
    of_another_object_too(build().parse_args(words))
    of_another_object_too(argparse.Namespace(mode="other"))
# run: calls_of_another_object([])


def read_otherwise(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def reads_otherwise(words):
    read_otherwise(build().parse_args(words))
    for each in [read_otherwise]:
        each(argparse.Namespace(mode="other"))
# run: reads_otherwise([])


def changed_before(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def changes_before(words):
    args = build().parse_args(words)
    args = argparse.Namespace(mode=args.mode + "er")
    changed_before(args)
# run: changes_before([])


def changed_by_the_caller(args):
    args = argparse.Namespace(mode=args.mode + "er")
    gets_changed(args)


def gets_changed(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_changed_by_the_caller(words):
    changed_by_the_caller(build().parse_args(words))
# run: calls_changed_by_the_caller([])


def changes_its_own(args):
    if args.quick:
        args = argparse.Namespace(mode="other", quick=True)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_what_changes_its_own(words):
    changes_its_own(build().parse_args(words))
# run: calls_what_changes_its_own([])
# run: calls_what_changes_its_own(["--quick"])


def by_a_star(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_by_a_star(words):
    by_a_star(build().parse_args(words))
    by_a_star(*[argparse.Namespace(mode="other")])
# run: calls_by_a_star([])


def other(function):
    return lambda _: function(argparse.Namespace(mode="other"))


@other
def decorated(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_decorated(words):
    decorated(build().parse_args(words))
# run: calls_decorated([])


def a_parameter_of_an_inner_function(args):
    def inner_of_it(args):
        with_a_parameter_of_that_name(args)
    return inner_of_it


def with_a_parameter_of_that_name(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_with_an_inner_function(words):
    a_parameter_of_an_inner_function(build().parse_args(words))(argparse.Namespace(mode="other"))
# run: calls_with_an_inner_function([])


def never_called(args):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
# run: never_called(argparse.Namespace(mode="other"))


def by_its_place_alone(args, /, **others):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls_with_others(words):
    by_its_place_alone(argparse.Namespace(mode="other"), args=build().parse_args(words))
# run: calls_with_others([])


def by_its_place(args, /):
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)


def calls_by_place(words):
    by_its_place(build().parse_args(words))
# run: calls_by_place([])
# run: calls_by_place(["--mode", "slow"])
