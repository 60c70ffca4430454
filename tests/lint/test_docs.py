"""The documents under docs/ and CONTRIBUTING.md are true: every Python example is checked, every command is run.

In a `python` block a comment `# NSA101: name` marks the line of a report (`# NSA901` where no name is concerned); what
is not marked must not be told. A `console` block holds commands (`$ ...`) with their whole output; they run in a folder
where the last `python` block before them is `example.py`. A `diff` block changes the checker for the commands behind
it, up to the next heading.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lab import fetch
from lab.check import EVERY_CODE
from lab.packages import files_of, lines_before, write_package
from nsa_lint.checker import check, unreadable
from nsa_lint.model import Diagnostic
from nsa_lint.rules import RULES
from nsa_lint.run.files import check_source
from nsa_lint.run.settings import Settings, load
from nsa_lint.syntax.source import Source, Unreadable

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "rules").glob("*.md"))
NAMES = ("index", "start", "playground", "promise", "guards", "architecture")
GUIDES = [ROOT / "docs" / f"{name}.md" for name in (*NAMES, "adopt", "settings", "formats", "false-positives")]
USES = sorted((ROOT / "docs" / "use").glob("*.md"))
DOCUMENTS = [*PAGES, *GUIDES, *USES, ROOT / "CONTRIBUTING.md"]
PACKAGES = ("nsa_lint", "nsa_runtime", "lab", "tools", "benchmarks")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_MARK = re.compile(r"# (NSA\d{3})(?:: ([\w.]+))?(?=\s|$)")
_SEEN = re.compile(r"Seen in ([\w-]+)==([\w.]+),\s+`([^`]+)`:\s+'([\w.]+)' at line (\d+)")
_LINK = re.compile(r"\]\(([^)#:]+)\)")


@dataclass(frozen=True)
class Block:
    document: Path
    line: int
    language: str
    text: str
    example: str  # the last python block before it
    patch: str  # the diff blocks before it under the same heading

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def blocks(language: str) -> list[Block]:
    return [block for document in DOCUMENTS for block in blocks_of(document) if block.language == language]


def blocks_of(document: Path) -> Iterator[Block]:
    text = document.read_text(encoding="utf-8")
    example = patch = ""
    end = 0
    for match in _BLOCK.finditer(text):
        if "\n## " in text[end : match.start()]:
            patch = ""
        end = match.end()
        if match[1] == "python":
            example = match[2]
        elif match[1] == "diff":
            patch += match[2]
        yield Block(document, text[: match.start()].count("\n") + 1, match[1], match[2], example, patch)


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_an_example_gets_the_reports_that_it_is_marked_with(block: Block) -> None:
    marked = [(number, *mark) for number, line in enumerate(block.text.splitlines(), 1) for mark in _MARK.findall(line)]
    assert [(each.line, each.code, each.name) for each in told(block.text)] == marked


def told(text: str) -> list[Diagnostic]:
    """As the command line tells it, with `--scope all` and the codes that have to be named."""
    settings = load(["--isolated", "--nsa-scope=all", "--extend-select=NSA301"])
    if files_of(text):
        return told_of_package(text, settings)
    try:
        return list(check_source(Source.of_text("example.py", text), settings).diagnostics)
    except Unreadable as error:
        return [unreadable(error)]


def told_of_package(text: str, settings: Settings) -> list[Diagnostic]:
    """The same for an example of several files; the lines are those of the example."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_package(Path(folder), text)
        before = lines_before(text)
        found = [(path, each) for path in paths for each in check_source(Source.read(str(path)), settings).diagnostics]
        return [replace(each, line=each.line + before[path.relative_to(folder).as_posix()]) for path, each in found]


@pytest.mark.parametrize("block", blocks("console"), ids=str)
def test_a_command_says_what_is_shown(block: Block, tmp_path: Path) -> None:
    if not write_package(tmp_path, block.example):
        (tmp_path / "example.py").write_text(block.example, encoding="utf-8")
    checkout = patched(block.patch, tmp_path / "checkout") if block.patch else ROOT
    for command, shown in commands(block.text):
        assert run(command, tmp_path, checkout) == shown, command


def patched(patch: str, checkout: Path) -> Path:
    """A copy of the checker with a patch applied."""
    shutil.copytree(ROOT / "nsa_lint", checkout / "nsa_lint", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        ["git", "apply", "--recount", "--unidiff-zero", "-"], cwd=checkout, input=patch, text=True, check=True
    )
    return checkout


