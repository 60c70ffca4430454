"""What fills on behalf of a framework note about lengths on the device: it has no place of its own for that.

Each owner, such as the third draft step of batch size 8, has a flag of its own, so that one that goes up says which
metadata it is about. The flags of a device are one tensor, which never moves: captured graphs hold its addresses.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

import torch

from nsa_runtime import checks
from nsa_runtime.shapes import Overflow, ReplayShape

_log = logging.getLogger(__name__)

OWNERS = 4096
"""How many owners there can be; further ones share the last flag."""
_OTHERS = "all further ones"


@dataclass(frozen=True, eq=False)
class Notes:
    """One integer each, int32 [1], on one device."""

    status: torch.Tensor  # bits of nsa_runtime.shapes.Overflow, kept until the caller zeroes it
    num_tokens: torch.Tensor  # live query tokens of the last fill


@dataclass(frozen=True, eq=False)
class _Ledger:
    """The notes of one device."""

    status: torch.Tensor  # [OWNERS]
    num_tokens: torch.Tensor  # [OWNERS]
    owners: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, owner: str) -> Notes:
        with self.lock:
            number = self.owners.get(owner)
            if number is None:
                number = min(len(self.owners), OWNERS - 1)
                self.owners[owner if number < OWNERS - 1 else _OTHERS] = number
        return Notes(self.status[number : number + 1], self.num_tokens[number : number + 1])


def notes(device: torch.device | str | int, owner: str) -> Notes:
    """Where the fills of ``owner`` on ``device`` write them. ``"cuda"`` is the current one of them."""
    return _ledger(_one(checks.device("device", device))).of(owner)


def owner_of(shape: ReplayShape, step: int = 0, steps: int = 1) -> str:
    """What the metadata for ``shape`` is called, of draft step ``step`` of ``steps``."""
    what = f"draft step {step + 1} of {steps}" if steps > 1 else shape.mode.value
    return f"{what}, batch size {shape.batch_size}"


def status(device: torch.device | str | int) -> torch.Tensor:
    """The flags of every such fill on ``device``, int32 [4096]: 0, or bits of :class:`nsa_runtime.shapes.Overflow`,
    kept until the caller zeroes them. ``"cuda"`` is the current one of them; a number is one of the GPUs.

    :func:`overflows` says whose they are. Copy this one without a wait where a health check may not wait.
    """
    return _ledger(_one(checks.device("device", device))).status


def overflows(device: torch.device | str | int) -> dict[str, Overflow]:
    """What fills on ``device`` had to clamp, by the metadata that they filled, which is logged too. Waits for the
    device."""
    ledger = _ledger(_one(checks.device("device", device)))
    bits = ledger.status.tolist()
    with ledger.lock:
        found = {owner: Overflow(bits[number]) for owner, number in ledger.owners.items() if bits[number]}
    for owner, flags in found.items():
        _log.warning("lengths on %s did not fit the metadata of %s and were clamped: %r", device, owner, flags)
    return found


_ledgers: dict[torch.device, _Ledger] = {}
_making = threading.Lock()


def _ledger(device: torch.device) -> _Ledger:
    with _making:
        if device not in _ledgers:
            status, num_tokens = torch.zeros(2, OWNERS, dtype=torch.int32, device=device)
            _ledgers[device] = _Ledger(status, num_tokens)
        return _ledgers[device]


def _one(device: torch.device) -> torch.device:
    """The device that a tensor there says it is on: a GPU has a number, a CPU none."""
    if device.type == "cpu":
        return torch.device("cpu")
    if device.index is None:
        return torch.device(device.type, torch.get_device_module(device).current_device())
    return device
