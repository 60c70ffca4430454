"""The checker as the tests call it: text in, diagnostics out."""

from __future__ import annotations

from dataclasses import replace

from nsa_lint.checker import check, check_safely
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source


class NotAnalysed(AssertionError):
    """The checker gave no answer for some function."""


DEFAULT = Options()
ALL = Options(scope="all")
EVERY_CODE = Options(scope="all", also=("NSA301",))


def report(text: str, options: Options = DEFAULT, path: str = "example.py") -> list[Diagnostic]:
    """What is said of a text, in order."""
    return check(Source.of_text(path, text), options)


def reads(text: str, options: Options = ALL) -> list[Diagnostic]:
    """The failing reads that are reported, whatever the code; 'not analysed' is no answer and fails loudly."""
    return _reads(report(text, options), text)


def reads_of_file(path: str, options: Options = ALL) -> list[Diagnostic]:
    """The same of a file with its package."""
    source = Source.read(path)
    return _reads(check_safely(source, options), source.text)


def _reads(found: list[Diagnostic], text: str) -> list[Diagnostic]:
    given_up = [diagnostic.message for diagnostic in found if diagnostic.code == "NSA901"]
    if given_up:
        raise NotAnalysed(f"not analysed: {given_up}\n{text}")
    return [each for one in found for each in separate(one)]


def separate(found: Diagnostic) -> list[Diagnostic]:
    """A report, and one for each of the further reads that fall into the same hole."""
    result, seen = [found], {found.name}
    for use in found.also:
        proof = replace(use, further=use.further or use.name in seen)
        seen.add(use.name)
        line, column = use.read.line, use.read.column + 1
        result.append(replace(found, line=line, column=column, name=use.name, proof=proof, also=()))
    return result


def names(text: str, options: Options = ALL) -> set[str]:
    """The variables that are reported."""
    return {diagnostic.name for diagnostic in reads(text, options)}
