"""The modules that take longest come first, so that two processes end at about the same time."""

from __future__ import annotations

import pytest

LONG = (  # seconds of a processor, tens of them
    "runtime/test_triton_api.py",
    "lint/test_corpus.py",
    "lint/test_packaging.py",
    "runtime/test_sglang_backend.py",
    "lint/test_blowup.py",
    "lint/test_gate.py",
    "runtime/test_kernels.py",
    "lint/test_oracle.py",
    "runtime/test_schedule_in_fill.py",
    "lint/test_real_file.py",
    "lint/test_docs.py",
    "lint/test_fixes_real_file.py",
    "runtime/test_sglang_plugin.py",
    "lint/test_hooks.py",
    "editor/test_fixit.py",
    "site/test_playground.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get("/".join(item.path.parts[-2:]), len(LONG)))
