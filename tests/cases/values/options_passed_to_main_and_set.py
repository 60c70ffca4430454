"""A parameter of `main` that gets another value, and one whose option has no choices."""

import argparse


def main(mode, model):
    if model == "base":
        y = 1
    use(y)  # NSA201: y
    if mode == "slow":
        mode = "slower"
    if mode == "fast":
        x = 1
    elif mode == "slow":
        x = 2
    use(x)  # NSA201: x


def calls(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    parser.add_argument("--model", default="base")
    args = parser.parse_args(words)
    main(args.mode, args.model)
# run: calls([])
# run: calls(["--model", "large"])
# run: calls(["--mode", "slow"])
