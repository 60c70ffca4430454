"""What holds of every case of `lab.package_cases`: it is reported if and only if a call in its package fails.

class TestCases(PackageCases):
    cases = CASES
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from lab import package_cases
from lab.package_cases import Case
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source


class PackageCases:
    """The cases of one module; a call fails where it ends in UnboundLocalError on some platform."""

    cases: ClassVar[Mapping[str, Case]]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "name" in metafunc.fixturenames:
            metafunc.parametrize("name", self.cases)

    @pytest.fixture(scope="class")
    @classmethod
    def written(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = (
            tmp_path_factory.mktemp("cases") / "packages"
        )  # a name that the cases can import, with nothing beside it
        folder.mkdir()
        return package_cases.write(folder, cls.cases)

    @pytest.fixture(scope="class")
    @classmethod
    def failing(cls, written: Path) -> set[str]:
        return package_cases.failing(written, cls.cases)

    @pytest.mark.needs("process")
    def test_is_reported_if_and_only_if_a_call_in_the_package_fails(
        self, written: Path, failing: set[str], name: str
    ) -> None:
        fails = self.cases[name].fails
        assert (name in failing) is fails
        found = check_safely(Source.read(str(written / name / "work.py")), Options())
        assert {each.name for each in found} == ({"y"} if fails else set())

    def test_the_file_alone_reports_them_all(self, written: Path) -> None:
        """Else the cases would show nothing."""
        options = Options(package=False)
        paths = {name: str(written / name / "work.py") for name in self.cases}
        assert [name for name, path in paths.items() if not check_safely(Source.read(path), options)] == []
