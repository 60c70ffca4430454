# `import *` may bind the name of the helper.
import argparse


def build():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
    return parser


from nsa_case_parsers import *


def after_import_of_any_name(words):
    args = build().parse_args(words)
    if args.mode == "fast":
        x = 1
    elif args.mode == "slow":
        x = 2
    use(x)  # NSA201: x
