"""The modules that take longest come first, so that two processes end at about the same time."""

from __future__ import annotations

import pytest

LONG = (  # by seconds of a processor, from seventy down to ten
    "lint/test_packaging.py",
    "runtime/test_sglang_compat.py",
    "lint/test_oracle.py",
    "runtime/test_kernels.py",
    "runtime/test_triton_api.py",
    "lint/test_gate.py",
    "runtime/test_sglang_backend.py",
    "lint/test_real_file.py",
    "site/test_playground.py",
    "lint/test_fixes_real_file.py",
    "lint/test_blowup.py",
    "runtime/test_schedule_in_fill.py",
    "site/test_python.py",
    "lint/test_docs.py",
    "editor/test_fixit.py",
    "lint/test_hooks.py",
    "runtime/test_vllm.py",
    "runtime/test_sglang_plugin.py",
    "runtime/test_custom_op.py",
    "runtime/test_pooled.py",
    "runtime/test_ranks.py",
    "lint/test_nothing_runs.py",
    "lint/test_corpus.py",
    "lint/test_memory.py",
    "runtime/test_property.py",
    "lint/test_package.py",
    "lint/test_cache.py",
    "lint/test_cli.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get("/".join(item.path.parts[-2:]), len(LONG)))
