import argparse

import click


def refused(flag):
    parser = argparse.ArgumentParser()
    if flag:
        y = 1
    else:
        parser.error("no")
    return y


def a_parameter(arg_parser: argparse.ArgumentParser, flag):
    if flag:
        y = 1
    else:
        arg_parser.exit(1)
    return y


@click.pass_context
def command(ctx, flag):
    if flag:
        y = 1
    else:
        ctx.fail("no")
    return y


def another_object(log, flag):
    if flag:
        y = 1
    else:
        log.error("no")
    return y  # NSA201: y
