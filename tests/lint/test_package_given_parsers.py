"""Parameters that other files give a parser of `argparse`, where the file does not say so: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import HEAD, Case
from tests.lint.package_runs import PackageCases

CHECK = """
def check(x, parser):
    if _is_cuda:
        y = x
    else:
        parser.error("no")
    return y
"""
MAIN = """
import argparse

from .work import check


def main(x):
    parser = argparse.ArgumentParser()
    return check(x, parser)
"""
LOG = """
class Log:
    def error(self, text):
        pass

    exit = error
"""
CALLS = ("main.main(1)",)


def checked(
    main: str = MAIN, work: str = CHECK, *, fails: bool = False, calls: tuple[str, ...] = CALLS, **others: str
) -> Case:
    return Case(HEAD + work, calls, fails=fails, others={"main": main, **others})


NOTES = MAIN.replace("import argparse\n", LOG).replace("argparse.ArgumentParser()", "Log()")
SECOND = "from .work import check\n" + LOG + "\n\ndef second(x):\n    return check(x, Log())\n"
CASES = {
    "given_a_parser": checked(),
    "under_another_name": checked(work=CHECK.replace("parser", "options")),
    "by_its_name": checked(MAIN.replace("(x, parser)", "(x, parser=parser)")),
    "as_it_is_annotated": checked(
        MAIN.replace(
            "main(x):\n    parser = argparse.ArgumentParser()", "main(x, ap: argparse.ArgumentParser):"
        ).replace("check(x, parser)", "check(x, ap)")
        + "\n\ndef start(x):\n    return main(x, argparse.ArgumentParser())\n",
        calls=("main.start(1)",),
    ),
    "by_its_module": checked(
        MAIN.replace("from .work import check", "from . import work").replace("check(x", "work.check(x")
    ),
    "it_exits": checked(work=CHECK.replace('error("no")', "exit(1)")),
    "through_a_function_of_a_third_file": checked(
        MAIN.replace("from .work", "from .between"),
        between="from . import work\n\n\ndef check(x, p):\n    return work.check(x, p)\n",
    ),
    "through_a_function_of_the_file": checked(
        MAIN.replace("check", "begin"), CHECK + "\n\ndef begin(x, options):\n    return check(x, options)\n"
    ),
    "a_parser_of_a_command": checked(
        MAIN.replace("argparse.ArgumentParser()", 'argparse.ArgumentParser().add_subparsers().add_parser("run")')
    ),
    "a_test_gives_something_else": checked(
        test_work=SECOND,
    ),
    # it may be something else
    "given_something_else": checked(NOTES, fails=True),
    "given_either": checked(fails=True, calls=(*CALLS, "other.second(1)"), other=SECOND),
    "given_something_else_under_a_second_name": checked(
        fails=True,
        calls=(*CALLS, "third.third(1)"),
        other="from .work import check as checked\n",
        third="from .other import checked\n" + LOG + "\n\ndef third(x):\n    return checked(x, Log())\n",
    ),
    "nobody_calls_it": checked("", fails=True, calls=("work.check(1, other.Log())",), other=LOG),
    "handed_on_as_a_value": checked(
        MAIN
        + LOG
        + "\n\ndef either(function):\n    return function(1, Log())\n\n\ndef second():\n    return either(check)\n",
        fails=True,
        calls=(*CALLS, "main.second()"),
    ),
    "looked_up_by_a_text": checked(
        fails=True,
        calls=(*CALLS, "other.second(1)"),
        other="from . import work\n" + LOG + '\n\ndef second(x):\n    return getattr(work, "check")(x, Log())\n',
    ),
    "bound_again": checked(
        work=LOG + CHECK.replace("    if _is_cuda", "    if x:\n        parser = Log()\n    if _is_cuda"), fails=True
    ),
    "the_name_of_something_else_beside_it": checked(
        work=LOG + CHECK + CHECK.replace("check(x, parser):", "note(x):\n    parser = Log()"),
        fails=True,
        calls=(*CALLS, "work.note(1)"),
    ),
    "unpacked": checked(
        MAIN.replace("check(x, parser)", "check(*(x, parser))")
        + LOG
        + "\n\ndef second(x):\n    return check(*(x, Log()))\n",
        fails=True,
        calls=(*CALLS, "main.second(1)"),
    ),
}


class TestCases(PackageCases):
    cases = CASES
