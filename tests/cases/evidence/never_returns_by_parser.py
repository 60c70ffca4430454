# A parser of the command line ends the program by `error()` and `exit()`, whatever its name.
import argparse
import logging
from argparse import ArgumentParser

ap = argparse.ArgumentParser()
log = logging.getLogger()


def of_the_module(kind):
    if kind == "cuda":
        y = 1
    else:
        ap.error("no such device")
    return y
# run: of_the_module("cuda")
# run: of_the_module("cpu")


def of_the_function(kind):
    cli = argparse.ArgumentParser()
    if kind == "cuda":
        y = 1
    else:
        cli.exit(1, "no such device")
    return y
# run: of_the_function("cuda")
# run: of_the_function("cpu")


def handed_on(kind, command: ArgumentParser):
    if kind == "cuda":
        y = 1
    else:
        command.error("no such device")
    return y
# run: handed_on("cuda", ap)
# run: handed_on("cpu", ap)


def of_a_subcommand(kind):
    run = argparse.ArgumentParser().add_subparsers().add_parser("run")
    if kind == "cuda":
        y = 1
    else:
        run.error("no such device")
    return y
# run: of_a_subcommand("cuda")
# run: of_a_subcommand("cpu")


def what_returns(kind):
    if kind == "cuda":
        y = 1
    else:
        ap.print_usage()
    return y  # NSA101: y
# run: what_returns("cuda")
# run: what_returns("cpu")


def of_something_else(kind):
    if kind == "cuda":
        y = 1
    else:
        log.error("no such device")
    return y  # NSA101: y
# run: of_something_else("cuda")
# run: of_something_else("cpu")


def sometimes_a_parser(kind, quiet):
    to = argparse.ArgumentParser()
    if quiet:
        to = log
    if kind == "cuda":
        y = 1
    else:
        to.error("no such device")
    return y  # NSA101: y
# run: sometimes_a_parser("cuda", False)
# run: sometimes_a_parser("cpu", True)


def any_parameter(kind, given):
    if kind == "cuda":
        y = 1
    else:
        given.error("no such device")
    return y  # NSA101: y
# run: any_parameter("cuda", ap)
# run: any_parameter("cpu", log)
