"""What the module passes to other functions than `main` may be anything where somebody else calls them."""

import argparse


def convert(mode):
    if mode == "fast":
        x = 1
    elif mode == "slow":
        x = 2
    use(x)  # NSA201: x


if __name__ != "":
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    args = parser.parse_args([])
    convert(args.mode)
# run: {"convert": convert}["convert"]("other")