def commands(text: str) -> list[tuple[str, str]]:
    """Each command with the output that is shown under it."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.M)
    assert parts[0] == "", "a console block starts with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run(command: str, folder: Path, checkout: Path) -> str:
    """Standard output; our own programs through this Python, so that nothing has to be installed."""
    words = shlex.split(command)
    if words[0] == "nsa-lint":
        words = [sys.executable, "-m", "nsa_lint", *words[1:]]
    elif words[0] in ("python", "python3"):
        words[0] = sys.executable
    elif words[0] == "flake8":
        words = [sys.executable, "-m", *words]
    done = subprocess.run(
        words,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(checkout), "COLUMNS": "120", "NO_COLOR": "1"},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_commands_that_set_up_a_machine_name_what_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for block in blocks("sh"):
        for line in block.text.splitlines():
            words = shlex.split(line, comments=True)
            if words[0] == "make":
                assert words[1] in targets, line
            else:
                assert words[:3] == [".venv/bin/python", "-m", "pytest"], line
                assert (ROOT / words[3]).exists(), line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_files_that_are_named_exist(document: Path) -> None:
    for name in re.findall(
        r"`((?:nsa_lint|nsa_runtime|tests|docs|tools)/[\w./]*)`", document.read_text(encoding="utf-8")
    ):
        assert (ROOT / name).exists() or name == "docs/rules/NSA206.md", name


def named_modules() -> dict[str, set[str]]:
    """By folder, what the table of CONTRIBUTING.md names in it; a row that begins with dots goes on with the folder."""
    found: dict[str, set[str]] = {}
    folder = ""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for first, says in re.findall(r"^\| ((?:`|\.\.\.)[^|]*)\|(.*)$", text, re.M):
        for word in re.findall(r"`([\w./]+)`", first):
            if "/" in word and not first.startswith("..."):
                folder, _, word = word.removesuffix(".py").rpartition("/")
            found.setdefault(folder, set()).add(word)
        found[folder].update(re.findall(r"`(\w+)`", says))
    return found


@pytest.mark.parametrize("folder", [each for each in named_modules() if not each.startswith("tests")])
def test_the_table_of_modules_names_every_one(folder: str) -> None:
    modules = {path.stem for path in (ROOT / folder).glob("*.py")}
    assert modules - named_modules()[folder] == {"__init__"} & modules


def test_the_table_of_modules_names_every_folder() -> None:
    folders = {path.parent.relative_to(ROOT).as_posix() for name in PACKAGES for path in (ROOT / name).rglob("*.py")}
    assert {each for each in folders if not each.startswith(("lab/oracle", "lab/no_build"))} <= named_modules().keys()


def test_the_output_that_is_followed_through_the_runtime_is_there() -> None:
    steps = re.findall(r"^\d\. `([\w/.]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M)
    assert len(steps) == 5
    for step in steps[:4]:
        assert "nsa_cu_seqlens_k" in (ROOT / step).read_text(encoding="utf-8"), step


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {page.stem for page in PAGES} == set(RULES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_starts_with_what_the_rule_says_of_itself(page: Path) -> None:
    rule = RULES[page.stem]
    title, _, summary, *_ = page.read_text(encoding="utf-8").splitlines()
    assert title == f"# {rule.code} {rule.name}"
    assert summary.lower().startswith(rule.summary.lower() + ".")
    assert ("Reported by default." in summary) == rule.default


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_an_example_that_is_told_and_one_that_is_not(page: Path) -> None:
    examples = [block.text for block in blocks("python") if block.document == page]
    codes = {mark[0] for text in examples for mark in _MARK.findall(text)}
    assert codes == {page.stem}
    assert any(not _MARK.search(text) for text in examples)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_all_its_parts(page: Path) -> None:
    heads = re.findall(r"^## (.*)$", page.read_text(encoding="utf-8"), re.M)
    assert heads == ["What it says", "Why", "Examples", "How to fix it", "When to silence it"]


def seen() -> list[tuple[str, ...]]:
    return [found for page in PAGES for found in _SEEN.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("package", "version", "path", "name", "line"), seen())
def test_what_was_seen_in_a_release_is_found_there(package: str, version: str, path: str, name: str, line: str) -> None:
    text = fetch.text(package, version, path)
    found = check(Source.of_text(path, text), EVERY_CODE)
    seen = f"`{path}`: '{name}' at line {line}"
    (page,) = [page for page in PAGES if seen in " ".join(page.read_text(encoding="utf-8").split())]
    assert (page.stem, name, int(line)) in {(each.code, each.name, each.line) for each in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
