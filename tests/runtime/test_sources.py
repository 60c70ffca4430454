"""What tells one SGLang from another, and what is said of it; needs no SGLang."""

from __future__ import annotations

import ast
import functools
import importlib.util
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import torch

from nsa_runtime.compat import eager, fingerprints
from nsa_runtime.compat import sglang as compat
from nsa_runtime.compat.ports import Options

SOURCE = """
def first(): pass
def second(): pass


@decorated
def third(): pass


class Owner:
    def method(self): pass


value = 3
"""


@pytest.fixture
def package(tmp_path: Path) -> Iterator[tuple[Path, ModuleType]]:
    """The folder of a package with the source, and its module."""
    root = tmp_path / "sglang"
    root.mkdir()
    (root / "here.py").write_text(SOURCE, encoding="utf-8")
    (root / "there.py").write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("here", root / "here.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    vars(module)["decorated"] = lambda function: function
    spec.loader.exec_module(module)
    yield root, module


def test_a_function_is_live_where_it_is_the_one_that_the_file_defines(package: tuple[Path, ModuleType]) -> None:
    root, module = package
    for name in ("first", "second", "third"):
        assert fingerprints.is_live(root, f"sglang.here:{name}", getattr(module, name))
        assert not fingerprints.is_live(root, f"sglang.there:{name}", getattr(module, name))  # its twin
    assert fingerprints.is_live(root, "sglang.here:Owner.method", module.Owner.method)
    for name, value in (
        ("first", module.second),
        ("first", functools.partial(module.first)),
        ("first", module.first.__get__(3)),  # a method of its code
        ("first", None),
        ("Owner.method", module.Owner().method),
        ("missing", module.first),
        ("value", module.first),
        ("Owner.missing", module.Owner.method),
    ):
        assert not fingerprints.is_live(root, f"sglang.here:{name}", value)


def _digest(text: str) -> str:
    return fingerprints.digest(ast.parse(text).body[0])


def test_a_digest_is_of_what_a_definition_does() -> None:
    plain = "def f(x):\n    return f'{x}-'"
    assert _digest(plain) == _digest("def f(x: int) -> str:\n    ''  # empty\n    return f'{x}-'")
    assert _digest(plain) == _digest("def f(x):\n    '''  Indented.\n\n    More. '''\n    return f'{x}-'")
    assert _digest("def f(x):\n    return x or 1 or ''") != _digest("def f(x):\n    return x or 1")
    assert _digest(plain) != _digest("def f(x):\n    x\n    return f'{x}-'")
    assert _digest(plain) != _digest("def f(x):\n    return f'{x}+'")
    assert _digest(plain) != _digest("def f(x):\n    return f'-{x}'")


@pytest.mark.parametrize("text", ["", " ", "-"])
def test_an_empty_end_of_a_string_with_fields_is_none(text: str) -> None:
    """Some releases of Python end one inside another with an empty constant."""
    node = ast.parse("f'{x}'", mode="eval").body
    assert isinstance(node, ast.JoinedStr)
    ended = ast.JoinedStr([*node.values, ast.Constant(text)])
    assert (fingerprints.digest(ended) == fingerprints.digest(node)) == (text == "")


@pytest.mark.parametrize(
    ("names", "said"), [("a", "a"), ("abc", "a, b, c"), ("abcd", "a, b, c and 1 more"), ("abcde", "a, b, c and 2 more")]
)
def test_at_most_three_differences_are_named(names: str, said: str) -> None:
    assert compat._shortened(tuple(names)) == said


def test_what_install_and_uninstall_did_not_do_and_did_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    owner = SimpleNamespace(name="ours")
    monkeypatch.setattr(fingerprints, "installed_root", lambda: None)
    with caplog.at_level(logging.INFO, "nsa_runtime"):
        assert compat.install() is False
        compat.uninstall()
        compat._replaced.append((owner, "name", "theirs", "sglang.here:name"))
        compat.uninstall()
    assert owner.name == "theirs"
    assert caplog.messages == ["SGLang is not installed: nothing to replace", "SGLang's own metadata fills are back"]


@pytest.mark.parametrize(
    ("on_host", "total"), [(None, 7), ([], 7), ([1], 7), ([1, 2], 3), ([1, 2, 4], 3)], ids=lambda each: str(each)
)
def test_query_tokens_are_counted_on_the_host_where_it_knows_all_of_them(on_host: list[int] | None, total: int) -> None:
    info = SimpleNamespace(accepted_cpu=on_host)
    on_device = torch.tensor([3, 4])
    assert eager._total(info, "accepted", on_device, 2) == total
    assert eager._total(SimpleNamespace(), "accepted", on_device, 2) == 7


@pytest.mark.parametrize(
    ("every_mode", "copied", "refresh", "first"),
    [
        (True, True, False, {1: 0, 2: 0, 3: 3, 4: 3}),
        (True, True, True, {1: 0, 3: 0, 4: 0}),
        (True, False, False, {1: 0, 3: 0, 4: 0}),
        (False, True, False, {1: 1, 3: 3, 4: 4}),
        (False, True, True, {1: 0, 4: 0}),
        (False, False, False, {1: 0, 4: 0}),
    ],
)
def test_schedules_of_draft_steps_are_refreshed_where_sglang_does_not_copy_them(
    every_mode: bool, copied: bool, refresh: bool, first: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = SimpleNamespace(SGLANG_DSA_ENABLE_MTP_PRECOMPUTE_METADATA=SimpleNamespace(get=lambda: copied))
    monkeypatch.setitem(sys.modules, "sglang.srt.environ", SimpleNamespace(envs=switch))  # type: ignore[arg-type]
    chain = eager.Chain("dsa", "accepted", every_mode=every_mode)
    options = Options(refresh_schedules=refresh)
    assert {steps: eager._first_refreshed(chain, steps, options) for steps in first} == first


def test_every_backend_that_is_filled_is_told_so_and_has_its_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(eager.sglang_metadata, "fill", lambda metadata, batch, **options: ())
    backends = [
        SimpleNamespace(
            nsa_index_topk=8, nsa_decode_impl="fa3", decode_cuda_graph_metadata={2: f"of {number}"},
            set_nsa_prefill_impl=lambda forward_batch, number=number: told.append((number, forward_batch)),
        )
        for number in range(2)
    ]  # fmt: skip
    batch: Any = SimpleNamespace(shape=SimpleNamespace(batch_size=2))
    eager._fill(eager.Chain("nsa", "accepted", every_mode=False), backends, batch)
    assert told == [(0, None), (1, None)]
    assert [each.forward_metadata for each in backends] == ["of 0", "of 1"]
