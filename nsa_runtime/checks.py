"""Checks of tensors, before anything is written: type, dtype, device, shape, strides, and memory that is shared.

Every error names the argument, what was expected and what was found.
"""

from __future__ import annotations

import bisect
import operator
from collections.abc import Mapping
from typing import Any

import torch

from nsa_runtime.shapes import INT32_MAX

LENGTH_DTYPES = (torch.int32, torch.int64)
INT32 = (torch.int32,)


def tensor(
    name: str, value: Any, dtypes: tuple[torch.dtype, ...], at_least: tuple[int | None, ...], device: torch.device
) -> None:
    """Raise unless ``value`` is a tensor of one of ``dtypes``, on ``device``, of at least this shape."""
    require_tensor(name, value)
    if value.layout is not torch.strided:
        raise ValueError(f"{name}: expected a dense tensor, got one of layout {value.layout}")
    if value.dtype not in dtypes:
        raise TypeError(f"{name}: expected {' or '.join(map(str, dtypes))}, got {value.dtype}")
    if value.device != device:
        raise ValueError(f"{name}: expected a tensor on {device}, got one on {value.device}")
    if value.ndim != len(at_least):
        raise ValueError(f"{name}: expected {len(at_least)} dimensions, got shape {tuple(value.shape)}")
    if any(low is not None and size < low for size, low in zip(value.shape, at_least, strict=True)):
        raise ValueError(f"{name}: expected at least {at_least}, got shape {tuple(value.shape)}")
    if max(value.stride()) > INT32_MAX:
        raise ValueError(f"{name}: expected strides of at most {INT32_MAX}, got {value.stride()}")


def device(name: str, value: Any) -> torch.device:
    """``value`` as a device; raise unless it is one or names one."""
    try:
        if isinstance(value, bool) or not isinstance(value, (torch.device, str, int)):
            raise TypeError(f"{name}: expected a torch.device or the name of one, got {type(value).__name__}")
        return torch.device(value)
    except RuntimeError as error:
        raise ValueError(f"{name}: expected a device that torch knows, got {value!r}") from error


def require_tensor(name: str, value: Any) -> None:
    """Raise unless ``value`` is a tensor at all."""
    if not isinstance(value, torch.Tensor):
        raise TypeError(f"{name}: expected a tensor, got {type(value).__name__}")


def lengths(name: str, value: Any, size: int, device: torch.device) -> None:
    """Raise unless ``value`` is a vector of ``size`` int32 or int64 on ``device``."""
    tensor(name, value, LENGTH_DTYPES, (size,), device)
    if value.shape[0] != size:
        raise ValueError(f"{name}: expected {size} elements, one per request, got {value.shape[0]}")


def vector(name: str, value: Any, size: int, device: torch.device, dtypes: tuple[torch.dtype, ...] = INT32) -> None:
    """Raise unless ``value`` is a contiguous vector, of int32 if nothing else is said, of at least ``size`` on
    ``device``."""
    tensor(name, value, dtypes, (size,), device)
    if value.shape[0] > 1 and value.stride(0) != 1:
        raise ValueError(f"{name}: expected a contiguous vector, got stride {value.stride(0)}")


def table(
    name: str,
    value: Any,
    at_least: tuple[int | None, ...],
    device: torch.device,
    dtypes: tuple[torch.dtype, ...] = INT32,
) -> None:
    """Raise unless ``value`` is a table, of int32 if nothing else is said, whose elements are all different places in
    memory."""
    tensor(name, value, dtypes, at_least, device)
    reached = 0  # by the dimensions of smaller strides
    for stride, size in sorted(zip(value.stride(), value.shape, strict=True)):
        if size > 1 and stride <= reached:
            raise ValueError(
                f"{name}: expected rows that do not overlap, got shape {tuple(value.shape)} with strides "
                f"{value.stride()}"
            )
        reached += (size - 1) * stride


