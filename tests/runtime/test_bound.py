"""What is kept of a fill, and when it is asked for anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pytest
import torch

from nsa_runtime import Mode, ReplayShape
from nsa_runtime.compat import bound, dsa

GPU, CPU = torch.device("cuda", 0), torch.device("cpu")


def _counting(bound_for: list[str], ran: list[str], name: str) -> Callable[[], Callable[[], object]]:
    def bind() -> Callable[[], object]:
        bound_for.append(name)
        return lambda: ran.append(name)

    return bind


def test_on_a_gpu_a_launch_is_bound_once_for_each_key_and_run_every_time() -> None:
    fills, made, ran = bound.BoundFills(), list[str](), list[str]()
    for key in ("a", "b", "a", "a"):
        fills.run(key, GPU, _counting(made, ran, key))
    assert made == ["a", "b"]
    assert ran == ["a", "b", "a", "a"]


def test_on_a_cpu_nothing_is_kept() -> None:
    fills, made, ran = bound.BoundFills(), list[str](), list[str]()
    for _ in range(2):
        fills.run("a", CPU, _counting(made, ran, "a"))
    assert made == ran == ["a", "a"]


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bound, "_KEPT", 2)
    fills, made, ran = bound.BoundFills(), list[str](), list[str]()
    for key in ("a", "b", "c", "c", "a"):
        fills.run(key, GPU, _counting(made, ran, key))
    assert made == ["a", "b", "c", "a"]


def test_a_launch_that_could_not_be_bound_is_not_kept() -> None:
    def refuse() -> Callable[[], object]:
        raise ValueError("no")

    fills, made, ran = bound.BoundFills(), list[str](), list[str]()
    with pytest.raises(ValueError, match="no"):
        fills.run("a", GPU, refuse)
    fills.run("a", GPU, _counting(made, ran, "a"))
    assert made == ran == ["a"]


def test_every_tensor_and_number_of_a_fused_call_tells_it_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[Hashable] = []
    monkeypatch.setattr(dsa._fills, "run", lambda key, device, bind: keys.append(key))
    tensors = {name: torch.zeros(4, dtype=torch.int32) for name in dsa._Call._fields[: dsa._TENSORS]}
    numbers = dict.fromkeys(dsa._Call._fields[dsa._TENSORS + 1 :], 3)
    call = dsa._Call(**tensors, shape=ReplayShape(Mode.DECODE, 3), **numbers)  # type: ignore[arg-type]
    others = [{name: torch.zeros(4, dtype=torch.int32)} for name in tensors]
    others += [{name: tensors[name][:3]} for name in tensors] + [{name: 4} for name in numbers]
    for changes in (*others, {"shape": ReplayShape(Mode.DECODE, 2)}, {"ctx_lens": None}):
        dsa._fill(call._replace(**changes))
    assert len(set(keys)) == len(keys)
    dsa._fill(call)
    dsa._fill(dsa._Call(*call))
    assert keys[-1] == keys[-2] not in keys[:-2]
