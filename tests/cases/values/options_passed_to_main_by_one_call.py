"""Another call of `main` passes what nobody has chosen."""

import argparse


def main(mode, size="small"):
    if mode == "fast":
        x = 1
    elif mode == "slow":
        x = 2
    use(x)  # NSA201: x
    if size == "small":
        z = 1
    use(z)  # NSA201: z


def parsed(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    parser.add_argument("--size", choices=["small"], default="small")
    return parser.parse_args(words)


def calls(mode):
    args = parsed([])
    main(args.mode, args.size)
    main(mode)


def changes(mode):
    main(mode, "large")
# run: changes("fast")
# run: calls("slow")
# run: calls("other")
