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


def under_another_name(flag):
    ap = argparse.ArgumentParser()
    if flag:
        y = 1
    else:
        ap.error("no")
    return y


def another_name_that_is_annotated(options: argparse.ArgumentParser, flag):
    if flag:
        y = 1
    else:
        options.exit(1)
    return y


def another_name_that_is_given(ap, flag):
    if flag:
        y = 1
    else:
        ap.error("no")
    return y


class Options(argparse.ArgumentParser):
    pass


class Lenient(argparse.ArgumentParser):
    def error(self, message):
        print(message)


def of_a_class_of_its_own(flag):
    own = Options()
    if flag:
        y = 1
    else:
        own.error("no")
    return y


def of_a_class_that_goes_on(flag):
    lenient = Lenient()
    if flag:
        y = 1
    else:
        lenient.error("no")
    return y  # NSA201: y


def made() -> argparse.ArgumentParser:
    return argparse.ArgumentParser()


def made_by_a_function(flag):
    from_elsewhere = made()
    if flag:
        y = 1
    else:
        from_elsewhere.exit()
    return y


def of_a_command(commands, flag):
    run = commands.add_parser("run")
    if flag:
        y = 1
    else:
        run.error("no")
    return y


def a_name_that_is_more(flag):
    options_or_log = argparse.ArgumentParser()
    if flag:
        y = 1
        options_or_log = flag
    else:
        options_or_log.error("no")
    return y  # NSA201: y


def a_name_of_something_else(words: list, flag):
    if flag:
        y = 1
    else:
        words.error("no")
    return y  # NSA201: y


def the_same_name_for_a_parser():
    words = argparse.ArgumentParser()
    words.error("no")