def schedule(name: str, value: Any, device: torch.device) -> None:
    """Raise unless ``value`` is a contiguous int32 table ``[slots + 1, 2]`` of at least one slot."""
    tensor(name, value, INT32, (2, 2), device)
    if value.shape[1] != 2 or not value.is_contiguous():
        raise ValueError(
            f"{name}: expected a contiguous table [slots + 1, 2], got shape {tuple(value.shape)} with strides "
            f"{value.stride()}"
        )


def memories(name: str, value: Any, rows: int, device: torch.device) -> None:
    """Raise unless ``value`` is a contiguous int64 table ``[rows, parts, 2]`` of at least one part."""
    tensor(name, value, (torch.int64,), (rows, 1, 2), device)
    if value.shape[2] != 2 or not value.is_contiguous():
        raise ValueError(
            f"{name}: expected a contiguous table [rows, parts, 2], got shape {tuple(value.shape)} with strides "
            f"{value.stride()}"
        )


Extent = tuple[int, int, str]  # where a tensor begins in memory, where it ends, its name


def extents(tensors: Mapping[str, torch.Tensor | None]) -> list[Extent]:
    """Where the tensors lie, in order. Those without memory of their own (empty, meta, fake) are left out."""
    found = []
    for name, each in tensors.items():
        if type(each) is not torch.Tensor:
            continue
        start = each.data_ptr()
        if start and each.numel():
            last = 0
            for size, stride in zip(each.shape, each.stride(), strict=True):
                last += (size - 1) * stride
            found.append((start, start + (last + 1) * each.element_size(), name))
    return sorted(found, key=operator.itemgetter(0))


def disjoint(tensors: Mapping[str, torch.Tensor | None]) -> list[Extent]:
    """The extents of outputs, which must not overlap. Tables packed side by side, the rows of one between those of the
    other, come back as one extent."""
    present = {name: each for name, each in tensors.items() if each is not None}
    apart: list[Extent] = []
    group: list[str] = []  # whose tensors are in the last extent
    for start, end, name in extents(present):
        if not apart or apart[-1][1] <= start:
            apart.append((start, end, name))
            group = [name]
            continue
        for other in group:
            if not _side_by_side(present[other], present[name]):
                raise ValueError(f"{name}: expected memory of its own, got memory that {other} is in too")
        apart[-1] = (apart[-1][0], max(apart[-1][1], end), name)
        group.append(name)
    return apart


def require_apart(inputs: Mapping[str, torch.Tensor | None], outputs: list[Extent]) -> None:
    """Raise if an input lies in one of ``outputs``, which are disjoint and in order: a fill would read what another of
    its programs writes. An input whose whole storage is elsewhere, as is usual, is not looked at further: 0.6 us."""
    for tensor in inputs.values():
        if tensor is not None:
            storage = tensor.untyped_storage()
            start = storage.data_ptr()
            if _within(start, start + storage.nbytes(), outputs) is not None:
                break
    else:
        return
    for start, end, name in extents(inputs):
        found = _within(start, end, outputs)
        if found is not None:
            raise ValueError(f"{name}: expected memory that the fill does not write, got that of {found}")


def _within(start: int, end: int, outputs: list[Extent]) -> str | None:
    """The last of ``outputs`` that has memory between ``start`` and ``end``."""
    at = bisect.bisect_left(outputs, (end,)) - 1
    return outputs[at][2] if at >= 0 and outputs[at][1] > start else None


def _side_by_side(left: torch.Tensor, right: torch.Tensor) -> bool:
    """Whether two tables are different columns of one, of rows as long."""
    if left.ndim != 2 or right.ndim != 2:
        return False
    row = left.stride(0)
    if right.stride(0) != row or left.stride(1) != 1 or right.stride(1) != 1:
        return False
    offset = (right.data_ptr() - left.data_ptr()) // left.element_size() % row
    return left.shape[1] <= offset and offset + right.shape[1] <= row
