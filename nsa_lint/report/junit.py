"""JUnit XML: a test suite with one failed test case a finding, for CI systems that show test results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from nsa_lint.model import Diagnostic
from nsa_lint.report.found import FileReport, Style
from nsa_lint.rules import RULES

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """One suite a file; without findings one suite with one test that passes, for a report has to hold a test."""
    reports = list(files)
    count = sum(len(file.diagnostics) for file in reports)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<testsuites name="nsa-lint" tests="{max(count, 1)}" failures="{count}" errors="0">'
    for file in reports:
        number = len(file.diagnostics)
        yield f'  <testsuite name={_attribute(file.path)} tests="{number}" failures="{number}" errors="0">'
        for each in file.diagnostics:
            yield from _case(file, each)
        yield "  </testsuite>"
    if not reports:
        yield '  <testsuite name="nsa-lint" tests="1" failures="0" errors="0">'
        yield '    <testcase name="no findings" classname="nsa-lint"/>'
        yield "  </testsuite>"
    yield "</testsuites>"


def _case(file: FileReport, each: Diagnostic) -> Iterator[str]:
    at = file.places.of(each)
    name = f"{each.code} {at}"
    message = f"{at.prefix}{file.places.text(each.message)}"
    kind = RULES[each.code].severity.value
    head = f"    <testcase name={_attribute(name)} classname={_attribute(file.path)}"
    yield f'{head} file={_attribute(file.path)} line="{at.file_line}">'
    yield f"      <failure type={_attribute(kind)} message={_attribute(f'{each.code} {message}')}>"
    yield f"{escape(_clean(f'{file.path}:{at}: {each.code} {file.places.text(each.message)}'))}</failure>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
