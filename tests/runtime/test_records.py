"""The records of the package, all of them: what of them can be changed, compared and shown."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import nsa_runtime
from nsa_runtime.compat import prepared
from nsa_runtime.compat.vllm import definition as of_vllm
from nsa_runtime.definition import Metadata
from nsa_runtime.pooled.definition import Pooled

pytest.importorskip("triton", reason="some modules import triton: pip install nsa-guard[runtime]")

CHANGING = {prepared.Prepared, Metadata, Pooled, of_vllm.Expanded}
"""What a definition writes into, and a refresh, which notes that it has been recorded."""


def _records() -> Iterator[type[Any]]:
    for module in pkgutil.walk_packages(nsa_runtime.__path__, "nsa_runtime."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if inspect.isclass(value) and value.__module__ == module.name and dataclasses.is_dataclass(value):
                    yield value


RECORDS = [pytest.param(each, id=f"{each.__module__}.{each.__name__}") for each in _records()]


def _holds_tensors(record: type[Any]) -> bool:
    types = [str(each.type) for each in dataclasses.fields(record)]
    return any(word in each for each in types for word in ("Tensor", "MetadataBuffers", "BufferSets"))


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_cannot_be_changed_but_where_that_is_what_it_is_for(record: Any) -> None:
    assert record.__dataclass_params__.frozen == (record not in CHANGING)


@pytest.mark.parametrize("record", RECORDS)
def test_records_compare_by_what_they_hold_unless_that_is_tensors(record: Any) -> None:
    """Whether two tensors are equal is no single answer."""
    assert record.__dataclass_params__.eq == (not _holds_tensors(record))


@pytest.mark.parametrize("record", RECORDS)
def test_what_a_record_notes_for_itself_is_neither_given_nor_shown(record: Any) -> None:
    notes = [each for each in dataclasses.fields(record) if each.name.startswith("_")]
    assert not any(each.init or each.repr for each in notes)
