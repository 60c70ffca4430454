"""No test reads what another run has kept."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.lint.package_runs")


@pytest.fixture(autouse=True)
def own_caches(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
