"""Without a GPU the kernels run in Triton's interpreter, which must be asked for before triton is imported."""

from __future__ import annotations

import functools
import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

NEED_NO_TORCH = ("test_shapes.py", "test_house_rule.py")

if importlib.util.find_spec("torch") is not None:
    import torch

    if not torch.cuda.is_available():
        os.environ.setdefault("TRITON_INTERPRET", "1")
    torch.set_num_threads(1)  # the tensors are tiny


@pytest.fixture(scope="session", autouse=True)
def language_patched_once_a_launch() -> Iterator[None]:
    """The interpreter patches Triton's language for a launch, and again for every call of a device function in it.

    Nothing of it changes in between, and the patches take half of the time of these tests.
    """
    if os.environ.get("TRITON_INTERPRET") != "1" or importlib.util.find_spec("triton") is None:
        yield
        return
    from triton import language
    from triton.runtime import interpreter

    patch, launch = interpreter._patch_lang, interpreter.GridExecutor.__call__
    done: set[frozenset[str]] = set()  # what the present launch has patched

    @functools.cache
    def modules(function: Callable[..., Any]) -> frozenset[str]:
        seen = {id(value) for value in function.__globals__.values()}
        return frozenset(each.__name__ for each in (language, language.core) if id(each) in seen)

    def patch_once(function: Callable[..., Any]) -> Any:
        if modules(function) in done:
            return interpreter._LangPatchScope()
        done.add(modules(function))
        return patch(function)

    def launch_alone(self: Any, *arguments: Any, **named: Any) -> None:
        done.clear()
        try:
            launch(self, *arguments, **named)
        finally:
            done.clear()

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(interpreter, "_patch_lang", patch_once)
        monkeypatch.setattr(interpreter.GridExecutor, "__call__", launch_alone)
        yield


class _NeedsTorch(pytest.Module):
    def collect(self) -> list[pytest.Item]:
        pytest.skip("needs torch: pip install nsa-guard[runtime]", allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    if importlib.util.find_spec("torch") is not None or module_path.name in NEED_NO_TORCH:
        return None
    return _NeedsTorch.from_parent(parent, path=module_path)
