"""The command line: `nsa-lint check`, `rules`, `explain CODE`. Exit status 0 clean, 1 findings, 2 misuse or failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from nsa_lint.cli.arguments import Arguments, Command, parse

CLEAN, FINDINGS, MISUSE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except BrokenPipeError:  # `nsa-lint check | head`: the rest has no reader
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except KeyboardInterrupt:
        print("nsa-lint: interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:  # status 1 means findings: a failure of ours must not look like one
        from nsa_lint.checker import internal_error

        print(f"nsa-lint: {internal_error(error)}", file=sys.stderr)
        return MISUSE


def _run(arguments: Arguments | Command) -> int:
    from nsa_lint.run.settings import Misuse  # flake8's parser: not for --help and --version

    try:
        if isinstance(arguments, Arguments):
            from nsa_lint.cli.check import check

            return FINDINGS if check(arguments) else CLEAN
        if arguments.name == "server":
            return _serve()
        print(*(_rules() if arguments.name == "rules" else _explain(arguments.code)), sep="\n")
        return CLEAN
    except Misuse as error:
        print(f"nsa-lint: error: {error}", file=sys.stderr)
        return MISUSE


def _serve() -> int:
    from nsa_lint.run.settings import Misuse

    try:
        from nsa_lint.server.main import serve
    except ModuleNotFoundError as error:
        raise Misuse(f"server needs the package {error.name}: pip install 'nsa-guard[lsp]'") from None
    serve()
    return CLEAN


def _rules() -> Iterator[str]:
    from nsa_lint.rules import RULES

    for rule in RULES.values():
        yield f"{rule.code}  {rule.name:<15}  {'default' if rule.default else 'all':<7}  {rule.summary}"
    yield ""
    yield "default: always reported; all: reported with --scope all (nsa-scope = all), or where the code is selected"


def _explain(code: str) -> Iterator[str]:
    from nsa_lint.report.pages import page
    from nsa_lint.rules import RULES
    from nsa_lint.run.settings import Misuse

    rule = RULES.get(code)
    if rule is None:
        raise Misuse(f"code {code!r} is not known; expected one of {', '.join(RULES)}")
    yield (page(rule.code) or f"{rule.code} {rule.name}: {rule.summary}").rstrip()
