"""The items of a `TypedDict`: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.package_cases import Case
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source
from tests.lint.package_runs import PackageCases

TYPES = "from typing import Literal, Optional, TypedDict\n\n\n"
CONFIG = 'class Config(TypedDict{}):\n    size: int\n    backend: Literal["cuda", "triton"]\n\n\n'
RUN = """
def run(x, config: Config):
{}    if config["backend"] == "cuda":
        y = x
    elif config["backend"] == "triton":
        y = -x
    return y
"""
CLOSED = TYPES + CONFIG.format("")
CALLS = ('work.run(1, {"backend": "cuda"})', 'work.run(1, {"backend": "triton"})')


def case(
    types: str,
    *,
    first: str = "",
    run: str = RUN,
    calls: tuple[str, ...] = (),
    fails: bool = False,
    others: dict[str, str] | None = None,
) -> Case:
    return Case(types + run.format(first), (*CALLS, *calls), fails, others or {})


CASES = {
    "a_literal": case(CLOSED),
    "not_every_key": case(TYPES + CONFIG.format(", total=False")),
    "by_a_text": case(CLOSED, run=RUN.replace("config: Config", 'config: "Config"')),
    "of_a_base": case(
        CLOSED + "class More(Config):\n    name: str\n\n\n", run=RUN.replace("config: Config", "config: More")
    ),
    "of_another_module": case("from .kinds import Config\n\n", others={"kinds": CLOSED}),
    "a_name_of_the_type": case(
        (TYPES + CONFIG.format(""))
        .replace('    backend: Literal["cuda", "triton"]', "    backend: Backend")
        .replace("class Config", 'Backend = Literal["cuda", "triton"]\n\n\nclass Config')
    ),
    "of_typing": case(
        CLOSED.replace("from typing", "import typing\nfrom typing").replace("(TypedDict", "(typing.TypedDict")
    ),
    "set_after_it_is_read": case(CLOSED, run=RUN + '\n\ndef clear(config: Config):\n    config["size"] = 1\n'),
    "one_value_more": case(
        CLOSED.replace('["cuda"', '["torch", "cuda"'), calls=('work.run(1, {"backend": "torch"})',), fails=True
    ),
    "or_none": case(
        CLOSED.replace('Literal["cuda", "triton"]', 'Optional[Literal["cuda", "triton"]]'),
        calls=('work.run(1, {"backend": None})',),
        fails=True,
    ),
    "any_text": case(
        CLOSED.replace('backend: Literal["cuda", "triton"]', "backend: str"),
        calls=('work.run(1, {"backend": "torch"})',),
        fails=True,
    ),
    "another_key": case(CLOSED.replace("backend:", "kind:"), calls=('work.run(1, {"backend": "torch"})',), fails=True),
    "set_before_it_is_read": case(CLOSED, first='    if x == 1:\n        config["backend"] = "torch"\n', fails=True),
    "bound_again": case(CLOSED, first='    if x == 1:\n        config = {"backend": "torch"}\n', fails=True),
    "no_typed_dict": case(
        CLOSED.replace("(TypedDict)", "(dict)"), calls=('work.run(1, {"backend": "torch"})',), fails=True
    ),
    "what_it_may_not_have": case(
        CLOSED,
        run=RUN.replace('config["backend"]', 'config.get("backend")'),
        calls=("work.run(1, {})",),
        fails=True,
    ),
}


class TestKeys(PackageCases):
    cases = CASES


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.others])
def test_a_script_is_evidence_for_itself(tmp_path: Path, name: str) -> None:
    path = tmp_path / "script.py"
    path.write_text(CASES[name].work)
    found = check_safely(Source.read(str(path)), Options())
    assert {each.name for each in found} == ({"y"} if CASES[name].fails else set())
