"""Where fills on behalf of a framework note what they clamped: one place per device, whatever it is called."""

from __future__ import annotations

import pytest
import torch

from nsa_runtime.compat.status import notes, status
from tests.runtime.batches import DEVICE


@pytest.mark.parametrize("name", ["cpu", "cpu:0", torch.device("cpu"), torch.device("cpu", 0)])
def test_a_device_is_one_whatever_it_is_called(name: torch.device | str) -> None:
    assert status(name) is status(torch.ones(1).device)


def test_a_gpu_without_a_number_is_the_current_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from nsa_runtime.compat import status as module

    monkeypatch.setattr(torch.cuda, "current_device", lambda: 3)
    assert module._one(torch.device("cuda")) == torch.device("cuda", 3)
    assert module._one(torch.device("cuda", 1)) == torch.device("cuda", 1)


def test_flags_and_count_are_apart() -> None:
    noted = notes(DEVICE)
    assert noted.status is status(DEVICE)
    assert noted.status.data_ptr() != noted.num_tokens.data_ptr()
    assert noted.status.dtype == noted.num_tokens.dtype == torch.int32
