"""Where fills on behalf of a framework note what they clamped: a flag for each metadata that they fill."""

from __future__ import annotations

import logging

import pytest
import torch

from nsa_runtime import Mode, Overflow, ReplayShape
from nsa_runtime.compat import dsa
from nsa_runtime.compat import status as module
from nsa_runtime.compat.status import notes, overflows, owner_of, status
from tests.runtime.batches import DEVICE


@pytest.mark.parametrize("name", ["cpu", "cpu:0", torch.device("cpu"), torch.device("cpu", 0)])
def test_a_device_is_one_whatever_it_is_called(name: torch.device | str) -> None:
    assert status(name) is status(torch.ones(1).device)


def test_a_gpu_without_a_number_is_the_current_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 3)
    assert module._one(torch.device("cuda")) == torch.device("cuda", 3)
    assert module._one(torch.device("cuda", 1)) == torch.device("cuda", 1)


def test_every_owner_has_a_flag_and_a_count_of_its_own() -> None:
    first, again, second = (notes(DEVICE, owner) for owner in ("a", "a", "b"))
    assert first.status.data_ptr() == again.status.data_ptr()
    assert first.num_tokens.data_ptr() == again.num_tokens.data_ptr()
    places = [each.data_ptr() for noted in (first, second) for each in (noted.status, noted.num_tokens)]
    assert len(set(places)) == 4
    flags = status(DEVICE)
    for noted in (first, second):
        assert noted.status.dtype == noted.num_tokens.dtype == torch.int32
        assert noted.status.untyped_storage().data_ptr() == flags.data_ptr()


def test_owners_are_named_after_mode_batch_and_draft_step() -> None:
    assert owner_of(ReplayShape(Mode.TARGET_VERIFY, 4, 3)) == "target-verify, batch size 4"
    assert owner_of(ReplayShape(Mode.DECODE, 8), 1, 3) == "draft step 2 of 3, batch size 8"


def test_more_owners_than_flags_share_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWNERS", 3)
    ledger = module._Ledger(*(torch.zeros(3, dtype=torch.int32) for _ in range(2)))
    places = [ledger.of(owner).status.storage_offset() for owner in "abcdcab"]
    assert places == [0, 1, 2, 2, 2, 0, 1]


def test_a_flag_says_whose_lengths_were_clamped(caplog: pytest.LogCaptureFixture) -> None:
    status(DEVICE).zero_()
    for batch, length in ((1, 64), (2, 65), (3, -1)):
        _decode(batch, length)
    with caplog.at_level(logging.WARNING, "nsa_runtime"):
        found = overflows(DEVICE)
    assert found == {"decode, batch size 2": Overflow.WIDTH, "decode, batch size 3": Overflow.NEGATIVE}
    assert len(caplog.records) == 2
    assert "the metadata of decode, batch size 2 and were clamped: <Overflow.WIDTH" in caplog.text
    status(DEVICE).zero_()
    assert overflows(DEVICE) == {}


def _decode(batch: int, length: int) -> None:
    """SGLang's function for decode, with tables of 64 tokens."""
    vectors = [torch.zeros(batch + 1, dtype=torch.int32, device=DEVICE) for _ in range(4)]
    dsa.fused_dsa_decode_metadata(
        seq_lens=torch.full((batch,), length, device=DEVICE),
        req_pool_indices=torch.zeros(batch, dtype=torch.int64, device=DEVICE),
        req_to_token=torch.arange(128, dtype=torch.int32, device=DEVICE)[None],
        cache_seqlens=vectors[0],
        cu_seqlens_k=vectors[1],
        page_table_1=None,
        dsa_cache_seqlens=vectors[2],
        dsa_cu_seqlens_k=vectors[3],
        real_page_table=torch.zeros(batch, 4, dtype=torch.int32, device=DEVICE),
        bs=batch,
        max_len=64,
        dsa_index_topk=8,
        physical_page_size=16,
    )
