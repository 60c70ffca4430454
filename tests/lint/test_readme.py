"""The README says what is so: its commands run, its tables are those of the code."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from lab.checkout import ROOT
from lab.faces import flake8, nsa_lint
from nsa_lint.rules import RULES

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.split("  #")[0].strip() for _, block in BLOCKS for line in block.splitlines() if line.startswith("nsa-lint ")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_nsa_lint_command_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "module.py").write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    outcome = nsa_lint(*shlex.split(command)[1:])
    assert outcome.status == 0, outcome.err


def test_there_are_such_commands() -> None:
    assert len(COMMANDS) == 8


@pytest.mark.needs("process")
def test_every_make_command_is_a_target() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert {"demo", "test", "peers"} <= named
    for target in named:
        done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_the_table_of_codes_is_complete() -> None:
    rows = re.findall(r"^\| (NSA\d+) \| ([a-z-]+) \| .* \| (yes|no|in part) \|$", README, re.MULTILINE)
    assert [(code, name) for code, name, _ in rows] == [(rule.code, rule.name) for rule in RULES.values()]
    assert {code: on == "yes" for code, _, on in rows} == {rule.code: rule.default for rule in RULES.values()}


def test_the_options_are_those_of_flake8() -> None:
    shown = flake8("--help").out
    for option in set(re.findall(r"nsa-(?:scope|guards|no-return|max-nodes|baseline)\b", README)):
        assert f"--{option}" in shown


def test_the_versions_of_the_other_checkers_are_those_that_make_peers_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pinned = re.findall(r"\b(pylint|pyrefly|mypy|ty|pyright)(?:\[\w+\])?==([\d.]+)", makefile)
    assert re.findall(r"^\| (\w+) ([\d.]+) \|", README, re.MULTILINE) == pinned


@pytest.mark.needs("yaml")
@pytest.mark.parametrize("block", [block for kind, block in BLOCKS if kind == "yaml"])
def test_the_snippets_are_yaml(block: str) -> None:
    import yaml

    assert yaml.safe_load(block)


@pytest.mark.needs("yaml")
def test_the_hooks_that_it_names_exist() -> None:
    import yaml

    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    [snippet] = [block for _, block in BLOCKS if "hooks:" in block]
    assert set(re.findall(r"\bnsa-lint(?:-\w+)?", snippet)) == hooks
