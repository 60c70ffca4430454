"""Every call of `main` passes what was parsed: each parameter has one of the values of its option."""

import argparse


def main(model, mode, quick=False, size=None):
    if mode == "fast":
        x = 1
    elif mode == "slow":
        x = 2
    use(model, x)
    if size == "small":
        z = 1
    use(z)  # NSA201: z


def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="base")
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    parser.add_argument("--size", choices=["small", "large"])
    return parser


if __name__ != "":
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="base")
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    parser.add_argument("--size", choices=["small", "large"], default="small")
    args = parser.parse_args([])
    main(args.model, mode=args.mode, size=args.size)


def calls(words):
    options = build().parse_args(words)
    main("other", options.mode, size=options.size)
# run: calls([])
# run: calls(["--mode", "slow", "--size", "small"])
# run: calls(["--size", "large"])
