"""Modes, shapes and capacities: plain Python, checked once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nsa_runtime.shapes import CapacityError, Limits, Mode, Overflow, ReplayShape


def test_only_draft_extend_is_ragged() -> None:
    assert [mode for mode in Mode if mode.ragged] == [Mode.DRAFT_EXTEND]


def test_only_target_verify_adds_its_draft_tokens_to_the_key_length() -> None:
    assert ReplayShape(Mode.TARGET_VERIFY, 3, 4).kv_delta == 4
    assert ReplayShape(Mode.DRAFT_EXTEND, 3, 4).kv_delta == 0
    assert ReplayShape(Mode.DRAFT_EXTEND_V2, 3, 4).kv_delta == 0
    assert ReplayShape(Mode.DECODE, 3).kv_delta == 0


def test_tokens_are_requests_times_draft_tokens() -> None:
    assert ReplayShape(Mode.TARGET_VERIFY, 3, 4).max_tokens == 12
    assert ReplayShape(Mode.DECODE, 0).max_tokens == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((Mode.DECODE, -1), "batch_size: expected 0 to 65535, got -1"),
        ((Mode.DECODE, 65_536), "batch_size: expected 0 to 65535, got 65536"),
        ((Mode.DECODE, 2, 4), "draft_tokens: decode has one query token per request, got 4"),
        ((Mode.TARGET_VERIFY, 2, 0), "draft_tokens: expected 1 to"),
    ],
)
def test_a_shape_that_cannot_be_names_the_argument(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ReplayShape(*arguments)  # type: ignore[arg-type]


def test_a_mode_is_not_a_string() -> None:
    with pytest.raises(TypeError, match="mode: expected a Mode, got 'decode'"):
        ReplayShape("decode", 2)  # type: ignore[arg-type]


def test_pages_round_up() -> None:
    assert Limits(1, 1, width=129, page_size=64, index_topk=1).pages == 3
    assert Limits(1, 1, width=128, page_size=64, index_topk=1).pages == 2
    assert Limits(1, 1, width=129, page_size=1, index_topk=1).pages == 129


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("max_batch", -1, "max_batch: expected 0 to"),
        ("max_tokens", True, "max_tokens: expected an int, got True"),
        ("width", 0, "width: expected 1 to"),
        ("page_size", 48, "page_size: expected a power of two, got 48"),
        ("index_topk", 0, "index_topk: expected 1 to"),
    ],
)
def test_limits_that_cannot_be_name_the_argument(field: str, value: object, message: str) -> None:
    good = {"max_batch": 2, "max_tokens": 4, "width": 8, "page_size": 1, "index_topk": 2}
    with pytest.raises((TypeError, ValueError), match=message):
        Limits(**{**good, field: value})  # type: ignore[arg-type]


def test_row_offsets_fit_32_bits_whatever_the_device_holds() -> None:
    with pytest.raises(ValueError, match=r"max_batch \* max_tokens"):
        Limits(max_batch=65_535, max_tokens=65_535, width=8, page_size=1, index_topk=2)


def test_shapes_need_no_torch() -> None:
    code = "import sys, nsa_runtime, nsa_runtime.shapes; sys.exit('torch' in sys.modules or 'triton' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


FITTING = {"max_batch": 1, "max_tokens": 1, "width": 1, "page_size": 1, "index_topk": 1}
ENDS = {
    "max_batch": (0, 65_535),
    "max_tokens": (0, 2**31 - 1),
    "width": (1, 2**30),
    "page_size": (1, 65_536),
    "index_topk": (1, 2**31 - 1),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_limit_has_a_least_and_a_largest_value(name: str) -> None:
    for end in ENDS[name]:
        assert getattr(Limits(**{**FITTING, name: end}), name) == end
    for outside in (ENDS[name][0] - 1, 2 * ENDS[name][1]):
        with pytest.raises(ValueError, match=f"{name}: expected {ENDS[name][0]} to {ENDS[name][1]}, got {outside}"):
            Limits(**{**FITTING, name: outside})


def test_the_rows_of_all_requests_can_be_counted_in_32_bits() -> None:
    with pytest.raises(ValueError, match=r"max_batch \* max_tokens: expected at most 2147483647"):
        Limits(2, 2**30, width=1, page_size=1, index_topk=1)
    assert Limits(1, 2**31 - 1, width=1, page_size=1, index_topk=1).max_tokens == 2**31 - 1


@pytest.mark.parametrize("size", [3, 12, 65_535])
def test_a_page_holds_a_power_of_two(size: int) -> None:
    with pytest.raises(ValueError, match=f"page_size: expected a power of two, got {size}"):
        Limits(**{**FITTING, "page_size": size})


def test_what_did_not_fit_is_in_the_error_and_its_message() -> None:
    error = CapacityError(Overflow.TOKENS | Overflow.POOL, "draft step 2")
    assert (error.overflow, error.buffers) == (Overflow.TOKENS | Overflow.POOL, "draft step 2")
    assert str(error).startswith("lengths on the device did not fit draft step 2 and were clamped: <Overflow.")
    assert "did not fit the buffers and" in str(CapacityError(Overflow.WIDTH))
